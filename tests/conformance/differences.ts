/**
 * Where the local stack answers otherwise than a hosted project, by the name of the check, with
 * the reason. Nothing in the product may count on these.
 */
export const differences: Record<string, string> = {
	'view embed': '@supabase/lite sees foreign keys of tables, not those that a view passes on',
	signInAnonymously: '@supabase/lite has no accounts without an address',
	'mfa.enroll': '@supabase/lite has no second factors'
};
