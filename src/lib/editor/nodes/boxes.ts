import * as field from '../checks.ts';
import { stored } from './stored.ts';

/** A link that is pressed like a button. */
export const ButtonNode = stored('button', {
	group: 'block',
	atom: true,
	fields: { label: field.words, href: field.link },
	look: ({ attrs }) => [['p', String(attrs.label)]]
});

/** The place of the form to subscribe with. */
export const SignupNode = stored('signup', {
	group: 'block',
	atom: true,
	fields: { title: field.words, text: field.words, label: field.words, note: field.words },
	look: ({ attrs }) => [['p', String(attrs.title)]]
});

/** A block of HTML. The editor shows its source and never lets the browser read it. */
export const HtmlNode = stored('html', {
	group: 'block',
	atom: true,
	fields: { html: field.html },
	look: ({ attrs }) => [['pre', String(attrs.html)]]
});

/** The mark between what everybody may read and what is for members. */
export const PaywallNode = stored('paywall', { group: 'paywall', atom: true, tag: 'hr' });
