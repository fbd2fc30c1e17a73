import { describeUserAgent } from '$lib/domain/user-agent';
import { waitInWords } from '$lib/domain/wait';
import {
	changeName,
	changePassword,
	endSession as endSessionForm,
	moveAccount
} from '$lib/schemas/sign-in';
import { endSession, listSessions, setPassword, type PasswordRefusal } from '$lib/server/db/auth';
import { getProfileName, renameProfile } from '$lib/server/db/profiles';
import { formFailure, parseForm } from '$lib/server/forms';
import { requireUser } from '$lib/server/guards';
import { askToMove } from '$lib/server/sign-in';
import type { Actions, PageServerLoad } from './$types';

const refusals: Record<PasswordRefusal, string> = {
	same: 'That is the password you have.',
	weak: 'That password is too easy to guess.',
	too_long_ago:
		'You signed in too long ago for this. Please sign out, sign in again and come back.',
	refused: 'That password was not accepted.'
};

export const load: PageServerLoad = async (event) => {
	const viewer = requireUser(event);
	const db = event.locals.supabase;
	const [name, sessions] = await Promise.all([getProfileName(db, viewer.id), listSessions(db)]);
	return {
		email: viewer.email,
		name,
		sessions: sessions.map(({ userAgent, ...session }) => ({
			...session,
			browser: describeUserAgent(userAgent)
		}))
	};
};

export const actions: Actions = {
	name: async (event) => {
		const viewer = requireUser(event);
		const parsed = await parseForm(changeName, event.request);
		if (!parsed.ok) return parsed.failure;
		await renameProfile(event.locals.supabase, viewer.id, parsed.data.name);
		return { done: 'name' };
	},

	address: async (event) => {
		const viewer = requireUser(event);
		const parsed = await parseForm(moveAccount, event.request);
		if (!parsed.ok) return parsed.failure;
		const { email } = parsed.data;
		if (email === viewer.email) {
			return formFailure(400, { email }, { email: 'That is the address it has already.' });
		}
		const wait = await askToMove(event, email);
		if (wait === 0) return { done: 'address', email };
		return formFailure(
			429,
			{ email },
			{ email: `It was written to already. The next mail can go in ${waitInWords(wait)}.` }
		);
	},

	password: async (event) => {
		requireUser(event);
		const parsed = await parseForm(changePassword, event.request);
		if (!parsed.ok) return parsed.failure;
		const refusal = await setPassword(event.locals.supabase, parsed.data.new_password);
		if (refusal) return formFailure(400, {}, { new_password: refusals[refusal] });
		return { done: 'password' };
	},

	session: async (event) => {
		requireUser(event);
		const parsed = await parseForm(endSessionForm, event.request);
		if (!parsed.ok) return parsed.failure;
		await endSession(event.locals.supabase, parsed.data.id);
		return { done: 'session' };
	}
};
