/**
 * Secrets that a careless deployment has in the environment of the web server, and the token that it
 * always has. Tests build and run it with these; none may come out of it anywhere.
 */
export const canaries: Record<string, string> = Object.fromEntries(
	[
		'SUPABASE_SECRET_KEY',
		'SUPABASE_SERVICE_ROLE_KEY',
		'SUPABASE_DB_URL',
		'DATABASE_URL',
		'STRIPE_SECRET_KEY',
		'STRIPE_WEBHOOK_SECRET',
		'RESEND_API_KEY',
		'SMTP_PASSWORD',
		'VITE_SECRET',
		'PAMPHLET_SECRET',
		'SERVER_TOKEN'
	].map((name) => [name, `canary_${name.toLowerCase()}_5f2d8c1be07a`])
);

/** The piece all of them share: what to search for. */
export const canaryMark = /canary_[a-z_]+_5f2d8c1be07a/g;
