import { z } from 'zod';

export const faultSchema = z.strictObject({
	/** Which calls it is for: the method, and how the path begins. */
	method: z.enum(['GET', 'POST', 'DELETE']).optional(),
	path: z.string().startsWith('/v1/').default('/v1/'),
	/** Answer with a status, cut the connection, or let the call wait until it is released. */
	how: z.enum(['status', 'cut', 'hold']),
	status: z.number().int().min(400).max(599).default(500),
	/** Whether the call does its work all the same, so that only its answer is lost. */
	effect: z.boolean().default(false),
	times: z.number().int().min(1).default(1)
});
/** Something that goes wrong with the next calls. */
export type Fault = z.output<typeof faultSchema>;

/** The faults that are still to come. */
export class Faults {
	private planned: Fault[] = [];
	private held: (() => void)[] = [];
	private waiters: (() => void)[] = [];

	plan(fault: Fault): void {
		this.planned.push({ ...fault });
	}

	/** The fault of a call, which it uses up. */
	next(method: string, path: string): Fault | undefined {
		const fault = this.planned.find(
			(candidate) => (candidate.method ?? method) === method && path.startsWith(candidate.path)
		);
		if (fault && --fault.times === 0) this.planned = this.planned.filter((one) => one !== fault);
		return fault;
	}

	/** Waits until somebody releases the calls that are held. */
	hold(): Promise<void> {
		return new Promise((release) => {
			this.held.push(release);
			for (const waiter of this.waiters.splice(0)) waiter();
		});
	}

	/** Waits until so many calls are held. */
	async arrived(count: number): Promise<void> {
		while (this.held.length < count) {
			await new Promise<void>((done) => this.waiters.push(done));
		}
	}

	release(): void {
		for (const release of this.held.splice(0)) release();
	}

	forget(): void {
		this.planned = [];
		this.release();
	}
}
