import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';
import { documentWorker } from './.config/document-worker.ts';
import { fonts } from './.config/fonts.ts';
import { isLostWrite } from './supabase/local/postgres/lost-write.ts';

export default defineConfig({
	plugins: [fonts(), documentWorker(), tailwindcss(), sveltekit()],
	server: {
		port: Number(process.env.APP_PORT ?? 5173),
		strictPort: true,
		watch: { ignored: ['**/.data/**'] }
	},
	test: {
		// What is waited for comes late on a busy machine.
		expect: { requireAssertions: true, poll: { timeout: 15_000 } },
		// Tests that kill Postgres have the stack in their own process.
		onUnhandledError: (error) => !isLostWrite(Object.assign(new Error(), error)),
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					environment: 'node',
					include: ['{src,supabase,tests/support}/**/*.test.ts'],
					// Property tests take long on a busy machine; none of them waits for anything.
					testTimeout: 30_000
				}
			},
			{
				extends: true,
				test: {
					name: 'stack',
					environment: 'node',
					include: [
						'tests/{conformance,database,desk,functions,hostile,import,reading,server}/**/*.test.ts'
					],
					globalSetup: ['tests/support/stack.setup.ts'],
					testTimeout: 30_000,
					hookTimeout: 60_000
				}
			}
		]
	}
});
