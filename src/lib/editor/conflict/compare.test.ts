import { describe, expect, it } from 'vitest';
import { compare, linesOf } from './compare.ts';

const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const text = (...lines: string[]) => ({
	title: 'Fog',
	subtitle: '',
	doc: { type: 'doc', content: lines.map(paragraph) }
});
const own = (lines: { words: string; isOwn: boolean }[]) =>
	lines.filter(({ isOwn }) => isOwn).map(({ words }) => words);

describe('compare', () => {
	it('marks what only one of the two has', () => {
		const { mine, theirs } = compare(text('one', 'two', 'mine'), text('one', 'theirs', 'two'));
		expect(own(mine)).toEqual(['mine']);
		expect(own(theirs)).toEqual(['theirs']);
		expect(mine.map(({ words }) => words)).toEqual(['Fog', 'one', 'two', 'mine']);
	});

	it('marks nothing in the same text twice', () => {
		const { mine, theirs } = compare(text('one', 'one', 'two'), text('one', 'one', 'two'));
		expect([...own(mine), ...own(theirs)]).toEqual([]);
	});

	it('shows texts that are too long to compare without marks', () => {
		const many = Array.from({ length: 2_100 }, (_, index) => `line ${index}`);
		const { mine, theirs } = compare(text(...many), text(...many.toReversed()));
		expect([mine.length, own(mine), own(theirs)]).toEqual([2_101, [], []]);
	});
});

describe('linesOf', () => {
	it('names what has no words of its own', () => {
		const doc = {
			type: 'doc',
			content: [
				{
					type: 'image',
					attrs: { src: '/a.png', alt: 'A buoy' },
					content: [{ type: 'caption', content: [{ type: 'text', text: 'At sea' }] }]
				},
				{ type: 'horizontalRule' },
				{ type: 'mathBlock', attrs: { latex: 'x^2' } }
			]
		};
		expect(linesOf({ title: '', subtitle: '', doc })).toEqual([
			'[image: A buoy]',
			'At sea',
			'[horizontal rule]',
			'[math block: x^2]'
		]);
	});

	it('does not fail over what it does not know', () => {
		const doc = { type: 'doc', content: [{ type: 'hologram' }] };
		expect(linesOf({ title: 'Fog', subtitle: '', doc })).toHaveLength(2);
	});
});
