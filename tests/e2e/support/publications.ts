import { randomUUID } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import type { StackHandle } from '../../support/stack-handle.ts';
import type { Person } from './people.ts';

export type Role = 'author' | 'editor' | 'admin' | 'owner';

/** A publication of one test. */
export interface MadePublication {
	id: string;
	slug: string;
	name: string;
}

/** An address in this installation that nobody else in this run has. */
export function freshSlug(prefix = 'paper'): string {
	return `${prefix}-${randomUUID().slice(0, 13)}`;
}

/** Makes a publication with its staff, past the pages: for journeys that begin with one. */
export async function makePublication(
	stack: StackHandle,
	staff: { person: Pick<Person, 'id'>; role: Role }[]
): Promise<MadePublication> {
	const service = createClient(stack.apiUrl, stack.secretKey, { auth: { persistSession: false } });
	const slug = freshSlug();
	const name = `Paper ${slug.slice(-4)}`;
	const { data, error } = await service
		.from('publications')
		.insert({ slug, name })
		.select('id')
		.single();
	if (error) throw error;
	const rows = staff.map(({ person, role }) => ({
		publication_id: data.id,
		user_id: person.id,
		role
	}));
	const { error: refused } = await service.from('publication_staff').insert(rows);
	if (refused) throw refused;
	return { id: data.id, slug, name };
}

/** The roles of a publication's staff as the database has them, highest first. */
export async function rolesOf(stack: StackHandle, publicationId: string): Promise<string[]> {
	const service = createClient(stack.apiUrl, stack.secretKey, { auth: { persistSession: false } });
	const { data, error } = await service
		.from('publication_staff')
		.select('role')
		.eq('publication_id', publicationId);
	if (error) throw error;
	return data.map(({ role }) => String(role)).sort();
}
