import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formFailure, parseForm } from './forms.ts';

const schema = z
	.object({
		email: z.email({ error: 'Not an address' }),
		password: z.string().min(8, { error: 'Too short' }),
		tags: z.array(z.string()).default([])
	})
	.refine((value) => value.password !== value.email, { error: 'Not the address itself' });

function form(entries: [string, string | File][]): FormData {
	const data = new FormData();
	for (const [name, value] of entries) data.append(name, value);
	return data;
}

describe('parseForm', () => {
	it('gives the checked data, and lists where a list is asked for', async () => {
		const parsed = await parseForm(
			schema,
			form([
				['email', 'ruth@amberley.example'],
				['password', 'low-water-mark'],
				['tags', 'tides']
			])
		);
		expect(parsed).toEqual({
			ok: true,
			data: { email: 'ruth@amberley.example', password: 'low-water-mark', tags: ['tides'] }
		});
	});

	it('shows what was typed and every complaint, but no password', async () => {
		const parsed = await parseForm(
			schema,
			form([
				['email', 'ruth'],
				['password', 'lowtide']
			])
		);
		expect(parsed).toMatchObject({
			ok: false,
			failure: {
				status: 400,
				data: {
					values: { email: 'ruth' },
					errors: { email: 'Not an address', password: 'Too short' }
				}
			}
		});
		expect(JSON.stringify(parsed)).not.toContain('lowtide');
	});

	it('puts a complaint about the whole under form', async () => {
		const both = 'ruth@amberley.example';
		const parsed = await parseForm(
			schema,
			form([
				['email', both],
				['password', both]
			])
		);
		expect(parsed).toMatchObject({
			failure: { data: { errors: { form: 'Not the address itself' } } }
		});
	});

	it('does not take a file for a text', async () => {
		const parsed = await parseForm(
			schema,
			form([
				['email', new File(['x'], 'x.txt')],
				['password', 'low-water-mark']
			])
		);
		expect(parsed).toMatchObject({ failure: { data: { values: {} } } });
	});
});

describe('the work of parseForm', () => {
	/** A form that counts how often something of it is read. */
	class CountedForm extends FormData {
		reads = 0;

		override *entries(): FormDataIterator<[string, FormDataEntryValue]> {
			for (const entry of super.entries()) {
				this.reads += 1;
				yield entry;
			}
		}
		override [Symbol.iterator]() {
			return this.entries();
		}
		// Each of these walks through all fields.
		override get(name: string) {
			this.reads += this.size;
			return super.get(name);
		}
		override getAll(name: string) {
			this.reads += this.size;
			return super.getAll(name);
		}
		override *keys(): FormDataIterator<string> {
			for (const [name] of this.entries()) yield name;
		}

		private get size(): number {
			return [...super.entries()].length;
		}
	}

	async function readsOf(count: number, nameOf: (n: number) => string): Promise<number> {
		const form = new CountedForm();
		for (let n = 0; n < count; n += 1) form.append(nameOf(n), 'x');
		await parseForm(schema, form);
		return form.reads;
	}

	it.each<[string, (n: number) => string]>([
		['with a name of its own each', (n) => `field-${n}`],
		['of one name', () => 'email'],
		['of one list', () => 'tags']
	])('is one look at each field, for fields %s', async (_, nameOf) => {
		expect(await readsOf(10, nameOf)).toBe(10);
		expect(await readsOf(2000, nameOf)).toBe(2000);
	});

	it('keeps nothing of a field that the schema does not name', async () => {
		const parsed = await parseForm(
			schema,
			form([
				['stray', 'x'],
				['__proto__', 'x'],
				['email', 'no']
			])
		);
		expect(parsed).toMatchObject({ ok: false, failure: { data: { values: { email: 'no' } } } });
		expect(JSON.stringify(parsed)).not.toMatch(/stray|__proto__/);
	});

	it('finds a list behind a transformation', async () => {
		const trimmed = z.object({
			tags: z
				.array(z.string())
				.transform((all) => all.length)
				.default(0)
		});
		const parsed = await parseForm(
			trimmed,
			form([
				['tags', 'a'],
				['tags', 'b']
			])
		);
		expect(parsed).toEqual({ ok: true, data: { tags: 2 } });
	});
});

describe('formFailure', () => {
	it('never echoes a secret', () => {
		const { data } = formFailure(
			409,
			{ slug: 'tide', hue: 352, code: '407192', new_password: 'x', token_hash: 'y' },
			{ slug: 'Taken' }
		);
		expect(data).toEqual({ values: { slug: 'tide', hue: '352' }, errors: { slug: 'Taken' } });
	});
});
