/** Limits of one batch: what the database takes at once, and what travels well. */
export interface BatchLimits {
	items: number;
	/** Characters of their JSON; a single item may have more. */
	size: number;
}

/** Items in batches, in order. */
export async function* inBatches<T>(
	items: AsyncIterable<T>,
	limits: BatchLimits
): AsyncGenerator<T[]> {
	let batch: T[] = [];
	let size = 0;
	for await (const item of items) {
		const length = JSON.stringify(item).length;
		if (batch.length > 0 && (batch.length >= limits.items || size + length > limits.size)) {
			yield batch;
			batch = [];
			size = 0;
		}
		batch.push(item);
		size += length;
	}
	if (batch.length > 0) yield batch;
}
