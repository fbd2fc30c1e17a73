import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';
import { fonts } from './.config/fonts.ts';

export default defineConfig({
	plugins: [fonts(), tailwindcss(), sveltekit()],
	server: {
		port: Number(process.env.APP_PORT ?? 5173),
		strictPort: true,
		watch: { ignored: ['**/.data/**'] }
	},
	test: {
		expect: { requireAssertions: true },
		// Tests kill Postgres under the API's transactions: postgres.js then writes its rollback to a socket
		// that is gone, and the error is nobody's to catch. The query itself has failed as it should.
		onUnhandledError: (error) =>
			!(
				error.message === "Cannot read properties of null (reading 'write')" &&
				/node_modules\/postgres\/src\/connection\.js/.test(JSON.stringify(error))
			),
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
						'tests/{conformance,database,desk,functions,import,reading,server}/**/*.test.ts'
					],
					globalSetup: ['tests/support/stack.setup.ts'],
					testTimeout: 30_000,
					hookTimeout: 60_000
				}
			}
		]
	}
});
