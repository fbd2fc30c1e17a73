import { importStep } from '$lib/schemas/import';
import { forgetImport, getImport, setImportStatus } from '$lib/server/db/imports';
import { AppError } from '$lib/server/errors';
import { requireStaff } from '$lib/server/guards';
import { readJson } from '$lib/server/http/read-body';
import type { RequestHandler } from './$types';

/** Pauses, resumes or ends an import. A dry run that ended is forgotten: it wrote nothing. */
export const PATCH: RequestHandler = async (event) => {
	const { publication } = await requireStaff(event, 'admin');
	const step = importStep.safeParse(await readJson(event.request));
	if (!step.success) throw new AppError('bad_request', 400);
	const { status } = step.data;
	const db = event.locals.supabase;
	const known = await getImport(db, publication.id, event.params.id);
	if (!known) throw new AppError('not_found', 404);
	const isOver = status === 'done' || status === 'cancelled';
	if (known.dryRun && isOver) await forgetImport(db, publication.id, known.id);
	else await setImportStatus(db, publication.id, known.id, status);
	return new Response(null, { status: 204 });
};
