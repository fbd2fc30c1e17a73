import { expect, test } from 'vitest';
import { readProjectConfig } from '../project-config.ts';
import { rootDir } from '../settings.ts';
import { allowedRedirect } from './redirects.ts';

const config = {
	...readProjectConfig({ projectDir: rootDir, siteUrl: undefined }).auth,
	site_url: 'https://pamphlet.test',
	additional_redirect_urls: ['https://*.pamphlet.test/**', 'http://127.0.0.1:5173/a?']
};

test.for([
	['https://pamphlet.test/desk?x=1', 'https://pamphlet.test/desk?x=1'],
	['https://one.pamphlet.test/a/b', 'https://one.pamphlet.test/a/b'],
	['http://127.0.0.1:5173/ab', 'http://127.0.0.1:5173/ab'],
	['http://127.0.0.1:5173/a/b', 'https://pamphlet.test'],
	['https://one.two.pamphlet.test/a', 'https://pamphlet.test'],
	['https://pamphlet.test.evil.example/', 'https://pamphlet.test'],
	['https://evil.example/#https://one.pamphlet.test/', 'https://pamphlet.test'],
	['//evil.example', 'https://pamphlet.test'],
	['javascript:alert(1)', 'https://pamphlet.test']
])('a mail for %s leads to %s', ([wished, allowed]) => {
	expect(allowedRedirect(config, wished)).toBe(allowed);
});
