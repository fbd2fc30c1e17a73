import { describe, expect, it } from 'vitest';
import { fileOf, membersOf } from './items.fixture.ts';
import { surveyMembers } from './ghost-members.ts';

const HEAD =
	'id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers,gift_id\n';
const file = (...lines: string[]) => fileOf(HEAD + lines.join('\n'), 7);

describe("Ghost's list of members", () => {
	it('gives each address with what belongs to it', async () => {
		const [item] = await membersOf(
			file(
				'1,Ann@Example.test,"Ann, the ""first""",note,true,true,cus_1,2026-11-15T20:55:11.000Z,,"VIP,Press",Gold,'
			)
		);
		expect(item).toMatchObject({
			kind: 'member',
			line: 2,
			fault: null,
			row: {
				email: 'ann@example.test',
				name: 'Ann, the "first"',
				subscribed: true,
				complimentary: true,
				stripeCustomerId: 'cus_1',
				labels: ['VIP', 'Press'],
				tiers: ['Gold'],
				formulas: 0
			}
		});
	});

	it('takes formulas for words, and the mark before them for none', async () => {
		const items = await membersOf(
			file(`1,a@x.test,'=SUM(A1),,true,,,,,'+44 123,,`, '2,b@x.test,-5,,true,,,,,@handle,,')
		);
		const rows = items.map((item) => item.kind === 'member' && item.row);
		expect(rows).toMatchObject([
			{ name: '=SUM(A1)', labels: ['+44 123'], formulas: 2 },
			{ name: '-5', labels: ['@handle'], formulas: 2 }
		]);
	});

	it('names ragged lines, and addresses that stand there twice', async () => {
		const items = await membersOf(
			file(
				'1,a@x.test,A,,true,,,,,,,',
				'2,A@x.test,B,,true,,,,,,,',
				'3,c@x.test',
				'',
				'4,d@x.test,D,,true,,,,,,,,too many'
			)
		);
		const seen = items.map((item) => item.kind === 'member' && [item.line, item.fault]);
		expect(seen).toEqual([
			[2, null],
			[3, 'twice'],
			[4, 'ragged'],
			[6, 'ragged']
		]);
	});

	it('subscribes nobody whom any line calls unsubscribed', async () => {
		const [first] = await membersOf(
			file('1,a@x.test,A,,true,,,,,,,', '2,a@x.test,A,,false,,,,,,,')
		);
		expect(first).toMatchObject({ row: { subscribed: false } });
	});

	it('may be divided by semicolons', async () => {
		const items = await membersOf(fileOf('email;name\na@x.test;A, B\n'));
		expect(items).toMatchObject([{ row: { email: 'a@x.test', name: 'A, B' } }]);
	});

	it.each([
		['nothing', '', /^it has no members$/],
		['names alone', HEAD, /^it has no members$/],
		['no addresses', 'name\nA\n', /^it has no column “email”/],
		[
			'a quotation mark that does not end',
			'email\n"a@x.test\n',
			/^it has a quotation mark that does not end \(line 2\)$/
		],
		['another encoding', new Uint8Array([0x65, 0xff]), /^it is not UTF-8 text/]
	])('is refused for %s', async (_, text, message) => {
		await expect(surveyMembers(fileOf(text))).rejects.toThrow(message);
	});
});
