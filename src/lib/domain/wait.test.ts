import { expect, it } from 'vitest';
import { waitInWords } from './wait.ts';

it.each([
	[0, '1 second'],
	[41.2, '42 seconds'],
	[90, '90 seconds'],
	[91, '2 minutes'],
	[3600, '60 minutes']
])('%d seconds are %s', (seconds, words) => {
	expect(waitInWords(seconds)).toBe(words);
});
