import { expect, test } from 'vitest';
import { cursorOf, readCursor } from './cursors.ts';

const cursor = {
	publishedAt: '2026-11-14T06:40:00.123456+00:00',
	id: '01997c8e-0000-7000-8000-000000000001'
};

test('a cursor reads back as it was written', () => {
	expect(readCursor(cursorOf(cursor))).toEqual(cursor);
});

test.each([null, '', '~', 'today', `${cursor.publishedAt}~1`, `x"),or(id.neq.0~${cursor.id}`])(
	'%j is the start of the list',
	(text) => {
		expect(readCursor(text)).toBeUndefined();
	}
);
