import type { Cookies } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { forgetSigningIn, keepSigningIn, readSigningIn } from './sign-in-cookie.ts';

const secure = { ORIGIN: 'https://pamphlet.example' };
const plain = { ORIGIN: 'http://localhost:3000' };
const state = {
	id: 'f00d',
	email: 'ruth@amberley.example',
	next: '/@tide',
	nextMailAt: 1,
	refused: false
};

function jar() {
	const kept = new Map<string, { value: string; options: Record<string, unknown> }>();
	const cookies: Partial<Cookies> = {
		get: (name) => kept.get(name)?.value,
		set: (name, value, options) => void kept.set(name, { value, options: { ...options } }),
		delete: (name) => void kept.delete(name)
	};
	return { kept, cookies: cookies as Cookies };
}

describe('the sign-in under way', () => {
	it('is remembered, and forgotten', () => {
		const { cookies } = jar();
		keepSigningIn(cookies, plain, state);
		expect(readSigningIn(cookies, plain)).toEqual(state);
		forgetSigningIn(cookies, plain);
		expect(readSigningIn(cookies, plain)).toBeNull();
	});

	it('is out of reach of scripts and of other hosts', () => {
		const { cookies, kept } = jar();
		keepSigningIn(cookies, secure, state);
		expect([...kept.keys()]).toEqual(['__Host-pamphlet-signing-in']);
		expect([...kept.values()][0]?.options).toMatchObject({
			httpOnly: true,
			secure: true,
			sameSite: 'lax',
			path: '/'
		});
	});

	it.each(['{', '"x"', '{"next":5}', '{}'])('is not read from %s', (value) => {
		const { cookies, kept } = jar();
		kept.set('pamphlet-signing-in', { value, options: {} });
		expect(readSigningIn(cookies, plain)).toBeNull();
	});

	it('leads nowhere else, whoever wrote it', () => {
		const { cookies } = jar();
		keepSigningIn(cookies, plain, { ...state, next: '//evil.example' });
		expect(readSigningIn(cookies, plain)?.next).toBe('/desk');
	});
});
