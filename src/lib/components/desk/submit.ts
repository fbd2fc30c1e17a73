import type { SubmitFunction } from '@sveltejs/kit';
import { invalidateAll } from '$app/navigation';
import { toasts } from '$lib/components/ui/toast/toasts.svelte';

/**
 * How forms of the desk are sent: what was typed stays, and what the action says is done (`done` in
 * its answer) is shown for a moment.
 * @param then called when it worked
 * @param anyway called when it was refused, too: a dialog closes, and the page behind it says why
 * @param afresh loads the data of the page again when it was refused, too
 */
export function submit(then?: () => void, { anyway = false, afresh = false } = {}): SubmitFunction {
	return () =>
		async ({ result, update }) => {
			await update({ reset: false });
			if (afresh && result.type === 'failure') await invalidateAll();
			if (anyway && result.type === 'failure') then?.();
			if (result.type !== 'success' && result.type !== 'redirect') return;
			const done: unknown = result.type === 'success' ? result.data?.done : undefined;
			if (typeof done === 'string') toasts.show(done);
			then?.();
		};
}
