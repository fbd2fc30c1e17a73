import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from '../svelte.config.js';

export default ts.config(
	{
		ignores: ['.svelte-kit/', 'build/', '.data/', '.data-*/', 'src/lib/supabase/database.types.ts']
	},
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			// TypeScript reports undefined names itself, and knows the generated ones.
			'no-undef': 'off',
			'no-console': ['error', { allow: ['error'] }],
			eqeqeq: 'error'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
		rules: {
			// Links are plain paths here: the app is served from the root of its host.
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{
		// Command-line programs talk to their terminal.
		files: [
			'supabase/local/**',
			'supabase/functions/**',
			'tests/**',
			'src/**/cli.ts',
			'.config/**'
		],
		rules: { 'no-console': 'off' }
	}
);
