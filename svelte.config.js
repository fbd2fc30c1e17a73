import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: {
		// Runes in our own files only: libraries may still be written the old way.
		runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true)
	},
	kit: {
		adapter: adapter(),
		csp: {
			mode: 'nonce',
			directives: {
				'default-src': ['self'],
				'script-src': ['self'],
				'style-src': ['self', 'unsafe-inline'],
				// Pictures of an imported archive may still lie where they came from.
				'img-src': ['self', 'data:', 'blob:', 'https:'],
				'media-src': ['self', 'https:'],
				'font-src': ['self'],
				'connect-src': ['self'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['self'],
				'frame-ancestors': ['none']
			}
		},
		typescript: {
			config: (config) => ({
				...config,
				exclude: [...(config.exclude ?? []), '../tests/fixtures/**'],
				include: [
					...config.include,
					'../svelte.config.js',
					'../.config/**/*.ts',
					'../.config/**/*.js',
					'../supabase/local/**/*.ts',
					'../supabase/functions/**/handler.ts',
					'../supabase/functions/**/handler.test.ts',
					'../supabase/functions/_shared/**/*.ts'
				]
			})
		}
	}
};
