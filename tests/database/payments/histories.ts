import fc from 'fast-check';

/** A price that a subscription may be at: ours, of the other publication, or of something else. */
export const pricesOf = ['a', 'b', 'of the other publication', 'of nobody'] as const;
export type PriceName = (typeof pricesOf)[number];

const statuses = [
	'incomplete',
	'incomplete_expired',
	'trialing',
	'active',
	'past_due',
	'unpaid',
	'paused',
	'canceled',
	// What Stripe may come to say one day.
	'suspended'
] as const;

/** A subscription between two changes. */
export interface State {
	status: string;
	price: PriceName;
	/** While past due: whether the unpaid invoice is young enough for grace. */
	isYoung: boolean;
}

/** A subscription from its first to its last state. Each change is an event. */
export interface Life {
	place: 0 | 1;
	/** Whether its customer was made by us. */
	isOurs: boolean;
	states: State[];
}

/** What the two sides do, as far as the database hears of it. */
export type Step =
	| { does: 'begin'; handler: number; event: string }
	| { does: 'apply'; handler: number; event: string; life: number; state: number };

export interface History {
	lives: Life[];
	steps: Step[];
}

const state: fc.Arbitrary<State> = fc.record({
	status: fc.constantFrom(...statuses),
	price: fc.oneof(
		{ weight: 4, arbitrary: fc.constantFrom<PriceName>('a', 'b') },
		{ weight: 1, arbitrary: fc.constantFrom<PriceName>('of the other publication', 'of nobody') }
	),
	isYoung: fc.boolean()
});

const life: fc.Arbitrary<Life> = fc.record({
	place: fc.constantFrom(0, 1),
	isOurs: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.boolean()),
	states: fc.array(state, { minLength: 1, maxLength: 5 })
});

/**
 * Lives of one to three subscriptions, and how their events are delivered: in any order, several
 * times, several at once. A handler draws its ticket, asks Stripe, and writes, with anything between
 * the three; it may die at any point. In the end Stripe has delivered every event that was lost.
 */
export const histories: fc.Arbitrary<History> = fc
	.record({
		lives: fc.array(life, { minLength: 1, maxLength: 3 }),
		dice: fc.array(fc.nat(9999), { minLength: 0, maxLength: 40 }),
		last: fc.array(fc.nat(9999), { minLength: 60, maxLength: 60 })
	})
	.map(({ lives, dice, last }) => ({ lives, steps: play(lives, dice, last) }));

interface Handler {
	number: number;
	life: number;
	event: string;
	/** What it was told by Stripe, once it has asked. */
	state?: number;
}

function play(lives: Life[], dice: number[], last: number[]): Step[] {
	const steps: Step[] = [];
	const now = lives.map(() => -1);
	const events: { life: number; event: string }[] = [];
	const done = new Set<string>();
	let running: Handler[] = [];
	let count = 0;

	const change = (which: number) => {
		const next = (now[which] ?? -1) + 1;
		if (next >= (lives[which]?.states.length ?? 0)) return;
		now[which] = next;
		events.push({ life: which, event: `evt_${which}_${next}` });
	};
	const deliver = ({ life: which, event }: { life: number; event: string }): Handler => {
		const handler = { number: count++, life: which, event };
		steps.push({ does: 'begin', handler: handler.number, event });
		running.push(handler);
		return handler;
	};
	const goOn = (handler: Handler) => {
		if (handler.state === undefined) {
			handler.state = now[handler.life] ?? 0;
			return;
		}
		const { number, event, life: which, state: told } = handler;
		steps.push({ does: 'apply', handler: number, event, life: which, state: told });
		done.add(event);
		running = running.filter((other) => other !== handler);
	};

	for (const die of dice) {
		const [what, which] = [die % 5, Math.floor(die / 5)];
		const event = events[which % events.length];
		const handler = running[which % running.length];
		if (what === 0) change(which % lives.length);
		else if (what === 1 && event) deliver(event);
		else if (what === 4 && handler && which % 3 === 0)
			running = running.filter((other) => other !== handler);
		else if (handler) goOn(handler);
	}
	for (const [which, { states }] of lives.entries()) states.forEach(() => change(which));
	const order = [...last];
	const lost = () =>
		events.filter(
			({ event }) => !done.has(event) && !running.some((handler) => handler.event === event)
		);
	for (let left = lost(); running.length + left.length > 0; left = lost()) {
		const next = (order.pop() ?? 0) % (running.length + left.length);
		const again = left[next - running.length];
		const handler = running[next] ?? (again && deliver(again));
		if (handler) goOn(handler);
	}
	return steps;
}
