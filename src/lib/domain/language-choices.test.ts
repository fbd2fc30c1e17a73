import { expect, it } from 'vitest';
import { languageChoices } from './language-choices.ts';

it('calls languages by their English names, in order', () => {
	const names = languageChoices().map(({ name }) => name);
	expect(names).toContain('German (Austria)');
	expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, 'en')));
});

it('has the one that is chosen already, once', () => {
	expect(languageChoices('gd')).toContainEqual({ tag: 'gd', name: 'Scottish Gaelic' });
	expect(languageChoices('de').filter(({ tag }) => tag === 'de')).toHaveLength(1);
	expect(languageChoices('not a tag')).toContainEqual({ tag: 'not a tag', name: 'not a tag' });
});
