import { describe, expect, it } from 'vitest';
import { createLogger, scrub } from './log.ts';

function lines() {
	const written: string[] = [];
	return { written, log: createLogger('info', { write: (line) => void written.push(line) }) };
}

describe('the log', () => {
	it.each([
		'sb_secret_N7UND0UgjKTVK',
		'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
		'sk_live_51abc',
		'https://pamphlet.example/auth/confirm?token_hash=4f5e',
		'whsec_c2VjcmV0'
	])('does not keep %s', (secret) => {
		expect(scrub(`failed: ${secret} (try again)`)).not.toMatch(/N7UND0|c2ln|51abc|4f5e|c2VjcmV0/);
	});

	it('keeps what it says about a failure', () => {
		expect(scrub('column "title" does not exist')).toBe('column "title" does not exist');
	});

	it('scrubs an error, its stack and its cause', () => {
		const { written, log } = lines();
		const cause = new Error('Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln');
		log.error({ err: new Error('sb_secret_canary', { cause }) }, 'failed');
		expect(written.join()).not.toMatch(/canary|c2ln/);
		expect(JSON.parse(written[0] ?? '')).toMatchObject({
			level: 'error',
			err: { type: 'Error', cause: { message: 'Bearer [redacted]' } }
		});
	});

	it('does not keep addresses of people', () => {
		const { written, log } = lines();
		log.info({ email: 'ruth@amberley.example' }, 'asked for a code');
		expect(written.join()).not.toContain('ruth');
	});
});
