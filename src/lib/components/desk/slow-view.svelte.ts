import { navigating, page } from '$app/state';

/** Shorter waits show nothing. */
const PATIENCE = 300;

/** Whether another view of the same page has been on its way for long; to be asked for by a component. */
export function slowView(): { readonly now: boolean } {
	let now = $state(false);
	$effect(() => {
		if (navigating.to?.route.id !== page.route.id) {
			now = false;
			return;
		}
		const timer = setTimeout(() => (now = true), PATIENCE);
		return () => clearTimeout(timer);
	});
	return {
		get now() {
			return now;
		}
	};
}
