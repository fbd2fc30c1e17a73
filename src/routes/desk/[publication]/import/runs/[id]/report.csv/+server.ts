import { getImport, importedItems } from '$lib/server/db/imports';
import { AppError } from '$lib/server/errors';
import { requireStaff } from '$lib/server/guards';
import { REPORT_HEAD, reportLine } from '$lib/server/importers/report-csv';
import type { RequestHandler } from './$types';

/** What an import did with every item, as a file. */
export const GET: RequestHandler = async (event) => {
	const { publication } = await requireStaff(event, 'admin');
	const db = event.locals.supabase;
	const run = await getImport(db, publication.id, event.params.id);
	if (!run) throw new AppError('not_found', 404);
	const items = importedItems(db, publication.id, run.id);
	const encoder = new TextEncoder();
	const body = new ReadableStream<Uint8Array>({
		start: (controller) => controller.enqueue(encoder.encode(REPORT_HEAD)),
		async pull(controller) {
			const { value, done } = await items.next();
			if (done) controller.close();
			else controller.enqueue(encoder.encode(reportLine(value)));
		}
	});
	return new Response(body, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="import-${run.createdAt.slice(0, 10)}.csv"`,
			'cache-control': 'private, no-store'
		}
	});
};
