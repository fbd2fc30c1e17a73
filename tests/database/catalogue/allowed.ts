/**
 * Every right of those who come with the publishable key. Whoever needs another adds it here and in
 * a migration: nothing is granted by the way.
 */
export const allowedGrants = [
	'anon: select on installation',
	'anon: select on media',
	'anon: select on post_authors',
	'anon: select on post_contents',
	'anon: select on post_media',
	'anon: select on post_tags',
	'anon: select on post_tiers',
	'anon: select on posts',
	'anon: select on profiles (bio, created_at, id, is_byline, name, publication_id, updated_at)',
	'anon: select on publication_redirects',
	'anon: select on publication_versions (publication_id, version)',
	'anon: select on publications',
	'anon: select on redirects',
	'anon: select on tags',
	'anon: select on tiers',
	'authenticated: delete on imports',
	'authenticated: delete on media',
	'authenticated: delete on member_grants',
	'authenticated: delete on member_labels',
	'authenticated: delete on members',
	'authenticated: delete on post_authors',
	'authenticated: delete on post_tags',
	'authenticated: delete on post_tiers',
	'authenticated: delete on posts',
	'authenticated: delete on publication_staff',
	'authenticated: delete on publications',
	'authenticated: delete on staff_invitations',
	'authenticated: delete on tags',
	'authenticated: delete on tiers',
	'authenticated: insert on imports (dry_run, file_name, options, publication_id, source, total)',
	'authenticated: insert on media (alt, bytes, filename, height, id, mime, publication_id, width)',
	'authenticated: insert on member_grants (ends_at, member_id, publication_id, reason, tier_id)',
	'authenticated: insert on member_labels (label, member_id, publication_id)',
	'authenticated: insert on members (email, name, publication_id)',
	'authenticated: insert on post_authors',
	'authenticated: insert on post_tags',
	'authenticated: insert on post_tiers',
	'authenticated: insert on posts (kind, publication_id, slug, subtitle, title)',
	'authenticated: insert on staff_invitations (email, publication_id, role, token_hash)',
	'authenticated: insert on tags (description, is_internal, name, publication_id, slug)',
	'authenticated: insert on tiers (description, name, position, publication_id, slug)',
	'authenticated: select on audit_log',
	'authenticated: select on import_items',
	'authenticated: select on imports',
	'authenticated: select on installation',
	'authenticated: select on media',
	'authenticated: select on member_grants',
	'authenticated: select on member_labels',
	'authenticated: select on members (created_at, email, email_state, id, name, publication_id, source, status, updated_at)',
	'authenticated: select on post_authors',
	'authenticated: select on post_contents',
	'authenticated: select on post_media',
	'authenticated: select on post_revisions',
	'authenticated: select on post_tags',
	'authenticated: select on post_tiers',
	'authenticated: select on posts',
	'authenticated: select on profiles (bio, created_at, id, is_byline, name, publication_id, updated_at)',
	'authenticated: select on publication_redirects',
	'authenticated: select on publication_staff',
	'authenticated: select on publication_versions (publication_id, version)',
	'authenticated: select on publications',
	'authenticated: select on redirects',
	'authenticated: select on staff_invitations (accepted_at, created_at, email, expires_at, id, invited_by, publication_id, role)',
	'authenticated: select on tags',
	'authenticated: select on tiers',
	'authenticated: update on imports (status, total)',
	'authenticated: update on installation (name, publications_by)',
	'authenticated: update on media (alt)',
	'authenticated: update on member_grants (ends_at, reason)',
	'authenticated: update on members (name, status)',
	'authenticated: update on post_authors (position)',
	'authenticated: update on post_contents (doc, saved_at, schema_version)',
	'authenticated: update on post_tags (position)',
	'authenticated: update on posts (canonical_url, cover_alt, cover_caption, cover_media_id, excerpt, kind, meta_description, meta_title, published_at, slug, status, subtitle, title, visibility, word_count)',
	'authenticated: update on profiles (bio, name)',
	'authenticated: update on publication_staff (role)',
	'authenticated: update on publications (accent_chroma, accent_hue, description, language, name, slug, time_zone)',
	'authenticated: update on tags (description, is_internal, name, slug)',
	'authenticated: update on tiers (archived_at, description, name, position, slug)'
];

/** Both callers may name the helpers of policies; what they may run there is listed below. */
export const allowedSchemaGrants = [
	'PUBLIC: usage on public',
	'anon: usage on private',
	'anon: usage on public',
	'authenticated: usage on private',
	'authenticated: usage on public'
];

