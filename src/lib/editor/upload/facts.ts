/** What only the browser can tell about a film or a recording; null where it cannot. */
export interface MediaFacts {
	width: number | null;
	height: number | null;
	/** Whole seconds. */
	duration: number | null;
}

/** A file whose head has not been read by then is taken without. */
const PATIENCE = 5_000;

/** Reads the head of a file before it is sent: the server does not decode films. */
export async function mediaFacts(file: File): Promise<MediaFacts> {
	const unknown = { width: null, height: null, duration: null };
	if (!/^(?:audio|video)\//.test(file.type)) return unknown;
	const player = document.createElement(file.type.startsWith('audio/') ? 'audio' : 'video');
	const url = URL.createObjectURL(file);
	try {
		await new Promise<void>((resolve, reject) => {
			player.onloadedmetadata = () => resolve();
			player.onerror = () => reject(new Error('not playable here'));
			setTimeout(() => reject(new Error('too slow')), PATIENCE);
			player.preload = 'metadata';
			player.src = url;
		});
		const isFilm = player instanceof HTMLVideoElement;
		return {
			width: whole(isFilm ? player.videoWidth : 0),
			height: whole(isFilm ? player.videoHeight : 0),
			duration: whole(player.duration)
		};
	} catch {
		return unknown;
	} finally {
		player.removeAttribute('src');
		URL.revokeObjectURL(url);
	}
}

function whole(value: number): number | null {
	return Number.isFinite(value) && value >= 0.5 ? Math.round(value) : null;
}
