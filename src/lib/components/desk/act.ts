import { applyAction, deserialize } from '$app/forms';
import { invalidateAll } from '$app/navigation';
import { z } from 'zod';
import { toasts } from '$lib/components/ui/toast/toasts.svelte';

/** Field and value, as a form has them. */
type Fields = [name: string, value: string][];

/**
 * Sends an action of a list of posts and says what it did; what can be undone has its Undo.
 * @param list path of the list whose action it is
 * @param onrefused says why it did not work; a toast does, unless something better is given
 * @returns whether it worked
 */
export async function act(
	list: string,
	action: string,
	fields: Fields,
	onrefused: (why: string) => void = toasts.show
): Promise<boolean> {
	const body = new FormData();
	for (const [name, value] of fields) body.append(name, value);
	try {
		const answer = await fetch(`${list}?/${action}`, {
			method: 'POST',
			headers: { accept: 'application/json', 'x-sveltekit-action': 'true' },
			body
		});
		const result = deserialize(await answer.text());
		if (result.type === 'redirect') {
			await applyAction(result);
			return true;
		}
		await invalidateAll();
		if (result.type === 'success') {
			const { done, undo } = result.data ?? {};
			if (typeof done === 'string') toasts.show(done, undoOf(list, undo));
			return true;
		}
		const { data } = refusal.safeParse(result.type === 'failure' ? result.data : result.error);
		const [first] = Object.values(data?.errors ?? {});
		onrefused(data?.errors?.form ?? first ?? data?.message ?? FAILED);
	} catch {
		onrefused('The server does not answer. Nothing was changed.');
	}
	return false;
}

const refusal = z.object({
	message: z.string().optional(),
	errors: z.record(z.string(), z.string()).optional()
});
const FAILED = 'That did not work. Nothing was changed.';

function undoOf(list: string, was: unknown): (() => void) | undefined {
	if (!Array.isArray(was) || was.length === 0) return undefined;
	return () =>
		void act(
			list,
			'undo',
			was.map((entry): [string, string] => ['was', String(entry)])
		);
}
