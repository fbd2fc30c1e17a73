import { describe, expect, it } from 'vitest';
import { clip, escapeHtml, headerLine } from './text.ts';

describe('headerLine', () => {
	it.each([
		['The Tide Table', 'The Tide Table'],
		['a\r\nBcc: everybody@example.org', 'a Bcc: everybody@example.org'],
		['a\u2028b\u0000c', 'a b c'],
		['\u202egpj.exe', 'gpj.exe']
	])('makes one line of %j', (text, line) => {
		expect(headerLine(text)).toBe(line);
	});

	it('cuts what nobody would read', () => {
		expect([...headerLine('é'.repeat(400))]).toHaveLength(150);
	});
});

it('clip counts letters and leaves no half of one', () => {
	expect(clip('🦊🦊🦊', 3)).toBe('🦊🦊🦊');
	expect(clip('🦊🦊 🦊🦊', 4)).toBe('🦊🦊…');
});

it('escapes what HTML would read', () => {
	expect(escapeHtml(`<a href="x">'&'</a>`)).toBe(
		'&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;'
	);
});
