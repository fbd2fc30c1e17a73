import { solve, type Challenge } from './solve.ts';

// Works beside the page, so that it stays responsive. Sends one answer after the other.
self.addEventListener('message', ({ data }: MessageEvent<Challenge>) => {
	for (let puzzle = 0; puzzle < data.puzzles; puzzle += 1) self.postMessage(solve(data, puzzle));
});
