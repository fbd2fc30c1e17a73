import { one } from '../../support/actors.ts';
import { sql } from '../../support/clients.ts';
import { fresh, makeTwin } from '../../support/factories.ts';
import {
	admins,
	allStaff,
	everybody,
	nobody,
	owners,
	type Row,
	type TableAccess
} from './types.ts';

const installation: TableAccess = {
	table: 'installation',
	shared: true,
	cases: [
		{
			name: 'the only row',
			make: async () => ({ id: 1 }),
			select: everybody,
			update: { set: { name: 'Pamphlet' }, may: ['operator'] },
			delete: nobody
		}
	],
	inserts: [{ name: 'another row', row: () => ({ id: 2 }), by: ['id'], may: nobody }]
};

const publications: TableAccess = {
	table: 'publications',
	cases: [
		{
			name: 'a live one',
			make: async ({ home }) => ({ id: await makeTwin(home.id) }),
			select: everybody,
			update: { set: { description: 'Changed.' }, may: admins },
			delete: owners
		},
		{
			name: 'a closed one',
			make: async ({ home }) => ({ id: await makeTwin(home.id, 'closed') }),
			select: allStaff,
			update: { set: { name: 'Changed' }, may: admins },
			delete: owners
		},
		{
			name: 'a closed one, to open it',
			make: async ({ home }) => ({ id: await makeTwin(home.id, 'closed') }),
			select: allStaff,
			update: { set: { status: 'live' }, may: nobody },
			delete: owners
		}
	],
	inserts: [
		{
			name: 'past create_publication',
			row: () => ({ slug: fresh('pub'), name: 'A publication' }),
			by: ['slug'],
			may: nobody
		}
	]
};

const publicationVersions: TableAccess = {
	table: 'publication_versions',
	columns: 'publication_id, version',
	cases: [
		{
			name: 'of a live one',
			make: async ({ home }) => ({ publication_id: await makeTwin(home.id) }),
			select: everybody,
			update: { set: { version: 99 }, may: nobody },
			delete: nobody
		},
		{
			name: 'of a closed one',
			make: async ({ home }) => ({ publication_id: await makeTwin(home.id, 'closed') }),
			select: allStaff,
			update: { set: { version: 99 }, may: nobody },
			delete: nobody
		}
	],
	inserts: [
		{
			name: 'for one that lost its own',
			row: async ({ home }) => {
				const twin = await makeTwin(home.id);
				await sql`delete from publication_versions where publication_id = ${twin}`;
				return { publication_id: twin };
			},
			by: ['publication_id'],
			may: nobody
		}
	]
};

/** A former address. */
async function formerAddress(of: string, status: 'live' | 'closed'): Promise<Row> {
	const slug = fresh('old');
	const row = { slug, publication_id: await makeTwin(of, status) };
	await sql`insert into publication_redirects ${sql(row)}`;
	return { slug };
}

const publicationRedirects: TableAccess = {
	table: 'publication_redirects',
	cases: [
		{
			name: 'to a live one',
			make: ({ home }) => formerAddress(home.id, 'live'),
			select: everybody,
			update: { set: { slug: 'taken' }, may: nobody },
			delete: nobody
		},
		{
			name: 'to a closed one',
			make: ({ home }) => formerAddress(home.id, 'closed'),
			select: allStaff,
			update: { set: { slug: 'taken' }, may: nobody },
			delete: nobody
		}
	],
	inserts: [
		{
			name: 'any',
			row: ({ home }) => ({ slug: fresh('old'), publication_id: home.id }),
			by: ['slug'],
			may: nobody
		}
	]
};

const auditLog: TableAccess = {
	table: 'audit_log',
	granted: 'signed in',
	cases: [
		{
			name: 'any',
			make: async ({ home }) =>
				one(
					await sql<Row[]>`
						insert into audit_log (publication_id, action, subject, subject_id)
						values (${home.id}, 'update', 'publications', ${home.id}) returning id`
				),
			select: admins,
			update: { set: { action: 'changed' }, may: nobody },
			delete: nobody
		}
	],
	inserts: [
		{
			name: 'any',
			row: ({ home }) => ({ publication_id: home.id, action: fresh('act'), subject: 'posts' }),
			by: ['action'],
			may: nobody
		}
	]
};

/** The installation, publications and their log. */
export const publicationTables = [
	installation,
	publications,
	publicationVersions,
	publicationRedirects,
	auditLog
];
