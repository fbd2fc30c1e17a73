import { uploads } from '../../limits.ts';
import { AppError } from '../errors.ts';

interface Waiting {
	person: string;
	start: () => void;
}

export type UploadQueue = <T>(person: string, upload: () => Promise<T>) => Promise<T>;

/**
 * Runs uploads a few at a time and one of each person, since each holds a whole file in memory. Those
 * that wait have read nothing of their body yet.
 * @throws {AppError} 429 `too_many_requests` for too many of one person, 503 `unavailable` when too
 * many wait
 */
export function createUploadQueue({
	atOnce,
	ofOnePerson,
	waiting
}: Record<keyof typeof uploads, number> = uploads): UploadQueue {
	const running = new Set<string>();
	let line: Waiting[] = [];

	function startNext(): void {
		const next = line.find(({ person }) => !running.has(person));
		if (!next || running.size >= atOnce) return;
		line = line.filter((one) => one !== next);
		running.add(next.person);
		next.start();
	}

	return async (person, upload) => {
		const own = line.filter((one) => one.person === person).length + Number(running.has(person));
		if (own >= ofOnePerson) {
			throw new AppError('too_many_requests', 429, {
				message: 'You are adding several files already. Please wait until they are there.'
			});
		}
		if (line.length >= waiting) {
			throw new AppError('unavailable', 503, {
				message: 'Many files are being added just now. Please try again in a moment.'
			});
		}
		await new Promise<void>((start) => {
			line.push({ person, start });
			startNext();
		});
		try {
			return await upload();
		} finally {
			running.delete(person);
			startNext();
		}
	};
}

/** The queue of this server. */
export const uploadQueue = createUploadQueue();
