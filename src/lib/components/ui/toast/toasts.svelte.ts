/** How long a toast, and with it its Undo, stays; milliseconds. */
const LIFETIME = 6_000;

interface Toast {
	message: string;
	undo?: () => void;
}

let current = $state<Toast | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

/** The one toast on the screen: a new one takes the place of the last. Browser only. */
export const toasts = {
	get current() {
		return current;
	},
	show(message: string, undo?: () => void) {
		current = { message, undo };
		toasts.resume();
	},
	dismiss() {
		clearTimeout(timer);
		current = null;
	},
	/** Stops the clock while the pointer or the focus is on it. */
	hold() {
		clearTimeout(timer);
	},
	resume() {
		clearTimeout(timer);
		timer = setTimeout(toasts.dismiss, LIFETIME);
	}
};
