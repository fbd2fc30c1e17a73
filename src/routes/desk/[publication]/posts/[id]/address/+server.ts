import { json } from '@sveltejs/kit';
import { postSlug } from '$lib/schemas/post';
import { findSlugHolder } from '$lib/server/db/post-settings';
import { requireStaff } from '$lib/server/guards';
import type { RequestHandler } from './$types';

/**
 * Whether an address can be had for a post, `?slug=…`, as far as the visitor sees the others. Answers
 * the problem in words, if there is one; saving has the last word.
 */
export const GET: RequestHandler = async (event) => {
	const { publication } = await requireStaff(event);
	const slug = postSlug.safeParse(event.url.searchParams.get('slug') ?? '');
	if (!slug.success) return json({ problem: slug.error.issues[0]?.message ?? null });
	const db = event.locals.supabase;
	const holder = await findSlugHolder(db, publication.id, slug.data, event.params.id);
	return json({
		slug: slug.data,
		problem: holder?.kind === 'taken' ? `“${holder.title || 'Untitled'}” has that address.` : null,
		note:
			holder?.kind === 'former'
				? `It used to lead to “${holder.title || 'Untitled'}”, and will lead here`
				: null
	});
};
