import { expect, test } from 'vitest';
import { directionOf } from './languages.ts';

test.each([
	['en-GB', 'ltr'],
	['ar', 'rtl'],
	['he-IL', 'rtl'],
	['fa', 'rtl'],
	['az', 'ltr'],
	['az-Arab', 'rtl'],
	['not a tag', 'ltr']
])('%s is written %s', (language, direction) => {
	expect(directionOf(language)).toBe(direction);
});
