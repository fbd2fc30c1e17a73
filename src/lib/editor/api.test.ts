import { afterEach, expect, it, vi } from 'vitest';
import { MEDIA_MAX_BYTES } from '$lib/schemas/media';
import { uploadFile } from './api';

afterEach(() => vi.unstubAllGlobals());

it('a file that is too large is not sent, and its size and the limit are named', async () => {
	const fetch = vi.fn();
	vi.stubGlobal('fetch', fetch);
	const file = new File([new Uint8Array(MEDIA_MAX_BYTES + 4_000_000)], 'photo.jpg');
	await expect(uploadFile('/desk/paper/media', file)).rejects.toThrow(
		'It has 25\u00a0MB. A file may have 20 MB at most.'
	);
	expect(fetch).not.toHaveBeenCalled();
});

it('a file of the largest size is sent', async () => {
	vi.stubGlobal('fetch', () =>
		Promise.resolve(Response.json({ code: 'not_accepted', message: 'No.' }, { status: 415 }))
	);
	const file = new File([new Uint8Array(MEDIA_MAX_BYTES)], 'photo.jpg');
	await expect(uploadFile('/desk/paper/media', file)).rejects.toThrow('No.');
});