/** Functions that anybody may run. */
export const forAnybody = [
	'private.closed_pubs()',
	'private.is_operator()',
	'private.staff_invitation_preview(text)',
	'private.take_sign_in_attempt(text,text)',
	'private.uuid_v7()',
	'is_operator()',
	'may_create_publication()',
	'publication_bylines(uuid)',
	'publication_subjects(uuid)',
	'publication_years(uuid)',
	'staff_invitation_preview(text)',
	'take_sign_in_attempt(text,text)'
];

/** Functions that signed-in people may run beside those. */
export const forSignedIn = [
	'private.accept_staff_invitation(text)',
	'private.colleagues()',
	'private.create_publication(text,text,text,text,text,smallint,real)',
	'private.end_session(uuid)',
	'private.import_batch(uuid,jsonb)',
	'private.member_pubs()',
	'private.my_memberships()',
	'private.my_sessions()',
	'private.my_tiers()',
	'private.own_posts()',
	'private.paid_pubs()',
	'private.staff_directory(uuid)',
	'private.staff_pubs(text)',
	'accept_staff_invitation(text)',
	'change_post(uuid,jsonb,uuid[],uuid[],uuid[])',
	'create_publication(text,text,text,text,text,smallint,real)',
	'create_staff_invitation(uuid,text,text,text)',
	'duplicate_post(uuid)',
	'end_session(uuid)',
	'import_batch(uuid,jsonb)',
	'my_memberships()',
	'my_sessions()',
	'restore_post(uuid)',
	'save_post(uuid,bigint,jsonb,smallint,integer,text,text)',
	'staff_directory(uuid)',
	'transfer_publication(uuid,uuid)'
];

/**
 * What callers may name to a function by id, as `function: argument`. Who the caller is comes from
 * the token and never from here; `p_to_user` is somebody else, under the caller's own rights.
 */
export const idsFromCallers = [
	'private.end_session(uuid): p_session_id',
	'private.import_batch(uuid,jsonb): p_import_id',
	'private.staff_directory(uuid): p_publication_id',
	'change_post(uuid,jsonb,uuid[],uuid[],uuid[]): p_author_ids',
	'change_post(uuid,jsonb,uuid[],uuid[],uuid[]): p_post_id',
	'change_post(uuid,jsonb,uuid[],uuid[],uuid[]): p_tag_ids',
	'change_post(uuid,jsonb,uuid[],uuid[],uuid[]): p_tier_ids',
	'create_staff_invitation(uuid,text,text,text): p_publication_id',
	'duplicate_post(uuid): p_post_id',
	'end_session(uuid): p_session_id',
	'import_batch(uuid,jsonb): p_import_id',
	'publication_bylines(uuid): p_publication_id',
	'publication_subjects(uuid): p_publication_id',
	'publication_years(uuid): p_publication_id',
	'restore_post(uuid): p_post_id',
	'save_post(uuid,bigint,jsonb,smallint,integer,text,text): p_post_id',
	'staff_directory(uuid): p_publication_id',
	'transfer_publication(uuid,uuid): p_publication_id',
	'transfer_publication(uuid,uuid): p_to_user'
];

/** Columns whose names say all there is to say. */
export const plainColumns = new Set([
	...['id', 'publication_id', 'post_id', 'user_id', 'profile_id', 'member_id', 'tier_id', 'tag_id'],
	...['media_id', 'cover_media_id', 'created_by', 'saved_by', 'invited_by'],
	...['created_at', 'updated_at', 'saved_at', 'imported_at', 'expires_at', 'accepted_at', 'at'],
	...['published_at', 'since', 'last_at', 'last_run_at', 'window_started_at'],
	...['slug', 'name', 'title', 'subtitle', 'description', 'bio', 'email', 'reason', 'role'],
	...['kind', 'action', 'source', 'source_id', 'position', 'word_count', 'version'],
	...['meta_title', 'meta_description'],
	...['filename', 'mime', 'width', 'height', 'alt', 'cover_alt', 'cover_caption']
]);

/** Plain by name, but not in these tables: the comment stands where the column is at home. */
export const copiedColumns = new Set([
	'post_contents.doc',
	'post_contents.published_at',
	'post_contents.tier_ids',
	'post_contents.visibility',
	'post_revisions.doc',
	'post_revisions.revision',
	'post_revisions.schema_version',
	'private.sign_in_attempts.kind',
	'staff_invitations.role'
]);
