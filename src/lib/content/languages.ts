/** A language code may be marked as: what is stored, and what people call it. */
export interface CodeLanguage {
	name: string;
	label: string;
}

/** Every language a block of code may name. A list, since a free word would end up in a class. */
export const CODE_LANGUAGES: readonly CodeLanguage[] = [
	...list(
		'bash Bash|c C|clojure Clojure|cpp C++|csharp C#|css CSS|dart Dart|diff Diff|docker Docker'
	),
	...list('elixir Elixir|elm Elm|erlang Erlang|fortran Fortran|fsharp F#|go Go|graphql GraphQL'),
	...list(
		'groovy Groovy|haskell Haskell|html HTML|http HTTP|ini INI|java Java|javascript JavaScript'
	),
	...list(
		'json JSON|jsx JSX|julia Julia|kotlin Kotlin|latex LaTeX|lisp Lisp|lua Lua|makefile Makefile'
	),
	...list('markdown Markdown|matlab MATLAB|nginx nginx|nix Nix|objectivec Objective-C|ocaml OCaml'),
	...list(
		'perl Perl|php PHP|plaintext Plain text|powershell PowerShell|python Python|r R|ruby Ruby'
	),
	...list(
		'rust Rust|scala Scala|scheme Scheme|scss SCSS|sql SQL|svelte Svelte|swift Swift|toml TOML'
	),
	...list('tsx TSX|typescript TypeScript|vue Vue|wasm WebAssembly|xml XML|yaml YAML|zig Zig')
];

const ALIASES: Readonly<Record<string, string>> = {
	...{ sh: 'bash', shell: 'bash', zsh: 'bash', console: 'bash', 'c++': 'cpp', cc: 'cpp', h: 'c' },
	...{
		'c#': 'csharp',
		cs: 'csharp',
		'f#': 'fsharp',
		dockerfile: 'docker',
		golang: 'go',
		hs: 'haskell'
	},
	...{
		htm: 'html',
		js: 'javascript',
		mjs: 'javascript',
		node: 'javascript',
		kt: 'kotlin',
		tex: 'latex'
	},
	...{
		make: 'makefile',
		md: 'markdown',
		'objective-c': 'objectivec',
		objc: 'objectivec',
		ml: 'ocaml'
	},
	...{
		text: 'plaintext',
		txt: 'plaintext',
		plain: 'plaintext',
		ps1: 'powershell',
		pwsh: 'powershell'
	},
	...{
		py: 'python',
		python3: 'python',
		rb: 'ruby',
		rs: 'rust',
		sass: 'scss',
		ts: 'typescript',
		yml: 'yaml'
	},
	...{
		postgresql: 'sql',
		plpgsql: 'sql',
		mysql: 'sql',
		svg: 'xml',
		ex: 'elixir',
		clj: 'clojure',
		jl: 'julia'
	}
};

const NAMES: ReadonlySet<string> = new Set(CODE_LANGUAGES.map(({ name }) => name));

/** The name of the list for what somebody typed or a class says, or null when it is none of it. */
export function codeLanguage(typed: unknown): string | null {
	if (typeof typed !== 'string') return null;
	const name = typed.trim().toLowerCase();
	if (NAMES.has(name)) return name;
	return (Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined) ?? null;
}

/** What people call a language of the list; empty for anything else. */
export function languageLabel(name: unknown): string {
	return CODE_LANGUAGES.find((language) => language.name === name)?.label ?? '';
}

function list(entries: string): CodeLanguage[] {
	return entries.split('|').map((entry) => {
		const [name = '', ...label] = entry.split(' ');
		return { name, label: label.join(' ') };
	});
}
