// SvelteKit answers 500 to every thrown error but its own, and exports no type for those.
declare module '@sveltejs/kit/internal' {
	export class SvelteKitError extends Error {
		constructor(status: number, text: string, message: string);
		status: number;
		text: string;
	}
}
