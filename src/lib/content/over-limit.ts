import { isRecord, stringOf } from './read.ts';

/** What can be counted in a document. Those with `all` are sums, the other lengths are the longest. */
export type Measure =
	| 'jsonDepth'
	| 'depth'
	| 'nodes'
	| 'marks'
	| 'attributes'
	| 'textLength'
	| 'allTextLength'
	| 'footnotes'
	| 'formulas'
	| 'formulaLength'
	| 'allFormulaLength'
	| 'htmlBlocks'
	| 'htmlLength'
	| 'allHtmlLength';

interface Visit {
	value: unknown;
	/** Levels of JSON above it. */
	level: number;
	/** Nodes above it when it stands where a node stands; null for any other value. */
	depth: number | null;
}

/**
 * The first limit that a document is over, or null. Takes any JSON, visits each value once, and stops
 * at the first limit that is passed, so that it can stand before anything that reads the document.
 * `private.document_fault` in Postgres counts the same.
 */
export function overLimit<L extends Readonly<Partial<Record<Measure, number>>>>(
	doc: unknown,
	limits: L
): (keyof L & Measure) | null {
	const found = new Map<Measure, number>();
	let over: (keyof L & Measure) | null = null;
	const set = (measure: Measure, value: number) => {
		found.set(measure, value);
		if (value > (limits[measure] ?? Infinity)) over ??= measure;
	};
	const add = (measure: Measure, by: number) => set(measure, (found.get(measure) ?? 0) + by);
	const longest = (measure: Measure, length: number) =>
		set(measure, Math.max(found.get(measure) ?? 0, length));

	const node = ({ type, attrs, marks, text }: Record<string, unknown>, depth: number) => {
		add('nodes', 1);
		longest('depth', depth);
		if (typeof text === 'string') {
			longest('textLength', text.length);
			add('allTextLength', text.length);
		}
		if (Array.isArray(marks)) add('marks', marks.length);
		const { html, latex } = isRecord(attrs) ? attrs : {};
		if (isRecord(attrs)) longest('attributes', Object.keys(attrs).length);
		if (type === 'footnote') add('footnotes', 1);
		if (type === 'mathInline' || type === 'mathBlock') {
			add('formulas', 1);
			longest('formulaLength', stringOf(latex).length);
			add('allFormulaLength', stringOf(latex).length);
		}
		if (type === 'html') {
			add('htmlBlocks', 1);
			longest('htmlLength', stringOf(html).length);
			add('allHtmlLength', stringOf(html).length);
		}
	};

	// A stack of our own: hostile JSON is nested deeper than calls may be.
	const stack: Visit[] = [{ value: doc, level: 0, depth: 0 }];
	for (let visit = stack.pop(); visit && over === null; visit = stack.pop()) {
		const { value, level, depth } = visit;
		if (typeof value !== 'object' || value === null) continue;
		longest('jsonDepth', level);
		const content = depth !== null && isRecord(value) ? value.content : null;
		if (depth !== null && isRecord(value)) node(value, depth);
		for (const inner of Object.values(value)) {
			if (inner === content && Array.isArray(inner)) {
				for (const child of inner)
					stack.push({ value: child, level: level + 2, depth: (depth ?? 0) + 1 });
			} else stack.push({ value: inner, level: level + 1, depth: null });
		}
	}
	return over;
}
