import { describe, expect, test } from 'vitest';
import { plainText, renderHtml, renderSubject } from './template.ts';

const values = {
	ConfirmationURL: 'http://api/verify?a=1&b=2',
	Token: '407192',
	TokenHash: 'abc',
	SiteURL: 'http://site',
	RedirectTo: 'http://site/desk?a=1&b="x"',
	Email: "<i>o'hara</i>@x.example",
	NewEmail: ''
};

describe('renderHtml', () => {
	test('escapes what stands in the text', () => {
		expect(renderHtml('<p>{{ .Email }}</p>', values)).toBe(
			'<p>&lt;i&gt;o&#39;hara&lt;/i&gt;@x.example</p>'
		);
	});

	test('encodes what stands in the query of a link, as Go does', () => {
		const link =
			'<a href="{{ .SiteURL }}/confirm?token={{.TokenHash}}&amp;next={{ .RedirectTo }}">';
		expect(renderHtml(link, values)).toBe(
			'<a href="http://site/confirm?token=abc&amp;next=http%3A%2F%2Fsite%2Fdesk%3Fa%3D1%26b%3D%22x%22">'
		);
	});

	test('leaves a whole address whole', () => {
		expect(renderHtml('<a href="{{ .ConfirmationURL }}">', values)).toBe(
			'<a href="http://api/verify?a=1&amp;b=2">'
		);
	});

	test.for(['{{ .Unknown }}', '{{ if .Token }}', '{{ .toString }}'])('refuses %s', (action) => {
		expect(() => renderHtml(action, values)).toThrow('is not known here');
	});
});

test('renderSubject keeps a subject in one line', () => {
	const hostile = { ...values, Email: 'a\r\nBcc: everybody@x.example' };
	expect(renderSubject('For {{ .Email }}', hostile)).toBe('For a Bcc: everybody@x.example');
});

test('plainText keeps words, paragraphs and addresses', () => {
	const html = [
		'<html><head><title>No</title><style>p{}</style></head><body>',
		'<h1>Your\n\tcode</h1><p style="x">{{ &amp; }}</p>',
		'<p><a\n href="http://x?a=1&amp;b=2"\n>Sign in</a\n></p></body></html>'
	].join('\n');
	expect(plainText(html)).toBe('Your code\n\n{{ & }}\n\nSign in: http://x?a=1&b=2');
});
