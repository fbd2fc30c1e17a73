import type { Challenge } from './solve.ts';

/**
 * Answers a challenge in a worker.
 * @param onAnswer is told how many puzzles are solved
 * @param signal ends the work
 * @throws {Error} where the browser cannot run it
 */
export function prove(
	challenge: Challenge,
	onAnswer: (solved: number) => void,
	signal: AbortSignal
): Promise<number[]> {
	return new Promise((resolve, reject) => {
		const worker = new Worker(new URL('./solver.worker.ts', import.meta.url), { type: 'module' });
		const answers: number[] = [];
		signal.addEventListener('abort', () => worker.terminate());
		worker.onmessage = ({ data }: MessageEvent<number>) => {
			answers.push(data);
			onAnswer(answers.length);
			if (answers.length < challenge.puzzles) return;
			worker.terminate();
			resolve(answers);
		};
		worker.onerror = () => reject(new Error('The worker did not start.'));
		worker.postMessage(challenge);
	});
}
