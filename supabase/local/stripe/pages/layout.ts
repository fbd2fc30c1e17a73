import { html, raw } from 'hono/html';
import { styles } from './styles.ts';

/** Something Hono's `html` has made: escaped already. */
export type Markup = ReturnType<typeof html>;

/** A whole page. Each says what it is: nobody must take it for Stripe's own. */
export function page(title: string, content: Markup, { wide = false } = {}): Markup {
	return html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="robots" content="noindex" />
				<title>${title} · Local Stripe</title>
				<link rel="icon" href="data:," />
				<style>
					${raw(styles)}
				</style>
			</head>
			<body>
				<header class="bar">
					<div class="bar-inner ${wide ? 'wide' : ''}">
						<a href="/">Local Stripe</a>
						<p>A stand-in for tests. No money moves here.</p>
					</div>
				</header>
				<main class="${wide ? 'wide' : ''}">${content}</main>
			</body>
		</html>`;
}

/** A short page that says one thing. */
export function notice(
	title: string,
	text: string,
	back?: { href: string; label: string }
): Markup {
	return page(
		title,
		html`<h1>${title}</h1>
			<p>${text}</p>
			${back ? html`<p><a href="${back.href}">${back.label}</a></p>` : ''}`
	);
}

/** “20 November 2026”. */
export function formatDate(seconds: number): string {
	return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(
		seconds * 1000
	);
}

/** “20 Nov 2026, 13:05”. */
export function formatMoment(seconds: number): string {
	return new Intl.DateTimeFormat('en-GB', {
		dateStyle: 'medium',
		timeStyle: 'short',
		timeZone: 'UTC'
	}).format(seconds * 1000);
}
