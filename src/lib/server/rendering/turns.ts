/**
 * What waits, in a line for each owner. The lines are served in turn, so that the many of one owner do
 * not keep another one's waiting.
 */
export class Turns<T> {
	/** The line that is served next stands first. No line is empty. */
	readonly #lines = new Map<string, T[]>();

	/** How many wait in all lines together. */
	get size(): number {
		let size = 0;
		for (const line of this.#lines.values()) size += line.length;
		return size;
	}

	/** Puts something at the end of the line of its owner. */
	add(owner: string, item: T): void {
		const line = this.#lines.get(owner);
		if (line) line.push(item);
		else this.#lines.set(owner, [item]);
	}

	/** Takes out what is served next. */
	next(): T | undefined {
		for (const [owner, [item, ...rest]] of this.#lines) {
			this.#lines.delete(owner);
			if (rest.length > 0) this.#lines.set(owner, rest);
			return item;
		}
		return undefined;
	}
}
