import { anon, freshEmail, makeActors, type Actor } from './actors.ts';
import { sql } from './clients.ts';
import { makeGrant, makePublication, makeSubscription, makeTier } from './factories.ts';
import { payers, signedIn, type Payer, type Reader } from './matrix.ts';

/** A publication with everybody of the matrix around it. */
export interface Place {
	id: string;
	/** The tier of `paid member`. */
	tier: string;
	/** The tier of `other tier`. */
	otherTier: string;
	members: Partial<Record<Reader, string>>;
}

/** Everybody, around a live publication, a closed one with the same people, and one of other staff. */
export interface World {
	actors: Record<Reader, Actor>;
	home: Place;
	closed: Place;
	elsewhere: Place;
	/** Owns the home publication too, so that no test takes away the last owner by accident. */
	secondOwner: Actor;
}

type Statuses = Partial<Record<Reader, string>>;

const memberStatus: Statuses = {
	...Object.fromEntries(payers.map((payer) => [payer, 'active'])),
	'subscriber elsewhere': undefined,
	'banned subscriber': 'banned',
	'left subscriber': 'left',
	'free member': 'active',
	'paid member': 'active',
	'paid until later': 'active',
	'other tier': 'active',
	lapsed: 'active',
	banned: 'banned',
	left: 'left'
};

interface Subscribed {
	tier: 'own' | 'other' | 'none';
	status: string;
	graceInDays?: number;
}

const ended: Subscribed = { tier: 'own', status: 'canceled' };
const running: Subscribed = { tier: 'own', status: 'active' };

const subscribed: Record<Payer, Subscribed[]> = {
	subscriber: [running],
	trialing: [{ tier: 'own', status: 'trialing' }],
	'in grace': [{ tier: 'own', status: 'past_due', graceInDays: 1 }],
	'grace over': [{ tier: 'own', status: 'past_due', graceInDays: -1 }],
	'past due without grace': [{ tier: 'own', status: 'past_due' }],
	incomplete: [{ tier: 'own', status: 'incomplete' }],
	// A grace that was left standing opens nothing by itself.
	unpaid: [{ tier: 'own', status: 'unpaid', graceInDays: 1 }],
	paused: [{ tier: 'own', status: 'paused' }],
	canceled: [ended],
	'of an unknown status': [{ tier: 'own', status: 'suspended' }],
	'subscriber of another tier': [{ tier: 'other', status: 'active' }],
	'at a price of nobody': [{ tier: 'none', status: 'active' }],
	'one of two ended': [running, ended],
	'ended but given': [ended],
	'banned subscriber': [running],
	'left subscriber': [running],
	'subscriber elsewhere': [running]
};

/** Makes a world of its own for a test file: files run beside each other. */
export async function makeWorld(): Promise<World> {
	const names = [...signedIn, ...payers, 'second owner'];
	const made = await makeActors(names.map((name) => freshEmail(name)));
	const byName = new Map(names.map((name, n) => [name, made[n] ?? anon]));
	const actors = Object.fromEntries([['anon', anon], ...byName]) as Record<Reader, Actor>;
	const secondOwner = byName.get('second owner') ?? anon;
	await sql`insert into private.operators ${sql({ user_id: actors.operator.id })} on conflict do nothing`;

	const homeStaff = [
		{ user_id: actors.author.id, role: 'author' },
		{ user_id: actors.colleague.id, role: 'author' },
		{ user_id: actors.editor.id, role: 'editor' },
		{ user_id: actors.admin.id, role: 'admin' },
		{ user_id: actors.owner.id, role: 'owner' },
		{ user_id: secondOwner.id, role: 'owner' }
	];
	const [home, closed, elsewhere] = await Promise.all([
		makePlace('live', homeStaff, memberStatus, actors),
		makePlace('closed', homeStaff, memberStatus, actors),
		makePlace(
			'live',
			[{ user_id: actors['staff elsewhere'].id, role: 'owner' }],
			{ 'paid elsewhere': 'active', 'subscriber elsewhere': 'active' },
			actors
		)
	]);
	return { actors, home, closed, elsewhere, secondOwner };
}

async function makePlace(
	status: 'live' | 'closed',
	staff: { user_id: string; role: string }[],
	statuses: Statuses,
	actors: Record<Reader, Actor>
): Promise<Place> {
	const id = await makePublication(status);
	const rows = [...signedIn, ...payers].flatMap((reader) => {
		const memberState = statuses[reader];
		return memberState
			? [{ publication_id: id, email: actors[reader].email, status: memberState }]
			: [];
	});
	const [tier, otherTier, made] = await Promise.all([
		makeTier(id),
		makeTier(id),
		sql<{ id: string; email: string }[]>`insert into members ${sql(rows)} returning id, email`,
		sql`insert into publication_staff ${sql(staff.map((row) => ({ ...row, publication_id: id })))}`
	]);
	const members: Place['members'] = {};
	for (const reader of [...signedIn, ...payers]) {
		const member = made.find(({ email }) => email === actors[reader].email);
		if (member) members[reader] = member.id;
	}
	// A banned and a departed member keep their grants: the status alone must take the access away.
	const grants: [Reader, string, number | null][] = [
		['ended but given', tier, null],
		['paid member', tier, null],
		['paid until later', tier, 1],
		['other tier', otherTier, null],
		['lapsed', tier, -1],
		['banned', tier, null],
		['left', tier, null],
		['paid elsewhere', tier, null]
	];
	await Promise.all(
		grants.map(async ([viewer, which, days]) => {
			const member = members[viewer];
			if (member) await makeGrant(id, member, which, days);
		})
	);
	const subscriptions = payers.flatMap((payer) =>
		subscribed[payer].map((subscription) => ({ payer, ...subscription }))
	);
	await Promise.all(
		subscriptions.map(async ({ payer, tier: which, ...state }) => {
			const member = members[payer];
			const tiers = { own: tier, other: otherTier, none: null };
			if (member) await makeSubscription({ publication: id, member, tier: tiers[which], ...state });
		})
	);
	return { id, tier, otherTier, members };
}
