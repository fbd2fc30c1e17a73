import { SvelteKitError } from '@sveltejs/kit/internal';
import { describe, expect, it } from 'vitest';
import { AppError, toAppError, unwrap } from './errors.ts';

describe('toAppError', () => {
	it.each([
		['42501', 'forbidden', 403],
		['23505', 'taken', 409],
		['23514', 'invalid', 400],
		['22P02', 'invalid', 400],
		['22021', 'invalid', 400],
		['22009', 'invalid', 400],
		['23P01', 'invalid', 400],
		['54001', 'too_large', 413],
		['PGRST103', 'not_found', 404],
		['PGRST100', 'bad_request', 400],
		['PGRST000', 'unavailable', 503],
		['PGRST116', 'not_found', 404],
		['PGRST303', 'unauthorised', 401],
		['57014', 'unavailable', 503],
		['XX000', 'internal', 500]
	])('%s is %s, %i', (code, name, status) => {
		expect(toAppError({ code, message: 'x' })).toMatchObject({ code: name, status });
	});

	it('takes the name that a function raised', () => {
		expect(toAppError({ code: 'PT409', message: 'last_owner' })).toMatchObject({
			code: 'last_owner',
			status: 409
		});
	});

	it('does not take a sentence for a name', () => {
		expect(toAppError({ code: 'PT404', message: 'No such row' }).code).toBe('not_found');
	});

	it('calls an API that does not answer unavailable', () => {
		expect(toAppError({ code: '', message: 'TypeError: fetch failed' })).toMatchObject({
			code: 'unavailable',
			status: 503
		});
	});

	it('says nothing of the cause', () => {
		const error = toAppError({ code: '23505', message: 'duplicate key (slug)=(tide)' });
		expect(error.message).not.toContain('tide');
		expect(error.cause).toMatchObject({ code: '23505' });
	});
});

describe('unwrap', () => {
	it('gives the data', () => {
		expect(unwrap({ data: 'x', error: null })).toBe('x');
	});

	it('throws the error, with a status that SvelteKit answers with', () => {
		const get = () => unwrap({ data: null, error: { code: 'PGRST116', message: '0 rows' } });
		expect(get).toThrow(AppError);
		expect(get).toThrow(SvelteKitError);
	});
});
