type Method = (this: { length: number }, ...given: never[]) => unknown;

/** Methods whose work is the length of what they are called on. */
const BY_LENGTH = ['indexOf', 'includes', 'find', 'findIndex', 'shift', 'unshift', 'map', 'filter'];

/**
 * How much work a function does with lists and long texts: the elements that are searched, moved and
 * copied, and the characters of texts that are made flat. It counts and does not measure time, so the
 * result is the same on every machine.
 */
export function workOf(run: () => unknown): number {
	let work = 0;
	const undo: (() => void)[] = [];
	const replace = (
		owner: object,
		name: string,
		cost: (self: { length: number }, result: unknown) => number
	) => {
		const original = Reflect.get(owner, name) as Method;
		const counted: Method = function (...given) {
			const result = Reflect.apply(original, this, given);
			work += cost(this, result);
			return result;
		};
		Reflect.defineProperty(owner, name, { value: counted, configurable: true, writable: true });
		undo.push(() =>
			Reflect.defineProperty(owner, name, { value: original, configurable: true, writable: true })
		);
	};
	const length = (value: unknown) => (Array.isArray(value) ? value.length : 0);
	for (const name of BY_LENGTH) replace(Array.prototype, name, (self) => self.length);
	replace(Array.prototype, 'slice', (_, result) => length(result));
	replace(Array, 'from', (_, result) => length(result));
	for (const name of ['endsWith', 'substr']) replace(String.prototype, name, (self) => self.length);
	try {
		run();
	} finally {
		for (const step of undo.reverse()) step();
	}
	return work;
}
