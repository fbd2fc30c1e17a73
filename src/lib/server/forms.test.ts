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
