import { anon, freshEmail, makeActors, type Actor } from './actors.ts';
import { sql } from './clients.ts';
import { makeGrant, makePublication, makeTier } from './factories.ts';
import { signedIn, type Viewer } from './matrix.ts';

/** A publication with everybody of the matrix around it. */
export interface Place {
	id: string;
	/** The tier of `paid member`. */
	tier: string;
	/** The tier of `other tier`. */
	otherTier: string;
	members: Partial<Record<Viewer, string>>;
}

/** Everybody, around a live publication, a closed one with the same people, and one of other staff. */
export interface World {
	actors: Record<Viewer, Actor>;
	home: Place;
	closed: Place;
	elsewhere: Place;
	/** Owns the home publication too, so that no test takes away the last owner by accident. */
	secondOwner: Actor;
}

const memberStatus: Partial<Record<Viewer, string>> = {
	'free member': 'active',
	'paid member': 'active',
	'paid until later': 'active',
	'other tier': 'active',
	lapsed: 'active',
	banned: 'banned',
	left: 'left'
};

/** Makes a world of its own for a test file: files run beside each other. */
export async function makeWorld(): Promise<World> {
	const names = [...signedIn, 'second owner'];
	const made = await makeActors(names.map((name) => freshEmail(name)));
	const byName = new Map(names.map((name, n) => [name, made[n] ?? anon]));
	const actors = Object.fromEntries([['anon', anon], ...byName]) as Record<Viewer, Actor>;
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
			{ 'paid elsewhere': 'active' },
			actors
		)
	]);
	return { actors, home, closed, elsewhere, secondOwner };
}

async function makePlace(
	status: 'live' | 'closed',
	staff: { user_id: string; role: string }[],
	statuses: Partial<Record<Viewer, string>>,
	actors: Record<Viewer, Actor>
): Promise<Place> {
	const id = await makePublication(status);
	const rows = Object.entries(statuses).map(([viewer, memberState]) => ({
		publication_id: id,
		email: actors[viewer as Viewer].email,
		status: memberState
	}));
	const [tier, otherTier, made] = await Promise.all([
		makeTier(id),
		makeTier(id),
		sql<{ id: string; email: string }[]>`insert into members ${sql(rows)} returning id, email`,
		sql`insert into publication_staff ${sql(staff.map((row) => ({ ...row, publication_id: id })))}`
	]);
	const members: Place['members'] = {};
	for (const viewer of signedIn) {
		const member = made.find(({ email }) => email === actors[viewer].email);
		if (member) members[viewer] = member.id;
	}
	// A banned and a departed member keep their grants: the status alone must take the access away.
	const grants: [Viewer, string, number | null][] = [
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
	return { id, tier, otherTier, members };
}
