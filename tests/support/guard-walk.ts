import ts from 'typescript';

const guards = new Set(['requireUser', 'requireStaff', 'allowAnonymous']);
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'fallback'];
const entries = new Set(['load', 'actions', ...methods]);

type Handler =
	ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration;

/**
 * The entries of a route file whose first statement is not a guard that was given the request. What
 * cannot be read for certain (imported, spread, made by a call) counts as unguarded: write it inline.
 * @param file path below `src/routes`
 */
export function unguarded(file: string, source: string): string[] {
	const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
	const staffOnly = file.split('/').some((folder) => folder === 'desk' || folder === 'account');
	return tree.statements.flatMap((statement) =>
		exportsOf(statement).flatMap(([name, value]) => {
			if (name === '*') return ['*'];
			if (!entries.has(name) || (name === 'load' && !staffOnly)) return [];
			if (name !== 'actions') return isGuarded(value) ? [] : [name];
			const actions = value && unwrapType(value);
			if (!actions || !ts.isObjectLiteralExpression(actions)) return ['actions'];
			return actions.properties.flatMap((action) => {
				const handler = ts.isPropertyAssignment(action) ? action.initializer : action;
				return isGuarded(handler) ? [] : [`actions.${action.name?.getText() ?? '…'}`];
			});
		})
	);
}

/** What a statement exports: names, with their values where those stand right there. */
function exportsOf(statement: ts.Statement): [name: string, value: ts.Node | undefined][] {
	if (ts.isExportDeclaration(statement)) {
		const clause = statement.exportClause;
		if (!clause || !ts.isNamedExports(clause)) return [['*', undefined]];
		return clause.elements.map((element) => [element.name.text, undefined]);
	}
	const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
	if (!modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)) return [];
	if (ts.isFunctionDeclaration(statement)) return [[statement.name?.text ?? '', statement]];
	if (!ts.isVariableStatement(statement)) return [];
	return statement.declarationList.declarations.map((declaration) => [
		declaration.name.getText(),
		declaration.initializer
	]);
}

function isGuarded(node: ts.Node | undefined): boolean {
	const handler = node && unwrapType(node);
	if (!handler || !isHandler(handler) || !handler.body) return false;
	const request = handler.parameters[0]?.name;
	if (!request || !ts.isIdentifier(request)) return false;
	const first = ts.isBlock(handler.body) ? handler.body.statements[0] : handler.body;
	const call = first && guardCall(first);
	const argument = call?.arguments[0];
	return argument !== undefined && ts.isIdentifier(argument) && argument.text === request.text;
}

/** `requireUser(event)` or `const x = await requireStaff(event)`, and nothing before it. */
function guardCall(first: ts.Node): ts.CallExpression | undefined {
	let value: ts.Node | undefined = first;
	if (ts.isVariableStatement(first)) value = first.declarationList.declarations[0]?.initializer;
	else if (ts.isExpressionStatement(first)) value = first.expression;
	if (value && ts.isAwaitExpression(value)) value = value.expression;
	if (!value || !ts.isCallExpression(value) || !ts.isIdentifier(value.expression)) return undefined;
	return guards.has(value.expression.text) ? value : undefined;
}

function unwrapType(node: ts.Node): ts.Node {
	return ts.isSatisfiesExpression(node) ||
		ts.isAsExpression(node) ||
		ts.isParenthesizedExpression(node)
		? unwrapType(node.expression)
		: node;
}

function isHandler(node: ts.Node): node is Handler {
	return (
		ts.isArrowFunction(node) ||
		ts.isFunctionExpression(node) ||
		ts.isFunctionDeclaration(node) ||
		ts.isMethodDeclaration(node)
	);
}
