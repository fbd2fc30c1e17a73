import { demoPeople, demoPassword } from './demo.ts';
import { localKeys } from './settings.ts';
import type { Stack } from './start.ts';

/** What somebody who has just started the stack wants to know. */
export function describeStack(stack: Stack, appUrl?: string): string {
	const rows: [string, string][] = [
		...(appUrl ? [['App', appUrl] as [string, string]] : []),
		['Studio', stack.studioUrl],
		['Inbox', stack.inboxUrl],
		['Stripe', stack.stripeUrl],
		['API', stack.apiUrl],
		['Database', stack.databaseUrl],
		['Publishable key', localKeys.publishable]
	];
	const lines = ['', ...table(rows)];
	if (stack.prepared.seed !== 'none') {
		lines.push('', `Sign in with a code from the inbox, or with the password ${demoPassword}:`);
		lines.push(...table(demoPeople.map(({ email, role }) => [email, role])));
	}
	if (stack.prepared.seed === 'changed') {
		lines.push(
			'',
			'supabase/seed.sql has changed since this database was made: npm run stack:reset starts afresh.'
		);
	}
	return [...lines, ''].join('\n');
}

function table(rows: [string, string][]): string[] {
	const width = Math.max(...rows.map(([name]) => name.length));
	return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
}
