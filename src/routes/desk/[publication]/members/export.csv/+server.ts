import { CSV_BOM, csvLine } from '$lib/domain/csv';
import { memberColumns, memberLine } from '$lib/domain/member-file';
import { wallTimeOf } from '$lib/domain/zoned-time';
import { memberFilter } from '$lib/schemas/member';
import { exportedMembers } from '$lib/server/db/member-files';
import { requireStaff } from '$lib/server/guards';
import type { RequestHandler } from './$types';

/** The members of a list as a file, as it is narrowed; written while it is read. */
export const GET: RequestHandler = async (event) => {
	const { publication } = await requireStaff(event, 'admin');
	const names = Object.keys(memberFilter.shape);
	const query = event.url.searchParams;
	const filter = memberFilter.parse(
		Object.fromEntries(names.map((name) => [name, query.get(name)]))
	);
	const pages = exportedMembers(event.locals.supabase, publication, filter);
	// The first page before the first byte: what goes wrong at once is an answer and no broken file.
	const first = await pages.next();
	const encoder = new TextEncoder();
	const body = new ReadableStream<Uint8Array>(
		{
			start(controller) {
				controller.enqueue(encoder.encode(CSV_BOM + csvLine(memberColumns)));
				if (first.done) controller.close();
				else controller.enqueue(encoder.encode(first.value.map(memberLine).join('')));
			},
			async pull(controller) {
				const { value, done } = await pages.next();
				if (done) controller.close();
				else controller.enqueue(encoder.encode(value.map(memberLine).join('')));
			},
			async cancel() {
				await pages.return(undefined);
			}
		},
		{ highWaterMark: 1 }
	);
	const day = wallTimeOf(new Date(), publication.timeZone).slice(0, 10);
	return new Response(body, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${publication.slug}-members-${day}.csv"`,
			'cache-control': 'private, no-store'
		}
	});
};
