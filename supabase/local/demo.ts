/** The people of supabase/seed.sql whom one can sign in as. */
export const demoPeople = [
	{ email: 'marit@tidetable.example', role: 'owner of Tide Table' },
	{ email: 'anselm@tidetable.example', role: 'admin' },
	{ email: 'devi@tidetable.example', role: 'editor' },
	{ email: 'joan@tidetable.example', role: 'author' },
	{ email: 'reader@tidetable.example', role: 'member' },
	{ email: 'ola@fieldnotes.example', role: 'owner of Field Notes, another publication' }
] as const;

/** The password all of them have, beside the codes that are mailed. */
export const demoPassword = 'pamphlet-demo';
