import { createAnonymousClient, type Client } from '$lib/supabase/server';
import { env } from './env';

let client: Client | undefined;

/** Nobody, for what must be the same for everybody: feeds, site maps, versions. Holds no session. */
export function nobody(): Client {
	return (client ??= createAnonymousClient(env()));
}
