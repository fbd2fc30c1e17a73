import type { APIRequestContext } from '@playwright/test';

/** One answer, as whoever asked gets it: all its headers and all its bytes. */
export interface Answer {
	/** What was asked for, to name it when something is found. */
	asked: string;
	status: number;
	text: string;
}

type Options = Parameters<APIRequestContext['fetch']>[1];

/** Asks without following redirects, and keeps headers and body as one text. */
export async function ask(
	request: APIRequestContext,
	url: string,
	options: Options = {}
): Promise<Answer> {
	const answer = await request.fetch(url, { maxRedirects: 0, failOnStatusCode: false, ...options });
	const headers = answer.headersArray().map(({ name, value }) => `${name}: ${value}`);
	const body = await answer.body();
	return {
		asked: `${options.method ?? 'GET'} ${url}`,
		status: answer.status(),
		text: `${headers.join('\n')}\n\n${body.toString('utf8')}`
	};
}

/**
 * Follows the addresses of a site through pages, feeds, site maps and redirects. Each is asked for as
 * a page, as its data, and with HEAD.
 * @param start paths to begin with
 * @param within what a path must begin with to be followed: others' publications are others' business
 */
export async function crawl(
	request: APIRequestContext,
	origin: string,
	start: string[],
	within: string[]
): Promise<Answer[]> {
	const answers: Answer[] = [];
	const known = new Set(start);
	// The set grows while it is walked through, which is what sets do.
	for (const path of known) {
		const page = await ask(request, origin + path, { headers: { accept: 'text/html,*/*' } });
		const [address = ''] = path.split(/[?#]/);
		answers.push(
			page,
			await ask(request, origin + path, { method: 'HEAD' }),
			await ask(request, `${origin}${address.replace(/\/$/, '')}/__data.json`)
		);
		for (const found of addresses(page.text, origin, path)) {
			if (within.some((prefix) => found.startsWith(prefix))) known.add(found);
		}
		if (known.size > MOST)
			throw new Error(`This site has no end: ${[...known].slice(-9).join(' ')}`);
	}
	return answers;
}

/** More addresses than this are no site of a test, but a trap. */
const MOST = 1000;

function addresses(text: string, origin: string, from: string): string[] {
	const found = [
		...text.matchAll(/(?:href|src|content)=["']([^"'<> ]+)["']/g),
		...text.matchAll(/<(?:loc|link|guid|uri)>([^<]+)</g),
		...text.matchAll(/"(?:url|feed_url|image)":\s*"([^"]+)"/g),
		...text.matchAll(/^location: (.+)$/gim)
	].map(([, address = '']) => address.replaceAll('&amp;', '&'));
	return found
		.filter((address) => /^(?:https?:|\/|\.|\?)/.test(address))
		.filter((address) => URL.canParse(address, origin + from))
		.map((address) => new URL(address, origin + from))
		.filter((url) => url.origin === origin)
		.map((url) => url.pathname + url.search);
}

/** The words of a text, as far as they are long enough to tell one text from another. */
export function words(text: string): Set<string> {
	return new Set(text.toLowerCase().match(/\p{L}{6,}/gu));
}
