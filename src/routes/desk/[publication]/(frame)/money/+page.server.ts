import { revenueReports } from '$lib/domain/money-report';
import { getMoneyReport, listFailedPayments, listMovements } from '$lib/server/db/money';
import { listTiers } from '$lib/server/db/tiers';
import { AppError } from '$lib/server/errors';
import { requireStaff } from '$lib/server/guards';
import type { PageServerLoad } from './$types';

/** Of each list below the figures. */
const LISTED = 10;
const ranges = { '12': 12, '24': 24, all: null } as const;

export const load: PageServerLoad = async (event) => {
	const { publication, role } = await requireStaff(event, 'admin');
	if (role !== 'owner') {
		throw new AppError('forbidden', 403, { message: 'Only owners see the money.' });
	}
	const asked = event.url.searchParams.get('months');
	const range = asked === '24' || asked === 'all' ? asked : '12';
	const db = event.locals.supabase;
	const [report, tiers] = await Promise.all([
		getMoneyReport(db, publication.id, ranges[range]),
		listTiers(db, publication.id)
	]);
	if (!report) return { range, report: null };

	const { live, now, members } = report;
	const [failed, payments, back] = await Promise.all([
		listFailedPayments(db, publication.id, { live, limit: LISTED }),
		listMovements(db, publication.id, { live, which: 'payments', limit: LISTED }),
		listMovements(db, publication.id, { live, which: 'what went back', limit: LISTED })
	]);
	const months = members.map(({ month }) => month);
	return {
		range,
		report: {
			...{ live, now, members, failed, payments, back },
			revenue: revenueReports(report.revenue, months, tiers)
		}
	};
};
