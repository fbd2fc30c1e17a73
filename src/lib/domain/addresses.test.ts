import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	archivePath,
	bylineId,
	bylinePath,
	bylineSlug,
	canonicalSlug,
	homePath,
	postPath,
	subjectPath
} from './addresses';

const home = homePath('tide-table');
const id = '01900000-0000-7000-8000-000000000002';

describe('addresses', () => {
	it('are made of the home and what lies below', () => {
		expect(postPath(home, 'last-boat')).toBe('/@tide-table/last-boat');
		expect(subjectPath(home, 'coasts')).toBe('/@tide-table/tag/coasts');
		expect(archivePath(home)).toBe('/@tide-table/archive');
		expect(archivePath(home, 2025)).toBe('/@tide-table/archive?year=2025');
	});

	it('are encoded, so that they may stand in XML and in headers', () => {
		expect(postPath(home, 'über-öl')).toBe('/@tide-table/%C3%BCber-%C3%B6l');
		expect(subjectPath(home, 'r&d')).toBe('/@tide-table/tag/r%26d');
	});

	it('of a byline shows the name and is found by the id', () => {
		const path = bylinePath(home, { id, name: 'Zoë Ó Briain' });
		expect(path).toBe(`/@tide-table/author/zoe-o-briain-${id}`);
		expect(bylineId(bylineSlug({ id, name: 'Zoë Ó Briain' }))).toBe(id);
		expect(bylineSlug({ id, name: '!' })).toBe(id);
	});

	it.each(['', 'marit', id.slice(1), `${id}x`, `x${id}`, `${id}-marit`])(
		'%j names nobody',
		(param) => {
			expect(bylineId(param)).toBeNull();
		}
	);

	it('of a byline lead back to the id, whatever the name', () => {
		fc.assert(
			fc.property(fc.uuid(), fc.string({ unit: 'grapheme' }), (uuid, name) => {
				expect(bylineId(bylineSlug({ id: uuid, name }))).toBe(uuid);
			})
		);
	});
});

describe('the canonical form of a slug', () => {
	it('is lower case and composed', () => {
		expect(canonicalSlug('How-To-Lose')).toBe('how-to-lose');
		expect(canonicalSlug('U\u0308BER')).toBe('über');
	});

	it('is its own canonical form: following it never goes round in circles', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (slug) => {
				const once = canonicalSlug(slug);
				expect(canonicalSlug(once)).toBe(once);
			})
		);
	});
});
