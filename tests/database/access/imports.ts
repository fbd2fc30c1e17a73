import { randomUUID } from 'node:crypto';
import { one } from '../../support/actors.ts';
import { sql } from '../../support/clients.ts';
import { fresh } from '../../support/factories.ts';
import { admins, nobody, type TableAccess } from './types.ts';

async function makeImport(publication: string): Promise<string> {
	const row = { publication_id: publication, source: 'ghost', file_name: fresh('export') };
	return one(await sql<{ id: string }[]>`insert into imports ${sql(row)} returning id`).id;
}

const imports: TableAccess = {
	table: 'imports',
	granted: 'signed in',
	cases: [
		{
			name: 'any',
			make: async ({ home }) => ({ id: await makeImport(home.id) }),
			select: admins,
			update: { set: { status: 'paused' }, may: admins },
			delete: admins
		}
	],
	inserts: [
		{
			name: 'any',
			row: ({ home }) => ({
				publication_id: home.id,
				source: 'ghost',
				file_name: fresh('export')
			}),
			by: ['file_name'],
			may: admins
		}
	]
};

const importItems: TableAccess = {
	table: 'import_items',
	granted: 'signed in',
	cases: [
		{
			name: 'any',
			make: async ({ home }) => {
				const item = { publication_id: home.id, source: 'ghost', kind: 'post' };
				const row = { ...item, source_id: randomUUID(), outcome: 'created' };
				await sql`insert into import_items ${sql(row)}`;
				return { source_id: row.source_id };
			},
			select: admins,
			update: { set: { outcome: 'skipped' }, may: nobody },
			delete: nobody
		}
	],
	inserts: [
		{
			name: 'any',
			row: ({ home }) => ({
				...{ publication_id: home.id, source: 'ghost', kind: 'post' },
				...{ source_id: randomUUID(), outcome: 'created' }
			}),
			by: ['source_id'],
			may: nobody
		}
	]
};

/** What archives brought, and are bringing. */
export const importTables = [imports, importItems];
