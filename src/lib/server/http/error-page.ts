/**
 * Fills in src/error.html, as SvelteKit does for errors of its own.
 * @param message plain text without characters that HTML gives a meaning
 */
export function fillErrorPage(template: string, status: number, message: string): string {
	return template
		.replaceAll('%sveltekit.error.message%', message)
		.replaceAll('%sveltekit.status%', String(status));
}
