import { ledgerCsv } from '$lib/server/ledger-csv';
import { getMoneyReport, readLedger } from '$lib/server/db/money';
import { AppError } from '$lib/server/errors';
import { requireStaff } from '$lib/server/guards';
import type { RequestHandler } from './$types';

/** The whole ledger, for whoever keeps the books. For owners. */
export const GET: RequestHandler = async (event) => {
	const { publication } = await requireStaff(event, 'owner');
	const db = event.locals.supabase;
	const report = await getMoneyReport(db, publication.id, 1);
	if (!report) throw new AppError('not_found', 404, { message: 'Nothing was sold so far.' });
	const entries = readLedger(db, publication.id, report.live);
	const lines = ledgerCsv(entries, publication.timeZone);
	const encoder = new TextEncoder();
	const body = new ReadableStream<Uint8Array>({
		async pull(controller) {
			const { done, value } = await lines.next();
			if (done) controller.close();
			else controller.enqueue(encoder.encode(value));
		},
		async cancel() {
			await lines.return(undefined);
		}
	});
	const name = `${publication.slug}-ledger${report.live ? '' : '-test'}.csv`;
	return new Response(body, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'private, no-store'
		}
	});
};
