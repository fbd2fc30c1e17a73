import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { isTyping, keyHandler } from './composition.ts';

function key(of: Partial<KeyboardEvent>): KeyboardEvent {
	return { key: 'Enter', keyCode: 13, isComposing: false, ...of } as KeyboardEvent;
}

describe('a key handler', () => {
	it('gets the key, and the arguments before it', () => {
		const handle = vi.fn<(view: string, event: KeyboardEvent) => string>(() => 'done');
		const enter = key({});
		expect(keyHandler(handle)('view', enter)).toBe('done');
		expect(handle).toHaveBeenCalledExactlyOnceWith('view', enter);
	});

	it.each([
		['in a composition', { isComposing: true }],
		['that begins one', { key: 'Process', keyCode: 229 }],
		['that ended one in Safari', { keyCode: 229 }],
		['that leaves one', { key: 'Escape', keyCode: 27, isComposing: true }]
	])('does not get a key %s', (_, of) => {
		const handle = vi.fn<(event: KeyboardEvent) => boolean>(() => true);
		expect(keyHandler(handle)(key(of))).toBe(false);
		expect(handle).not.toHaveBeenCalled();
	});
});

it.each([
	['insertText', true],
	['insertCompositionText', true],
	['insertFromComposition', true],
	['deleteCompositionText', true],
	['insertReplacementText', false],
	[undefined, false]
])('takes an input of the kind %s for typing: %s', (inputType, typed) => {
	expect(isTyping({ inputType } as InputEvent)).toBe(typed);
});

/** The places where a source hears keys, other than by a handler of {@link keyHandler}. */
function unguarded(source: string): string[] {
	const heard =
		/(?:\bon:?key(?:down|press|up)|(['"])key(?:down|press|up)\1|\bkey(?:down|press|up)(?=\s*[:(=])|\bhandleKey(?:Down|Press))/g;
	return [...source.matchAll(heard)]
		.filter(({ index, 0: name }) => {
			// Svelte's short form names a handler that is made in the same file.
			if (source.slice(index - 1, index + name.length + 1) === `{${name}}`) return false;
			return !/^(?:capture)?\s*[=:,]\s*\{?\s*keyHandler\(/.test(source.slice(index + name.length));
		})
		.map(({ index }) => source.slice(index, source.indexOf('\n', index)));
}

describe('every place that hears keys', () => {
	const src = fileURLToPath(new URL('../../', import.meta.url));
	const files = globSync('**/*.{svelte,ts,js,html}', { cwd: src }).filter(
		(file) => !file.includes('.test.')
	);
	const hearing = files.filter((file) =>
		/onkeydown|handleKeyDown|'keydown'/.test(readFileSync(src + file, 'utf8'))
	);

	it('is found', () => {
		expect(hearing).toContain('lib/editor/TextEditor.svelte');
		expect(hearing).toContain('lib/components/desk/LabelPicker.svelte');
		expect(hearing.length).toBeGreaterThan(15);
	});

	it.each([
		'<input onkeydown={(event) => go(event)} />',
		'<input onkeydowncapture={go} />',
		'<input on:keydown={go} />',
		'<input onkeyup={listKeys({})} />',
		'<script>function onkeydown(event: KeyboardEvent) {}\n</script><p {onkeydown}></p>',
		'const onkeydown = (event) => go(event);',
		'let { onkeydown, ...rest } = $props();',
		'new Plugin({ props: { handleKeyDown: (view, event) => go(event) } });',
		'new Plugin({ props: { handleKeyDown(view, event) {} } });',
		'handleDOMEvents: { keydown: (view, event) => go(event) }',
		"node.addEventListener('keydown', go);",
		"on(window, 'keypress', go);",
		'window.onkeydown = go;'
	])('is told in %s', (source) => {
		expect(unguarded(source)).not.toEqual([]);
	});

	it.each([
		'<input onkeydown={keyHandler((event) => go(event))} />',
		'<script>const onkeydown = keyHandler(go);\n</script><p {onkeydown}></p>',
		'new Plugin({ props: { handleKeyDown: keyHandler((view, event) => go(event)) } });',
		"node.addEventListener('keydown', keyHandler(go));"
	])('may be %s', (source) => {
		expect(unguarded(source)).toEqual([]);
	});

	it('leaves compositions alone', () => {
		const found = files.flatMap((file) =>
			unguarded(readFileSync(src + file, 'utf8')).map((place) => `${file}: ${place}`)
		);
		expect(found).toEqual([]);
	});
});
