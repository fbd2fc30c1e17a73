import { parseDocument } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { sender } from '../../_shared/mail.ts';
import { writeLetter } from './index.ts';

const site = 'https://pamphlet.example';
const home = { publication_name: 'The Tide Table', slug: 'tide-table', time_zone: 'Europe/London' };
const token = 'a-Token_of-24-bytes-in-base64url';

/** Of each kind: its data, what its subject is, what it says, and where it leads. */
const kinds: Record<string, [data: object, subject: string, says: string[], leadsTo: string]> = {
	confirm_join: [
		{ ...home, token },
		'Confirm your address for “The Tide Table”',
		['asked to join “The Tide Table” with this address', 'If that was not you, do nothing'],
		`${site}/@tide-table/join/confirm/${token}`
	],
	already_member: [
		home,
		'You are a member of “The Tide Table” already',
		['there is nothing to confirm'],
		`${site}/sign-in?next=%2F%40tide-table`
	],
	welcome: [
		{ ...home, name: 'Joan', tier_name: 'Patrons' },
		'Welcome to “The Tide Table”',
		['Welcome, Joan', 'written for “Patrons”', `${site}/account`],
		`${site}/@tide-table`
	],
	address_changed: [
		{ ...home, new_hint: 'n…@example.org' },
		'Your membership of “The Tide Table” has moved',
		['has moved to n…@example.org'],
		`${site}/account`
	],
	change_address: [
		{ ...home, token, old_email: 'old@example.org' },
		'Confirm your new address for “The Tide Table”',
		['membership of old@example.org in “The Tide Table”'],
		`${site}/account/address/${token}`
	],
	payment_failed: [
		{
			...home,
			name: 'Joan',
			tier_name: 'Patrons',
			amount: 500,
			currency: 'gbp',
			// Half an hour later it is the next day in London.
			grace_until: '2026-06-30T23:30:00Z',
			action_required: false,
			invoice_url: 'https://invoice.stripe.com/i/abc?s=ap'
		},
		'Your payment for “The Tide Table” did not go through',
		['Dear Joan, your payment of £5 for “Patrons”', 'Until 1 July 2026 you read'],
		'https://invoice.stripe.com/i/abc?s=ap'
	],
	trial_ending: [
		{
			...home,
			name: '',
			tier_name: 'Patrons',
			trial_end: '2026-11-27T12:00:00Z',
			amount: 5000,
			currency: 'jpy',
			interval: 'year'
		},
		'Your trial of “The Tide Table” ends on 27 November 2026',
		['Your trial of “Patrons” ends on 27 November 2026', 'JP¥5,000 a year'],
		`${site}/account`
	]
};

/** All text of a page, a line for each paragraph, with the addresses of its links. */
function read(html: string): { lines: string[]; links: string[]; tags: Set<string> } {
	const lines: string[] = [];
	const links: string[] = [];
	const tags = new Set<string>();
	const textOf = (node: Node): string =>
		node.type === 'text' ? (node.data ?? '') : (node.children ?? []).map(textOf).join('');
	const walk = (node: Node) => {
		if (node.name) tags.add(node.name);
		if (node.name === 'a') links.push(node.attribs?.href ?? '');
		if (node.name === 'p' || node.name === 'h1') lines.push(textOf(node));
		node.children?.forEach(walk);
	};
	(parseDocument(html) as unknown as Node).children?.forEach(walk);
	return { lines, links, tags };
}
interface Node {
	type: string;
	name?: string;
	data?: string;
	attribs?: Record<string, string>;
	children?: Node[];
}

describe.each(Object.entries(kinds))('%s', (kind, [data, subject, says, leadsTo]) => {
	const letter = writeLetter(kind, data, site);
	const html = read(letter.html);

	it('says what it is about, and leads there', () => {
		expect(letter.subject).toBe(subject);
		for (const words of says) expect(letter.text).toContain(words);
		expect(html.links).toEqual([leadsTo]);
		expect(letter.text).toContain(`:\n${leadsTo}\n`);
		expect(letter.fromName).toBe('The Tide Table');
	});

	it('says the same as text and as HTML', () => {
		const lines = letter.text
			.split('\n\n')
			.map((line) => line.trim().replace(/:\nhttps?:.*$/, ''))
			.filter((line) => line !== '—');
		expect(lines).toEqual(html.lines);
	});

	it('makes the same words of the same data', () => {
		expect(writeLetter(kind, data, site)).toEqual(letter);
	});

	it.each([
		['markup', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
		['a header', 'Fog\r\nBcc: everybody@example.org\r\n\r\nA body'],
		['a quote', '"><a href="https://evil.example">'],
		['another direction', '\u202e\u2067elbaT ediT\u2069'],
		['no end', 'x'.repeat(5000)],
		['another script', 'المد والجزر']
	])('takes names with %s for names', (_, hostile) => {
		const named = { ...data, publication_name: hostile };
		for (const key of ['name', 'tier_name', 'old_email'])
			if (key in data) Object.assign(named, { [key]: hostile });
		const made = writeLetter(kind, named, site);
		const page = read(made.html);
		expect(made.subject).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
		expect(made.subject.length).toBeLessThanOrEqual(200);
		expect(sender('P <p@x.example>', made.fromName)).toMatch(/^[^\r\n<>]+ <p@x\.example>$/);
		expect(made.text.split('\n')).toHaveLength(letter.text.split('\n').length);
		expect(page.tags).toEqual(html.tags);
		expect(page.links).toEqual(html.links);
		expect(page.lines).toHaveLength(html.lines.length);
		expect(made.html).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
	});

	it.each([
		['a slug that leads away', { slug: '../evil' }],
		['a slug of another host', { slug: '/evil.example' }],
		['no publication', { publication_name: undefined }]
	])('is not written with %s', (_, change) => {
		expect(() => writeLetter(kind, { ...data, ...change }, site)).toThrow();
	});
});

describe('payment_failed', () => {
	const data = kinds.payment_failed?.[0] ?? {};
	const write = (change: object) => writeLetter('payment_failed', { ...data, ...change }, site);

	it('asks for the word of whoever must confirm', () => {
		const letter = write({ action_required: true });
		expect(letter.subject).toBe('Your payment for “The Tide Table” needs your word');
		expect(letter.text).toContain('your bank wants to hear from you before it pays £5');
		expect(letter.text).toContain('Confirm the payment:\n');
	});

	it('does without a name, a date and a page of Stripe’s', () => {
		const letter = write({ name: '', grace_until: null, invoice_url: null });
		expect(letter.text).toContain('Your payment of £5');
		expect(letter.text).toContain('stays closed until the payment is made');
		expect(letter.text).toContain(`Make the payment:\n${site}/account\n`);
	});

	it.each(['javascript:alert(1)', 'data:text/html,x', 'nonsense'])('leads nowhere to %s', (url) => {
		expect(() => write({ invoice_url: url })).toThrow();
	});

	it('tells the day where the publication is, or in UTC where that is unknown', () => {
		expect(write({ time_zone: 'America/New_York' }).text).toContain('Until 30 June 2026');
		expect(write({ time_zone: 'Mars/Olympus' }).text).toContain('Until 30 June 2026');
	});
});

it.each(['confirm_join', 'change_address'])('%s wants a token that fits an address', (kind) => {
	const data = kinds[kind]?.[0];
	for (const bad of ['', 'short', '../../../../../../etc', `${token}?x=`])
		expect(() => writeLetter(kind, { ...data, token: bad }, site)).toThrow();
});

it('there is no letter of an unknown kind', () => {
	expect(() => writeLetter('toString', home, site)).toThrow('no letter of the kind');
});
