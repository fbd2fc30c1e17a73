import { Parser, type Handler, type ParserOptions } from 'htmlparser2';
import { documents } from '../limits.ts';
import { DROPPED_TAGS } from './tags.ts';

/**
 * The parser of htmlparser2 with a bound on open elements. The original searches all open elements at
 * each end tag, so unclosed tags make it take quadratic time. Here an element that starts below
 * `documents.htmlDepth` open ones is closed at once: it ends up empty, and what it held follows it.
 * No text is lost. Elements in `DROPPED_TAGS` may go one level deeper, so that what they hold is still
 * inside them and is dropped with them.
 */
export class BoundedParser extends Parser {
	private atOnce = false;

	constructor(handler: Partial<Handler>, options?: ParserOptions) {
		super(handler, options);
	}

	/** Whether the element that is being opened was closed at once, because it is too deep. */
	get isTooDeep(): boolean {
		return this.atOnce;
	}

	override onopentagname(start: number, end: number): void {
		// The parser keeps its open elements private; there is no other way to count them.
		const open = this['stack'].length;
		this.atOnce = open >= documents.htmlDepth;
		if (open === documents.htmlDepth) this.atOnce = !DROPPED_TAGS.has(this.nameAt(start, end));
		super.onopentagname(start, end);
	}

	override onclosetag(start: number, end: number): void {
		this.atOnce = false;
		super.onclosetag(start, end);
	}

	protected override isVoidElement(name: string): boolean {
		return this.atOnce || super.isVoidElement(name);
	}

	private nameAt(start: number, end: number): string {
		return this['getSlice'](start, end).toLowerCase();
	}
}
