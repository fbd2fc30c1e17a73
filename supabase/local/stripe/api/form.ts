/** A decoded form: what stripe-node makes of its parameters, put together again. */
export type FormValue = string | FormValue[] | { [key: string]: FormValue };

interface Branch {
	[key: string]: string | Branch;
}

/**
 * Decodes `items[0][price]=…&expand[]=…`. Nested keys become objects, and objects whose keys are
 * all numbers (or empty) become lists.
 */
export function decodeForm(text: string): { [key: string]: FormValue } {
	const root: Branch = {};
	let unnumbered = 0;
	for (const [key, value] of new URLSearchParams(text)) {
		const [head = '', ...inner] = key.split('[').map((part) => part.replace(/\]$/, ''));
		let branch = root;
		const path = [head, ...inner.map((part) => part || String(unnumbered++))];
		const last = path.pop() ?? '';
		for (const step of path) {
			const next = own(branch, step);
			branch = typeof next === 'object' ? next : define(branch, step, {});
		}
		define(branch, last, value);
	}
	return Object.fromEntries(Object.entries(root).map(([key, value]) => [key, settle(value)]));
}

function own(branch: Branch, key: string) {
	return Object.hasOwn(branch, key) ? branch[key] : undefined;
}

/** Plain assignment would let a parameter called `__proto__` through to the prototype. */
function define<T extends string | Branch>(branch: Branch, key: string, value: T): T {
	Object.defineProperty(branch, key, { value, enumerable: true, writable: true });
	return value;
}

function settle(value: string | Branch): FormValue {
	if (typeof value === 'string') return value;
	const entries = Object.entries(value);
	if (entries.every(([key]) => /^\d+$/.test(key))) return entries.map(([, inner]) => settle(inner));
	return Object.fromEntries(entries.map(([key, inner]) => [key, settle(inner)]));
}
