import { readFileSync } from 'node:fs';
import path from 'node:path';
import { HtmlValidate, type ConfigData } from 'html-validate';
import { sights } from '../support/pages.ts';
import { expect, test } from './support/test.ts';

const file = path.resolve(import.meta.dirname, '../../.config/htmlvalidate.json');
const validator = new HtmlValidate(JSON.parse(readFileSync(file, 'utf8')) as ConfigData);

for (const { name, path: address, as } of sights.filter((sight) => sight.reading)) {
	test(`the markup of ${name} is valid`, async ({ pageSeenBy }) => {
		const { request } = await pageSeenBy(as);
		const html = await (await request.get(address)).text();
		const { results } = await validator.validateString(html, address);
		const messages = results.flatMap((result) => result.messages);
		expect(messages.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`)).toEqual([]);
	});
}
