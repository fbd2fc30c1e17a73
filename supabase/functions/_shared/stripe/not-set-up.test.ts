import { afterEach, expect, it, vi } from 'vitest';
import { whenSetUp } from './not-set-up.ts';
import { PaymentsNotSetUp } from './settings.ts';

afterEach(() => vi.restoreAllMocks());

it('says that there is no Stripe, and the log says why', async () => {
	const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
	const handler = whenSetUp('https://pamphlet.example', () => {
		throw new PaymentsNotSetUp('STRIPE_SECRET_KEY is missing');
	});
	const response = await handler(new Request('https://api.example/', { method: 'POST' }));
	expect(response.status).toBe(503);
	expect(await response.json()).toMatchObject({ code: 'payments_not_set_up' });
	expect(logged).toHaveBeenCalledExactlyOnceWith('STRIPE_SECRET_KEY is missing');
});

it('lets other mistakes break the start', () => {
	const broken = () =>
		whenSetUp('https://pamphlet.example', () => {
			throw new Error('SITE_URL is missing');
		});
	expect(broken).toThrow('SITE_URL');
});
