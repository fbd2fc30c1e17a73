import { redirect } from '@sveltejs/kit';
import { languageChoices } from '$lib/domain/language-choices';
import { timeZonesByRegion } from '$lib/domain/time-zones';
import { chosenAccent, publicationForm } from '$lib/schemas/publication';
import { createPublication, mayCreatePublication } from '$lib/server/db/publications';
import { AppError } from '$lib/server/errors';
import { formFailure, parseForm } from '$lib/server/forms';
import { requireUser } from '$lib/server/guards';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	requireUser(event);
	return {
		mayCreate: await mayCreatePublication(event.locals.supabase),
		languages: languageChoices(),
		timeZones: timeZonesByRegion()
	};
};

const problems: Record<string, [field: string, message: string]> = {
	taken: ['slug', 'Another publication has or had that address. Please choose another.'],
	invalid: ['time_zone', 'The database does not know that time zone. Please choose another.'],
	too_many_publications: [
		'form',
		'You own twenty publications, which is as many as one person may.'
	],
	forbidden: ['form', 'New publications are started by the operators of this installation.']
};

export const actions: Actions = {
	default: async (event) => {
		requireUser(event);
		const parsed = await parseForm(publicationForm, event.request);
		if (!parsed.ok) return parsed.failure;
		const { name, slug, description, language, time_zone: timeZone } = parsed.data;
		const accent = chosenAccent(parsed.data);
		if (!accent) return formFailure(400, parsed.data, { accent: 'Please choose a colour.' });
		try {
			await createPublication(event.locals.supabase, {
				...{ name, slug, description, language, timeZone, accent }
			});
		} catch (error) {
			const problem = error instanceof AppError ? problems[error.code] : undefined;
			if (!(error instanceof AppError) || !problem) throw error;
			return formFailure(error.status, parsed.data, { [problem[0]]: problem[1] });
		}
		redirect(303, `/desk/${slug}`);
	}
};
