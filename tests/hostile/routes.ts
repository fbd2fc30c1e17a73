import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Something that a stranger can send a request to. */
export interface Target {
	/** `POST /desk/[publication]/(frame)/staff?/invite`, for messages. */
	name: string;
	method: string;
	/** The address, with a value for each parameter. */
	address: string;
	routeId: string;
	/** What the handler reads: a form, a body of another kind, or nothing. */
	takes: 'form' | 'body' | 'nothing';
}

const methods = /^(GET|POST|PUT|PATCH|DELETE)$/;

/**
 * Every page, endpoint and form action below `src/routes`, so that a new one is attacked without being
 * named anywhere.
 * @param params a value for each name of a parameter in a route
 */
export function everyTarget(params: Record<string, string>): Target[] {
	return globSync('src/routes/**/+{page.svelte,page.server.ts,server.ts}').flatMap((file) => {
		const routeId = path.dirname(file).slice('src/routes'.length);
		const address = addressOf(routeId, params);
		const target = (method: string, takes: Target['takes'], query = ''): Target => ({
			...{ name: `${method} ${routeId}${query}`, method, takes, routeId },
			address: address + query
		});
		if (file.endsWith('.svelte')) return [target('GET', 'nothing')];
		const exported = exportsOf(file);
		if (file.endsWith('+server.ts')) {
			return [...exported.keys()]
				.filter((name) => methods.test(name))
				.map((method) => target(method, method === 'GET' ? 'nothing' : takesOf(file)));
		}
		const actions = exported.get('actions');
		if (!actions || !ts.isObjectLiteralExpression(actions)) return [];
		return actions.properties.map((action) => {
			const name = action.name?.getText() ?? '';
			return target('POST', 'form', name === 'default' ? '' : `?/${name}`);
		});
	});
}

function takesOf(file: string): Target['takes'] {
	return readFileSync(file, 'utf8').includes('readForm(') ? 'form' : 'body';
}

/**
 * The address of a route, without its groups.
 * @param params a value for each name of a parameter in it, as it stands in an address
 */
export function addressOf(routeId: string, params: Record<string, string>): string {
	const filled = routeId
		.replace(/\/\([^)]+\)/g, '')
		.replace(/\[(?:\.\.\.)?([a-z]+)\]/g, (_, name: string) => {
			const value = params[name];
			if (value === undefined) throw new Error(`The parameter ${name} of ${routeId} has no value.`);
			return value;
		});
	return filled || '/';
}

function exportsOf(file: string): Map<string, ts.Expression | undefined> {
	if (!existsSync(file)) return new Map();
	const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
	const found = tree.statements
		.filter(ts.isVariableStatement)
		.flatMap((statement) =>
			statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
				? statement.declarationList.declarations.map(
						({ name, initializer }) => [name.getText(), withoutTypes(initializer)] as const
					)
				: []
		);
	return new Map(found);
}

function withoutTypes(node: ts.Expression | undefined): ts.Expression | undefined {
	return node && (ts.isSatisfiesExpression(node) || ts.isAsExpression(node))
		? withoutTypes(node.expression)
		: node;
}
