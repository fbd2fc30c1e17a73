import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readGhostExport } from './ghost-export.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('readGhostExport', () => {
	it('reads an export and keeps nothing it has no use for', () => {
		const file = readFileSync('tests/fixtures/ghost/export.json');
		const data = readGhostExport(file);
		expect(data.posts).toHaveLength(27);
		expect(JSON.stringify(data)).not.toContain('$2b$');
	});

	it('reads the shape of old exports', () => {
		const old = { meta: {}, data: { posts: [{ id: 1, title: 'a', page: 1 }], tags: null } };
		expect(readGhostExport(bytes(`\ufeff${JSON.stringify(old)}`)).posts[0]).toMatchObject({
			id: '1',
			slug: '',
			page: 1
		});
	});

	it.each([
		['nothing', bytes(''), 'it is empty'],
		['half a file', bytes('{"db": ['), /^it is not complete JSON \(.+\)$/],
		['another encoding', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), 'it is not UTF-8 text'],
		['other JSON', bytes('[1]'), 'it is JSON, but not an export of Ghost'],
		['no posts', bytes('{"data": {}}'), /posts: there is no list of posts$/],
		['a post without an id', bytes('{"data": {"posts": [{}]}}'), /posts\.0\.id: /]
	])('refuses %s in one line', (_, file, message) => {
		expect(() => readGhostExport(file)).toThrow(message);
	});
});
