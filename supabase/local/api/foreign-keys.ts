import type { createPostgresConnection } from '@supabase/lite/postgres';

/**
 * Makes embeds that name their foreign key find the right row. Where such a key has more than one
 * column, lite joins by the first of them only; every such key of ours holds `publication_id`
 * beside an id, and joined by that alone a post gets any picture of its publication. So the id
 * comes first. PostgREST joins by the whole key.
 */
export function orderForeignKeys(connection: ReturnType<typeof createPostgresConnection>): void {
	const introspect = connection.introspect.bind(connection);
	connection.introspect = async (...options) => {
		const schema = await introspect(...options);
		const shared = (key: { column: string }) => Number(key.column === 'publication_id');
		schema.foreign_keys?.sort((a, b) => shared(a) - shared(b));
		return schema;
	};
}
