import { expect, it } from 'vitest';
import { ghostItem } from '../../importers/ghost-items.ts';
import { bring } from './bring.ts';

it('lets other work go on between the items of a batch', async () => {
	const items = Array.from({ length: 20 }, (_, n) =>
		ghostItem.parse({
			kind: 'tag',
			row: {
				id: `t${n}`,
				name: `Tag ${n}`,
				slug: `tag-${n}`,
				description: '',
				visibility: 'public'
			}
		})
	);
	const taken: unknown[] = [];
	const db = {
		rpc: async (_: string, { p_items }: { p_items: unknown[] }) => {
			taken.push(...p_items);
			return { data: [], error: null };
		}
	};
	let turns = 0;
	let isDone = false;
	const other = () => {
		turns += 1;
		if (!isDone) setImmediate(other);
	};
	setImmediate(other);
	await bring(db as never, 'import', items, { publication: 'a', siteUrl: null, files: null });
	isDone = true;
	expect(taken).toHaveLength(items.length);
	expect(turns).toBeGreaterThanOrEqual(items.length);
});
