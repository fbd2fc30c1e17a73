import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';
import { fonts } from './.config/fonts.ts';

export default defineConfig({
	plugins: [fonts(), tailwindcss(), sveltekit()],
	server: { port: Number(process.env.APP_PORT ?? 5173), strictPort: true },
	test: {
		expect: { requireAssertions: true },
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					environment: 'node',
					include: ['{src,supabase,tests/support}/**/*.test.ts']
				}
			},
			{
				extends: true,
				test: {
					name: 'stack',
					environment: 'node',
					include: ['tests/{conformance,database,desk,functions,import,reading,server}/**/*.test.ts'],
					globalSetup: ['tests/support/stack.setup.ts'],
					testTimeout: 30_000,
					hookTimeout: 60_000
				}
			}
		]
	}
});
