import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, type TomlValue } from 'smol-toml';
import { z } from 'zod';
import { StackError } from './errors.ts';
import type { Settings } from './settings.ts';

const provider = z.looseObject({ enabled: z.boolean().default(false) });

const rate = z.number().int().min(0).optional();

/** How long something lasts, as Go writes it (`60s`, `1m30s`); in seconds. */
const duration = z
	.string()
	.regex(/^(\d+[hms])+$/)
	.transform((text) =>
		[...text.matchAll(/(\d+)([hms])/g)].reduce(
			(sum, [, count, unit]) =>
				sum + Number(count) * { h: 3600, m: 60, s: 1 }[unit as 'h' | 'm' | 's'],
			0
		)
	);

const schema = z.object({
	project_id: z.string(),
	api: z.object({
		schemas: z.array(z.string()).min(1),
		extra_search_path: z.array(z.string()).default(['public', 'extensions']),
		max_rows: z.number().int().default(1000)
	}),
	auth: z.object({
		site_url: z.url(),
		additional_redirect_urls: z.array(z.string()).default([]),
		jwt_expiry: z.number().int().default(3600),
		enable_signup: z.boolean().default(true),
		enable_refresh_token_rotation: z.boolean().default(true),
		minimum_password_length: z.number().int().default(6),
		password_requirements: z.string().default(''),
		email: z.object({
			enabled: z.boolean().default(true),
			enable_confirmations: z.boolean().default(false),
			double_confirm_changes: z.boolean().default(true),
			max_frequency: duration.prefault('60s'),
			otp_length: z.number().int().default(6),
			otp_expiry: z.number().int().default(3600)
		}),
		/** Without a figure there is no limit. */
		rate_limit: z
			.object({
				email_sent: rate,
				sign_in_sign_ups: rate,
				token_verifications: rate,
				token_refresh: rate
			})
			.prefault({}),
		hook: z
			.looseObject({
				send_email: z
					.looseObject({ enabled: z.boolean().default(false), uri: z.url().optional() })
					.prefault({})
			})
			.prefault({}),
		external: z.record(z.string(), provider).default({}),
		sessions: z
			.object({ timebox: z.string().optional(), inactivity_timeout: z.string().optional() })
			.default({})
	}),
	storage: z.looseObject({ file_size_limit: z.string().default('50MiB') }).prefault({}),
	functions: z
		.record(
			z.string(),
			z.looseObject({ verify_jwt: z.boolean().default(true), enabled: z.boolean().default(true) })
		)
		.default({})
});

/** What `supabase/config.toml` says, as far as the local stack acts on it. */
export type ProjectConfig = z.infer<typeof schema>;

/**
 * Reads `supabase/config.toml`, the same file that `supabase start` and `supabase config push` read.
 * @throws StackError naming the file and the key that is wrong
 */
export function readProjectConfig(
	settings: Pick<Settings, 'projectDir' | 'siteUrl'>
): ProjectConfig {
	const file = path.join(settings.projectDir, 'supabase/config.toml');
	const parsed = schema.safeParse(withEnvironment(load(file)));
	if (!parsed.success) {
		const issue = parsed.error.issues[0];
		throw new StackError(`${file}: ${issue?.path.join('.')}: ${issue?.message}`);
	}
	const config = parsed.data;
	if (settings.siteUrl) {
		config.auth.additional_redirect_urls.push(`${settings.siteUrl}/**`);
		config.auth.site_url = settings.siteUrl;
	}
	return config;
}

function load(file: string): TomlValue {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch {
		throw new StackError(`${file} cannot be read.`);
	}
	try {
		return parse(text);
	} catch (error) {
		throw new StackError(`${file}: ${error instanceof Error ? error.message : error}`);
	}
}

/** `env(NAME)` stands for an environment variable, as in the supabase CLI; unset ones stay as written. */
function withEnvironment(value: TomlValue): TomlValue {
	if (typeof value === 'string') {
		const name = /^env\((\w+)\)$/.exec(value)?.[1];
		return name ? (process.env[name] ?? value) : value;
	}
	if (Array.isArray(value)) return value.map(withEnvironment);
	if (typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => [key, withEnvironment(inner)])
	);
}
