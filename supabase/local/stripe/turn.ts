import { runDue } from './billing/due.ts';
import type { Engine } from './engine.ts';

/** Puts the installation's time forward and runs what falls due on the way. */
export function turnClock(engine: Engine, moment: number): void {
	runDue(engine, moment);
	engine.clock.moveTo(moment);
}
