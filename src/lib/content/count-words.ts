/** How many words a text has; scripts that write without spaces are cut by dictionary. */
export function countTextWords(text: string): number {
	let count = 0;
	for (const [token] of text.matchAll(/\S+/g)) {
		if (UNSPACED.test(token)) count += segmentCount(token);
		else if (/[\p{L}\p{N}]/u.test(token)) count += 1;
	}
	return count;
}

const UNSPACED =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

let segmenter: Intl.Segmenter | undefined;

function segmentCount(token: string): number {
	segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
	let count = 0;
	for (const segment of segmenter.segment(token)) if (segment.isWordLike) count += 1;
	return count;
}
