import { redirect } from '@sveltejs/kit';
import { onePost, somePosts, undoForm, type FormerState } from '$lib/schemas/post';
import type { Client } from '$lib/supabase/server';
import {
	deletePosts,
	duplicatePost,
	publishPosts,
	restorePost,
	undoStates,
	unpublishPosts
} from './db/post-states';
import { createPost, type PostKind } from './db/posts-desk';
import { formFailure, parseForm } from './forms';
import type { Staff } from './guards';

/** What is done with the posts of a list. Who may do it to which is up to the database. */
interface Call {
	db: Client;
	staff: Staff;
	request: Request;
	kind: PostKind;
}

export async function beginPost({ db, staff, kind }: Omit<Call, 'request'>): Promise<never> {
	const id = await createPost(db, staff.publication.id, { kind });
	redirect(303, editorOf(staff, id));
}

export async function duplicateOne({ db, staff, request }: Call) {
	const parsed = await parseForm(onePost, request);
	if (!parsed.ok) return parsed.failure;
	const id = await duplicatePost(db, parsed.data.id);
	redirect(303, editorOf(staff, id));
}

export async function deleteSome({ db, staff, request, kind }: Call) {
	const parsed = await parseForm(somePosts, request);
	if (!parsed.ok) return parsed.failure;
	const { was, left } = await deletePosts(db, staff.publication.id, parsed.data.id);
	return done(was, left, (things) => `${things} deleted`, kind);
}

export async function unpublishSome({ db, staff, request, kind }: Call) {
	const parsed = await parseForm(somePosts, request);
	if (!parsed.ok) return parsed.failure;
	const { was, left } = await unpublishPosts(db, staff.publication.id, parsed.data.id);
	return done(was, left, (things) => `${things} back among the drafts`, kind);
}

export async function publishSome({ db, staff, request, kind }: Call) {
	const parsed = await parseForm(somePosts, request);
	if (!parsed.ok) return parsed.failure;
	const { was, left, untitled } = await publishPosts(db, staff.publication.id, parsed.data.id);
	if (was.length === 0 && untitled > 0) {
		return formFailure(400, {}, { form: 'Give it a title first, then publish it.' });
	}
	return done(was, left + untitled, (things) => `${things} published`, kind);
}

export async function undo({ db, staff, request }: Call) {
	const parsed = await parseForm(undoForm, request);
	if (!parsed.ok) return parsed.failure;
	await undoStates(db, staff.publication.id, parsed.data.was);
	return { done: 'Undone' };
}

export async function restoreOne({ db, request }: Call) {
	const parsed = await parseForm(onePost, request);
	if (!parsed.ok) return parsed.failure;
	await restorePost(db, parsed.data.id);
	return { done: 'Restored' };
}

function editorOf({ publication }: Staff, id: string): string {
	return `/desk/${publication.slug}/posts/${id}`;
}

function done(was: FormerState[], left: number, say: (things: string) => string, kind: PostKind) {
	const things = was.length === 1 ? `One ${kind}` : `${was.length} ${kind}s`;
	const rest = left === 0 ? '' : `; ${left === 1 ? 'one stays' : `${left} stay`} as before`;
	return {
		done: was.length === 0 ? 'Nothing to do there' : say(things) + rest,
		undo: was.map(({ id, status, publishedAt }) => `${id}~${status}~${publishedAt ?? ''}`)
	};
}
