import { expect } from 'vitest';
import { check, useConformanceStack } from './support.ts';

const { stack, anon, person } = useConformanceStack();

const call = (name: string, init?: RequestInit) =>
	fetch(`${stack().apiUrl}/functions/v1/${name}`, init);

check('a function without verify_jwt answers anybody', async () => {
	const answer = await call('open');
	expect(answer.status).toBe(200);
});

check('a function with verify_jwt wants a header', async () => {
	const answer = await call('signed-in', { method: 'POST' });
	expect(answer.status).toBe(401);
	expect(await answer.json()).toMatchObject({ message: 'Missing authorization header' });
});

check('the publishable key is not a token', async () => {
	const { error } = await anon().functions.invoke('signed-in', { body: { name: 'x' } });
	expect(error?.context.status).toBe(401);
});

check('a token signed by somebody else is refused', async () => {
	const { db } = await person();
	const { data } = await db.auth.getSession();
	const forged = `${data.session?.access_token.split('.').slice(0, 2).join('.')}.AAAA`;
	const headers = { authorization: `Bearer ${forged}` };
	expect((await call('signed-in', { method: 'POST', headers })).status).toBe(401);
});

check(
	'a function gets its caller’s token, body and path, and packages from node_modules',
	async () => {
		const { db, email } = await person();
		const { data } = await db.functions.invoke('signed-in', { body: { name: 'Ann' } });
		expect(data).toEqual({ hello: 'Ann', email, path: '/signed-in' });
	}
);

check('a preflight reaches the function without a token', async () => {
	const answer = await call('open', { method: 'OPTIONS' });
	expect(answer.headers.get('access-control-allow-origin')).toBe('*');
	expect((await call('signed-in', { method: 'OPTIONS' })).status).not.toBe(401);
});

check('an unknown function is a 404', async () => {
	const { db } = await person();
	const { error } = await db.functions.invoke('no-such-function');
	expect(error?.context.status).toBe(404);
	expect(await error?.context.json()).toMatchObject({ code: 'NOT_FOUND' });
});

check('a function that throws is a 500 and harms no other', async () => {
	const { db } = await person();
	const { error } = await db.functions.invoke('failing');
	expect(error?.context.status).toBe(500);
	expect((await call('open')).status).toBe(200);
});

check('a function finds what a hosted project sets, and nothing of the shell', async () => {
	const { environment } = await (await call('open')).json();
	expect(environment).toEqual({
		SUPABASE_URL: stack().apiUrl,
		SUPABASE_SERVICE_ROLE_KEY: stack().keys.secret,
		RESEND_BASE_URL: new URL(stack().inboxUrl).origin,
		SITE_URL: stack().siteUrl,
		CANARY: null
	});
});
