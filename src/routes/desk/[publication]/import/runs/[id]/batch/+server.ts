import { json } from '@sveltejs/kit';
import { importBatch, type BroughtBatch } from '$lib/schemas/import';
import { getImport } from '$lib/server/db/imports';
import { AppError } from '$lib/server/errors';
import { requireStaff } from '$lib/server/guards';
import { readJson } from '$lib/server/http/read-body';
import { bring } from '$lib/server/importers/bring';
import { siteSource } from '$lib/server/importers/file-site';
import { mediaStore } from '$lib/server/importers/file-store';
import { Files } from '$lib/server/importers/files';
import { Report } from '$lib/server/importers/report';
import { convertHtml } from '$lib/server/rendering/render';
import type { RequestHandler } from './$types';

/** Brings some items of an archive, and says how many became what. Sent twice it is sent once. */
export const POST: RequestHandler = async (event) => {
	const { publication } = await requireStaff(event, 'admin');
	const batch = importBatch.safeParse(await readJson(event.request));
	if (!batch.success) throw new AppError('bad_request', 400, { cause: batch.error });
	const db = event.locals.supabase;
	const run = await getImport(db, publication.id, event.params.id);
	if (!run) throw new AppError('not_found', 404);
	const { siteUrl, dryRun } = run;
	const store = mediaStore(db, { publicationId: publication.id, importId: run.id, dryRun });
	const files = siteUrl === null ? null : new Files(siteSource(siteUrl), store);
	const report = new Report();
	for (const { record, verdict } of await bring(db, run.id, batch.data.items, {
		publication: publication.slug,
		siteUrl,
		files,
		convert: (html) => convertHtml(publication.id, html)
	}))
		report.add(record, verdict);
	const answer: BroughtBatch = { counts: report.counts, lines: report.remarks() };
	return json(answer);
};
