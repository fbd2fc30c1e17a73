import { describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { saveSplitting, takeSlug } from './context.ts';

describe('takeSlug', () => {
	it('leaves a row its own slug, and numbers that of another or a reserved one', () => {
		const taken = new Map([['a', 'row-1']]);
		expect(takeSlug('a', 'row-1', taken)).toBe('a');
		expect(takeSlug('a', 'row-2', taken)).toBe('a-2');
		expect(takeSlug('a', 'row-3', taken)).toBe('a-3');
		expect(takeSlug('tag', 'row-4', taken, new Set(['tag']))).toBe('tag-2');
	});
});

describe('saveSplitting', () => {
	const save = (bad: number[], saved: number[]) => async (entries: number[]) => {
		if (entries.some((entry) => bad.includes(entry))) {
			throw new AppError('invalid', 400, { cause: { message: 'no' } });
		}
		saved.push(...entries);
	};

	it('saves all but what is refused, and says why', async () => {
		const saved: number[] = [];
		const refused: string[] = [];
		await saveSplitting([1, 2, 3, 4, 5, 6, 7], save([3, 6], saved), (entry, reason) =>
			refused.push(`${entry} ${reason}`)
		);
		expect(saved).toEqual([1, 2, 4, 5, 7]);
		expect(refused).toEqual(['3 no', '6 no']);
	});

	it('stops at what is nobody’s fault in the file', async () => {
		const down = async () => {
			throw new AppError('unavailable', 503);
		};
		await expect(saveSplitting([1, 2], down, () => {})).rejects.toThrow(AppError);
	});
});
