import type { Sql } from 'postgres';
import ts from 'typescript';

/**
 * The parts of docs/security.md that are written by `npm run types`: who may do what, read from the
 * database, and all limits, read from the source of src/lib/limits.ts.
 */

/** The tables by the name of their place in the document. */
export async function securityTables(
	sql: Sql,
	limitsSource: string
): Promise<Record<string, string>> {
	return {
		tables: await tableOfRights(sql),
		files: await tableOfFiles(sql),
		functions: await tableOfFunctions(sql),
		limits: tableOfLimits(limitsSource)
	};
}

/**
 * Puts each table between `<!-- name:begin … -->` and `<!-- name:end -->`.
 * @throws Error when the document has no such place
 */
export function fillIn(document: string, tables: Record<string, string>): string {
	let filled = document;
	for (const [name, table] of Object.entries(tables)) {
		const place = new RegExp(`(<!-- ${name}:begin[^>]*-->\n)[^]*?(<!-- ${name}:end -->)`);
		if (!place.test(filled)) throw new Error(`docs/security.md has no place for “${name}”.`);
		filled = filled.replace(place, (_, begin: string, end: string) => `${begin}\n${table}\n${end}`);
	}
	return filled;
}

const roleNames: Readonly<Record<string, string>> = {
	anon: 'anybody',
	authenticated: 'signed in'
};

interface Right {
	table: string;
	action: string;
	role: string;
	/** Null for all columns. */
	columns: string | null;
	policy: string | null;
}

/** Rights of the two roles that come through the API, each with the policy that chooses the rows. */
async function tableOfRights(sql: Sql): Promise<string> {
	const rights = await sql<Right[]>`
		with granted as (
			select c.oid, c.relname, g.grantee::regrole::text as role, lower(g.privilege_type) as action, null::text as columns
			from pg_class c, aclexplode(c.relacl) g
			where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
			union all
			select c.oid, c.relname, g.grantee::regrole::text, lower(g.privilege_type), string_agg(a.attname, ', ' order by a.attnum)
			from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) g
			where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
			group by c.oid, c.relname, g.grantee, g.privilege_type
		)
		select granted.relname as table, granted.action, granted.role, granted.columns,
			(
				select p.policyname::text from pg_policies p
				where p.schemaname = 'public' and p.tablename = granted.relname
					and lower(p.cmd) = granted.action and granted.role = any (p.roles)
					and p.permissive = 'PERMISSIVE'
			) as policy
		from granted
		where granted.role in ('anon', 'authenticated')
		order by granted.relname, array_position(array['select', 'insert', 'update', 'delete'], granted.action), granted.role
	`;
	return markdown(
		['Table', 'Action', 'Role', 'Rule for rows (name of the policy)', 'Columns'],
		rights.map(({ table, action, role, columns, policy }) => [
			code(table),
			action,
			roleNames[role] ?? role,
			policy ?? 'no rows: there is no policy',
			columns ?? 'all'
		])
	);
}

async function tableOfFiles(sql: Sql): Promise<string> {
	const policies = await sql<{ action: string; roles: string[]; policy: string }[]>`
		select lower(cmd) as action, roles::text[] as roles, policyname as policy from pg_policies
		where schemaname = 'storage' and tablename = 'objects' order by policyname
	`;
	return markdown(
		['Action', 'Role', 'Rule for files (name of the policy)'],
		policies.map(({ action, roles, policy }) => [
			action,
			roles.map((role) => roleNames[role] ?? role).join(', '),
			policy
		])
	);
}

async function tableOfFunctions(sql: Sql): Promise<string> {
	const functions = await sql<{ name: string; roles: string[]; comment: string }[]>`
		select p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as name,
			array_agg(g.grantee::regrole::text order by g.grantee::regrole::text) as roles,
			coalesce(obj_description(p.oid), '') as comment
		from pg_proc p, aclexplode(p.proacl) g
		where p.pronamespace = 'public'::regnamespace and g.privilege_type = 'EXECUTE'
			and g.grantee in ('anon'::regrole, 'authenticated'::regrole)
		group by p.oid order by 1
	`;
	return markdown(
		['Function', 'Role', 'What it does'],
		functions.map(({ name, roles, comment }) => [
			code(name),
			roles.includes('anon') ? 'anybody' : 'signed in',
			comment
		])
	);
}

/** One row for each property of each exported object, with its comment. */
export function tableOfLimits(source: string): string {
	const file = ts.createSourceFile('limits.ts', source, ts.ScriptTarget.Latest, true);
	const rows: string[][] = [];
	const walk = (path: string, node: ts.ObjectLiteralExpression) => {
		for (const property of node.properties) {
			if (!ts.isPropertyAssignment(property)) continue;
			const name = `${path}.${property.name.getText(file)}`;
			const value = property.initializer;
			const comment = commentOf(property);
			if (ts.isObjectLiteralExpression(value) && comment === '') walk(name, value);
			else rows.push([code(name), shown(value.getText(file)), comment]);
		}
	};
	for (const statement of file.statements) {
		if (!ts.isVariableStatement(statement)) continue;
		for (const { name, initializer } of statement.declarationList.declarations) {
			const value = initializer && withoutTypes(initializer);
			if (value && ts.isObjectLiteralExpression(value)) walk(name.getText(file), value);
		}
	}
	return markdown(['Limit', 'Value', 'What it bounds'], rows);
}

function withoutTypes(node: ts.Expression): ts.Expression {
	return ts.isAsExpression(node) || ts.isSatisfiesExpression(node)
		? withoutTypes(node.expression)
		: node;
}

function commentOf(node: ts.Node): string {
	return ts
		.getJSDocCommentsAndTags(node)
		.map((part) => (typeof part.comment === 'string' ? part.comment : ''))
		.join(' ');
}

/** `{ tries: 5, seconds: 60 }` as `5 in 60 s`; everything else as it is written. */
function shown(value: string): string {
	const rate = /^\{\s*tries: ([\d_]+),\s*seconds: ([\d_ *]+)\s*\}$/.exec(value);
	return rate ? `${rate[1]} in ${rate[2]?.trim()} s` : code(value.replace(/\s+/g, ' '));
}

function code(text: string): string {
	return `\`${text}\``;
}

function markdown(head: string[], rows: string[][]): string {
	const line = (cells: string[]) =>
		`| ${cells.map((cell) => cell.replace(/\s+/g, ' ').replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n');
}
