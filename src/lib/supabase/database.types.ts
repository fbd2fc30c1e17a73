// Written by npm run types. Change the migrations instead.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
	public: {
		Tables: {
			audit_log: {
				Row: {
					action: string;
					actor_id: string | null;
					at: string;
					detail: NonNullable<Json>;
					id: number;
					publication_id: string;
					subject: string;
					subject_id: string | null;
				};
				ComputedFields: never;
				Insert: {
					action: string;
					actor_id?: string | null;
					at?: string;
					detail?: NonNullable<Json>;
					id?: never;
					publication_id: string;
					subject: string;
					subject_id?: string | null;
				};
				Update: {
					action?: string;
					actor_id?: string | null;
					at?: string;
					detail?: NonNullable<Json>;
					id?: never;
					publication_id?: string;
					subject?: string;
					subject_id?: string | null;
				};
				Relationships: [];
			};
			import_items: {
				Row: {
					digest: string | null;
					import_id: string | null;
					imported_at: string;
					kind: string;
					label: string;
					notes: NonNullable<Json>;
					outcome: string;
					publication_id: string;
					reason: string | null;
					revision: number | null;
					source: string;
					source_id: string;
					target_id: string | null;
				};
				ComputedFields: never;
				Insert: {
					digest?: string | null;
					import_id?: string | null;
					imported_at?: string;
					kind: string;
					label?: string;
					notes?: NonNullable<Json>;
					outcome: string;
					publication_id: string;
					reason?: string | null;
					revision?: number | null;
					source: string;
					source_id: string;
					target_id?: string | null;
				};
				Update: {
					digest?: string | null;
					import_id?: string | null;
					imported_at?: string;
					kind?: string;
					label?: string;
					notes?: NonNullable<Json>;
					outcome?: string;
					publication_id?: string;
					reason?: string | null;
					revision?: number | null;
					source?: string;
					source_id?: string;
					target_id?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'import_items_publication_id_fkey';
						columns: ['publication_id'];
						isOneToOne: false;
						referencedRelation: 'publications';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'import_items_publication_id_import_id_fkey';
						columns: ['publication_id', 'import_id'];
						isOneToOne: false;
						referencedRelation: 'imports';
						referencedColumns: ['publication_id', 'id'];
					}
				];
			};
			imports: {
				Row: {
					counts: NonNullable<Json>;
					created_at: string;
					created_by: string | null;
					dry_run: boolean;
					file_name: string;
					id: string;
					options: NonNullable<Json>;
					publication_id: string;
					source: string;
					status: string;
					total: number | null;
					updated_at: string;
				};
				ComputedFields: never;
				Insert: {
					counts?: NonNullable<Json>;
					created_at?: string;
					created_by?: string | null;
					dry_run?: boolean;
					file_name?: string;
					id?: string;
					options?: NonNullable<Json>;
					publication_id: string;
					source: string;
					status?: string;
					total?: number | null;
					updated_at?: string;
				};
				Update: {
					counts?: NonNullable<Json>;
					created_at?: string;
					created_by?: string | null;
					dry_run?: boolean;
					file_name?: string;
					id?: string;
					options?: NonNullable<Json>;
					publication_id?: string;
					source?: string;
					status?: string;
					total?: number | null;
					updated_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'imports_publication_id_fkey';
						columns: ['publication_id'];
						isOneToOne: false;
						referencedRelation: 'publications';
						referencedColumns: ['id'];
					}
				];
			};
			installation: {
				Row: {
					id: number;
					name: string;
					publications_by: string;
					updated_at: string;
				};
				ComputedFields: never;
				Insert: {
					id?: number;
					name?: string;
					publications_by?: string;
					updated_at?: string;
				};
				Update: {
					id?: number;
					name?: string;
					publications_by?: string;
					updated_at?: string;
				};
				Relationships: [];
			};
			invoices: {
				Row: {
					account: string;
					action_required: boolean;
					amount_disputed: number;
					amount_due: number;
					amount_paid: number;
					amount_refunded: number;
					attempts: number;
					created_at: string;
					currency: string;
					dispute_status: string | null;
					failure: string | null;
					hosted_url: string | null;
					id: string;
					issued_at: string;
					livemode: boolean;
					member_id: string | null;
					next_attempt_at: string | null;
					number: string | null;
					paid_at: string | null;
					period_end: string | null;
					period_start: string | null;
					publication_id: string;
					reason: string;
					status: string;
					stripe_invoice_id: string;
					subscription_id: string | null;
					ticket: number;
					tier_id: string | null;
					updated_at: string;
				};
				ComputedFields: never;
				Insert: {
					account?: string;
					action_required?: boolean;
					amount_disputed?: number;
					amount_due: number;
					amount_paid: number;
					amount_refunded?: number;
					attempts?: number;
					created_at?: string;
					currency: string;
					dispute_status?: string | null;
					failure?: string | null;
					hosted_url?: string | null;
					id?: string;
					issued_at: string;
					livemode: boolean;
					member_id?: string | null;
					next_attempt_at?: string | null;
					number?: string | null;
					paid_at?: string | null;
					period_end?: string | null;
					period_start?: string | null;
					publication_id: string;
					reason?: string;
					status: string;
					stripe_invoice_id: string;
					subscription_id?: string | null;
					ticket: number;
					tier_id?: string | null;
					updated_at?: string;
				};
				Update: {
					account?: string;
					action_required?: boolean;
					amount_disputed?: number;
					amount_due?: number;
					amount_paid?: number;
					amount_refunded?: number;
					attempts?: number;
					created_at?: string;
					currency?: string;
					dispute_status?: string | null;
					failure?: string | null;
					hosted_url?: string | null;
					id?: string;
					issued_at?: string;
					livemode?: boolean;
					member_id?: string | null;
					next_attempt_at?: string | null;
					number?: string | null;
					paid_at?: string | null;
					period_end?: string | null;
					period_start?: string | null;
					publication_id?: string;
					reason?: string;
					status?: string;
					stripe_invoice_id?: string;
					subscription_id?: string | null;
					ticket?: number;
					tier_id?: string | null;
					updated_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'invoices_publication_id_fkey';
						columns: ['publication_id'];
						isOneToOne: false;
						referencedRelation: 'publications';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'invoices_publication_id_member_id_fkey';
						columns: ['publication_id', 'member_id'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['publication_id', 'id'];
					},
					{
						foreignKeyName: 'invoices_publication_id_subscription_id_fkey';
						columns: ['publication_id', 'subscription_id'];
						isOneToOne: false;
						referencedRelation: 'subscriptions';
						referencedColumns: ['publication_id', 'id'];
					},
					{
						foreignKeyName: 'invoices_publication_id_tier_id_fkey';
						columns: ['publication_id', 'tier_id'];
						isOneToOne: false;
						referencedRelation: 'tiers';
						referencedColumns: ['publication_id', 'id'];
					}
				];
			};
			ledger_entries: {
				Row: {
					account: string;
					amount: number;
					at: string;
					created_at: string;
					currency: string;
					id: number;
					invoice_id: string | null;
					kind: string;
					livemode: boolean;
					member_id: string | null;
					publication_id: string;
					source: string;
					tier_id: string | null;
				};
				ComputedFields: never;
				Insert: {
					account?: string;
					amount: number;
					at: string;
					created_at?: string;
					currency: string;
					id?: never;
					invoice_id?: string | null;
					kind: string;
					livemode: boolean;
					member_id?: string | null;
					publication_id: string;
					source: string;
					tier_id?: string | null;
				};
				Update: {
					account?: string;
					amount?: number;
					at?: string;
					created_at?: string;
					currency?: string;
					id?: never;
					invoice_id?: string | null;
					kind?: string;
					livemode?: boolean;
					member_id?: string | null;
					publication_id?: string;
					source?: string;
					tier_id?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'ledger_entries_publication_id_fkey';
						columns: ['publication_id'];
						isOneToOne: false;
						referencedRelation: 'publications';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'ledger_entries_publication_id_invoice_id_fkey';
						columns: ['publication_id', 'invoice_id'];
						isOneToOne: false;
						referencedRelation: 'invoices';
						referencedColumns: ['publication_id', 'id'];
					},
					{
						foreignKeyName: 'ledger_entries_publication_id_member_id_fkey';
						columns: ['publication_id', 'member_id'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['publication_id', 'id'];
					},
					{
						foreignKeyName: 'ledger_entries_publication_id_tier_id_fkey';
						columns: ['publication_id', 'tier_id'];
						isOneToOne: false;
						referencedRelation: 'tiers';
						referencedColumns: ['publication_id', 'id'];
					}
				];
			};
			media: {
				Row: {
					alt: string;
					bytes: number;
					created_at: string;
					created_by: string | null;
					filename: string;
					height: number | null;
					id: string;
					mime: string;
					path: string;
					publication_id: string;
					width: number | null;
				};
				ComputedFields: never;
				Insert: {
					alt?: string;
					bytes: number;
					created_at?: string;
					created_by?: string | null;
					filename: string;
					height?: number | null;
					id?: string;
					mime: string;
					path?: never;
					publication_id: string;
					width?: number | null;
				};
				Update: {
					alt?: string;
					bytes?: number;
					created_at?: string;
					created_by?: string | null;
					filename?: string;
					height?: number | null;
					id?: string;
					mime?: string;
					path?: never;
					publication_id?: string;
					width?: number | null;
				};
				Relationships: [
					{
						foreignKeyName: 'media_publication_id_fkey';
						columns: ['publication_id'];
						isOneToOne: false;
						referencedRelation: 'publications';
						referencedColumns: ['id'];
					}
				];
			};
			member_events: {
				Row: {
					actor_id: string | null;
					at: string;
					detail: NonNullable<Json>;
					id: number;
					kind: string;
					made_by: string;
					member_id: string;
					publication_id: string;
				};
				ComputedFields: never;
				Insert: {
					actor_id?: string | null;
					at?: string;
					detail?: NonNullable<Json>;
					id?: never;
					kind: string;
					made_by: string;
					member_id: string;
					publication_id: string;
				};
				Update: {
					actor_id?: string | null;
					at?: string;
					detail?: NonNullable<Json>;
					id?: never;
					kind?: string;
					made_by?: string;
					member_id?: string;
					publication_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'member_events_member_id_fkey';
						columns: ['member_id'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['id'];
					}
				];
			};
			member_grants: {
				Row: {
					created_at: string;
					created_by: string | null;
					ends_at: string | null;
					id: string;
					member_id: string;
					publication_id: string;
					reason: string;
					tier_id: string;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					created_by?: string | null;
					ends_at?: string | null;
					id?: string;
					member_id: string;
					publication_id: string;
					reason?: string;
					tier_id: string;
				};
				Update: {
					created_at?: string;
					created_by?: string | null;
					ends_at?: string | null;
					id?: string;
					member_id?: string;
					publication_id?: string;
					reason?: string;
					tier_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'member_grants_publication_id_member_id_fkey';
						columns: ['publication_id', 'member_id'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['publication_id', 'id'];
					},
					{
						foreignKeyName: 'member_grants_publication_id_tier_id_fkey';
						columns: ['publication_id', 'tier_id'];
						isOneToOne: false;
						referencedRelation: 'tiers';
						referencedColumns: ['publication_id', 'id'];
					}
				];
			};
			member_labels: {
				Row: {
					created_at: string;
					label: string;
					member_id: string;
					publication_id: string;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					label: string;
					member_id: string;
					publication_id: string;
				};
				Update: {
					created_at?: string;
					label?: string;
					member_id?: string;
					publication_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'member_labels_publication_id_member_id_fkey';
						columns: ['publication_id', 'member_id'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['publication_id', 'id'];
					}
				];
			};
			members: {
				Row: {
					accepted_at: string | null;
					address_hash: string;
					created_at: string;
					email: string;
					email_state: string;
					id: string;
					name: string;
					note: string;
					publication_id: string;
					search: string;
					source: string;
					status: string;
					stripe_customer_id: string | null;
					updated_at: string;
					user_id: string | null;
				};
				ComputedFields: never;
				Insert: {
					accepted_at?: string | null;
					address_hash?: string;
					created_at?: string;
					email: string;
					email_state?: string;
					id?: string;
					name?: string;
					note?: string;
					publication_id: string;
					search?: never;
					source?: string;
					status?: string;
					stripe_customer_id?: string | null;
					updated_at?: string;
					user_id?: string | null;
				};
				Update: {
					accepted_at?: string | null;
					address_hash?: string;
					created_at?: string;
					email?: string;
					email_state?: string;
					id?: string;
					name?: string;
					note?: string;
					publication_id?: string;
					search?: never;
					source?: string;
					status?: string;
					stripe_customer_id?: string | null;
					updated_at?: string;
					user_id?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'members_publication_id_fkey';
						columns: ['publication_id'];
						isOneToOne: false;
						referencedRelation: 'publications';
						referencedColumns: ['id'];
					}
				];
			};
			post_authors: {
				Row: {
					position: number;
					post_id: string;
					profile_id: string;
					publication_id: string;
				};
				ComputedFields: never;
				Insert: {
					position?: number;
					post_id: string;
					profile_id: string;
					publication_id: string;
				};
				Update: {
					position?: number;
					post_id?: string;
					profile_id?: string;
					publication_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'post_authors_profile_id_fkey';
						columns: ['profile_id'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'post_authors_publication_id_post_id_fkey';
						columns: ['publication_id', 'post_id'];
						isOneToOne: false;
						referencedRelation: 'posts';
						referencedColumns: ['publication_id', 'id'];
					}
				];
			};
			post_contents: {
				Row: {
					doc: NonNullable<Json>;
					post_id: string;
					publication_id: string;
					published_at: string | null;
					revision: number;
					saved_at: string;
					saved_by: string | null;
					schema_version: number;
					status: string;
					tier_ids: string[];
					visibility: string;
				};
				ComputedFields: never;
				Insert: {
					doc?: NonNullable<Json>;
					post_id: string;
					publication_id: string;
					published_at?: string | null;
					revision?: number;
					saved_at?: string;
					saved_by?: string | null;
					schema_version?: number;
					status: string;
					tier_ids: string[];
					visibility: string;
				};
				Update: {
					doc?: NonNullable<Json>;
					post_id?: string;
					publication_id?: string;
					published_at?: string | null;
					revision?: number;
					saved_at?: string;
					saved_by?: string | null;
					schema_version?: number;
					status?: string;
					tier_ids?: string[];
					visibility?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'post_contents_post_id_fkey';
						columns: ['publication_id', 'post_id'];
						isOneToOne: false;
						referencedRelation: 'posts';
						referencedColumns: ['publication_id', 'id'];
					}
				];
			};
			post_media: {
				Row: {
					in_teaser: boolean;
					media_id: string;
					post_id: string;
					publication_id: string;
				};
				ComputedFields: never;
				Insert: {
					in_teaser: boolean;
					media_id: string;
					post_id: string;
					publication_id: string;
				};
				Update: {
					in_teaser?: boolean;
					media_id?: string;
					post_id?: string;
					publication_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'post_media_publication_id_media_id_fkey';
						columns: ['publication_id', 'media_id'];
						isOneToOne: false;
						referencedRelation: 'media';
						referencedColumns: ['publication_id', 'id'];
					},
					{
						foreignKeyName: 'post_media_publication_id_post_id_fkey';
						columns: ['publication_id', 'post_id'];
						isOneToOne: false;
						referencedRelation: 'posts';
						referencedColumns: ['publication_id', 'id'];
					}
				];
			};
			post_revisions: {
				Row: {
					doc: NonNullable<Json>;
					post_id: string;
					publication_id: string;
					revision: number;
					saved_at: string;
					saved_by: string | null;
					schema_version: number;
					title: string;
				};
				ComputedFields: never;
				Insert: {
					doc: NonNullable<Json>;
					post_id: string;
					publication_id: string;
					revision: number;
					saved_at: string;
					saved_by?: string | null;
					schema_version: number;
					title: string;
				};
				Update: {
					doc?: NonNullable<Json>;
					post_id?: string;
					publication_id?: string;
					revision?: number;
					saved_at?: string;
					saved_by?: string | null;
					schema_version?: number;
					title?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'post_revisions_post_id_fkey';
						columns: ['post_id'];
						isOneToOne: false;
						referencedRelation: 'posts';
						referencedColumns: ['id'];
					}
				];
			};
			post_tags: {
				Row: {
					position: number;
					post_id: string;
					publication_id: string;
					tag_id: string;
				};
				ComputedFields: never;
				Insert: {
					position?: number;
					post_id: string;
					publication_id: string;
					tag_id: string;
				};
				Update: {
					position?: number;
					post_id?: string;
					publication_id?: string;
					tag_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'post_tags_publication_id_post_id_fkey';
						columns: ['publication_id', 'post_id'];
						isOneToOne: false;
						referencedRelation: 'posts';
						referencedColumns: ['publication_id', 'id'];
					},
					{
						foreignKeyName: 'post_tags_publication_id_tag_id_fkey';
						columns: ['publication_id', 'tag_id'];
						isOneToOne: false;
						referencedRelation: 'tags';
						referencedColumns: ['publication_id', 'id'];
					}
				];
			};
			post_tiers: {
				Row: {
					post_id: string;
					publication_id: string;
					tier_id: string;
				};
				ComputedFields: never;
				Insert: {
					post_id: string;
					publication_id: string;
					tier_id: string;
				};
				Update: {
					post_id?: string;
					publication_id?: string;
					tier_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'post_tiers_publication_id_post_id_fkey';
						columns: ['publication_id', 'post_id'];
						isOneToOne: false;
						referencedRelation: 'posts';
						referencedColumns: ['publication_id', 'id'];
					},
					{
						foreignKeyName: 'post_tiers_publication_id_tier_id_fkey';
						columns: ['publication_id', 'tier_id'];
						isOneToOne: false;
						referencedRelation: 'tiers';
						referencedColumns: ['publication_id', 'id'];
					}
				];
			};
			posts: {
				Row: {
					canonical_url: string | null;
					cover_alt: string;
					cover_caption: string;
					cover_media_id: string | null;
					created_at: string;
					created_by: string | null;
					deleted_at: string | null;
					deleted_status: string | null;
					excerpt: string | null;
					id: string;
					kind: string;
					meta_description: string | null;
					meta_title: string | null;
					publication_id: string;
					published_at: string | null;
					slug: string;
					status: string;
					subtitle: string;
					summary: string | null;
					teaser: Json | null;
					tier_ids: string[];
					title: string;
					updated_at: string;
					visibility: string;
					word_count: number;
				};
				ComputedFields: never;
				Insert: {
					canonical_url?: string | null;
					cover_alt?: string;
					cover_caption?: string;
					cover_media_id?: string | null;
					created_at?: string;
					created_by?: string | null;
					deleted_at?: string | null;
					deleted_status?: string | null;
					excerpt?: string | null;
					id?: string;
					kind?: string;
					meta_description?: string | null;
					meta_title?: string | null;
					publication_id: string;
					published_at?: string | null;
					slug: string;
					status?: string;
					subtitle?: string;
					summary?: string | null;
					teaser?: Json | null;
					tier_ids?: string[];
					title?: string;
					updated_at?: string;
					visibility?: string;
					word_count?: number;
				};
				Update: {
					canonical_url?: string | null;
					cover_alt?: string;
					cover_caption?: string;
					cover_media_id?: string | null;
					created_at?: string;
					created_by?: string | null;
					deleted_at?: string | null;
					deleted_status?: string | null;
					excerpt?: string | null;
					id?: string;
					kind?: string;
					meta_description?: string | null;
					meta_title?: string | null;
					publication_id?: string;
					published_at?: string | null;
					slug?: string;
					status?: string;
					subtitle?: string;
					summary?: string | null;
					teaser?: Json | null;
					tier_ids?: string[];
					title?: string;
					updated_at?: string;
					visibility?: string;
					word_count?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'posts_publication_id_cover_media_id_fkey';
						columns: ['publication_id', 'cover_media_id'];
						isOneToOne: false;
						referencedRelation: 'media';
						referencedColumns: ['publication_id', 'id'];
					},
					{
						foreignKeyName: 'posts_publication_id_fkey';
						columns: ['publication_id'];
						isOneToOne: false;
						referencedRelation: 'publications';
						referencedColumns: ['id'];
					}
				];
			};
			profiles: {
				Row: {
					bio: string;
					claim_email: string | null;
					created_at: string;
					id: string;
					name: string;
					publication_id: string | null;
					updated_at: string;
					user_id: string | null;
				};
				ComputedFields: never;
				Insert: {
					bio?: string;
					claim_email?: string | null;
					created_at?: string;
					id?: string;
					name?: string;
					publication_id?: string | null;
					updated_at?: string;
					user_id?: string | null;
				};
				Update: {
					bio?: string;
					claim_email?: string | null;
					created_at?: string;
					id?: string;
					name?: string;
					publication_id?: string | null;
					updated_at?: string;
					user_id?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'profiles_publication_id_fkey';
						columns: ['publication_id'];
						isOneToOne: false;
						referencedRelation: 'publications';
						referencedColumns: ['id'];
					}
				];
			};
			publication_redirects: {
				Row: {
					created_at: string;
					publication_id: string;
					slug: string;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					publication_id: string;
					slug: string;
				};
				Update: {
					created_at?: string;
					publication_id?: string;
					slug?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'publication_redirects_publication_id_fkey';
						columns: ['publication_id'];
						isOneToOne: false;
						referencedRelation: 'publications';
						referencedColumns: ['id'];
					}
				];
			};
			publication_staff: {
				Row: {
					created_at: string;
					publication_id: string;
					role: string;
					user_id: string;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					publication_id: string;
					role: string;
					user_id: string;
				};
				Update: {
					created_at?: string;
					publication_id?: string;
					role?: string;
					user_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'publication_staff_profile_fkey';
						columns: ['user_id'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'publication_staff_publication_id_fkey';
						columns: ['publication_id'];
						isOneToOne: false;
						referencedRelation: 'publications';
						referencedColumns: ['id'];
					}
				];
			};
			publication_versions: {
				Row: {
					bumped_in: unknown;
					publication_id: string;
					version: number;
				};
				ComputedFields: never;
				Insert: {
					bumped_in?: unknown;
					publication_id: string;
					version?: number;
				};
				Update: {
					bumped_in?: unknown;
					publication_id?: string;
					version?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'publication_versions_publication_id_fkey';
						columns: ['publication_id'];
						isOneToOne: true;
						referencedRelation: 'publications';
						referencedColumns: ['id'];
					}
				];
			};
			publications: {
				Row: {
					accent_chroma: number;
					accent_hue: number;
					collects_tax: boolean;
					created_at: string;
					description: string;
					grace_days: number;
					id: string;
					language: string;
					name: string;
					slug: string;
					status: string;
					time_zone: string;
					updated_at: string;
				};
				ComputedFields: never;
				Insert: {
					accent_chroma?: number;
					accent_hue?: number;
					collects_tax?: boolean;
					created_at?: string;
					description?: string;
					grace_days?: number;
					id?: string;
					language?: string;
					name: string;
					slug: string;
					status?: string;
					time_zone?: string;
					updated_at?: string;
				};
				Update: {
					accent_chroma?: number;
					accent_hue?: number;
					collects_tax?: boolean;
					created_at?: string;
					description?: string;
					grace_days?: number;
					id?: string;
					language?: string;
					name?: string;
					slug?: string;
					status?: string;
					time_zone?: string;
					updated_at?: string;
				};
				Relationships: [];
			};
			redirects: {
				Row: {
					created_at: string;
					post_id: string;
					publication_id: string;
					slug: string;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					post_id: string;
					publication_id: string;
					slug: string;
				};
				Update: {
					created_at?: string;
					post_id?: string;
					publication_id?: string;
					slug?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'redirects_publication_id_post_id_fkey';
						columns: ['publication_id', 'post_id'];
						isOneToOne: false;
						referencedRelation: 'posts';
						referencedColumns: ['publication_id', 'id'];
					}
				];
			};
			staff_invitations: {
				Row: {
					accepted_at: string | null;
					created_at: string;
					email: string;
					expires_at: string;
					id: string;
					invited_by: string;
					publication_id: string;
					role: string;
					token_hash: string;
				};
				ComputedFields: never;
				Insert: {
					accepted_at?: string | null;
					created_at?: string;
					email: string;
					expires_at?: string;
					id?: string;
					invited_by?: string;
					publication_id: string;
					role: string;
					token_hash: string;
				};
				Update: {
					accepted_at?: string | null;
					created_at?: string;
					email?: string;
					expires_at?: string;
					id?: string;
					invited_by?: string;
					publication_id?: string;
					role?: string;
					token_hash?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'staff_invitations_publication_id_fkey';
						columns: ['publication_id'];
						isOneToOne: false;
						referencedRelation: 'publications';
						referencedColumns: ['id'];
					}
				];
			};
			subscriptions: {
				Row: {
					account: string;
					amount: number;
					cancel_at: string | null;
					cancel_at_period_end: boolean;
					canceled_at: string | null;
					created_at: string;
					currency: string;
					current_period_end: string | null;
					current_period_start: string | null;
					ended_at: string | null;
					grace_until: string | null;
					id: string;
					interval: string;
					interval_count: number;
					livemode: boolean;
					member_id: string | null;
					publication_id: string;
					started_at: string;
					status: string;
					stripe_customer_id: string;
					stripe_subscription_id: string;
					ticket: number;
					tier_id: string | null;
					tier_price_id: string | null;
					trial_end: string | null;
					unpaid_since: string | null;
					updated_at: string;
				};
				ComputedFields: never;
				Insert: {
					account?: string;
					amount: number;
					cancel_at?: string | null;
					cancel_at_period_end?: boolean;
					canceled_at?: string | null;
					created_at?: string;
					currency: string;
					current_period_end?: string | null;
					current_period_start?: string | null;
					ended_at?: string | null;
					grace_until?: string | null;
					id?: string;
					interval: string;
					interval_count?: number;
					livemode: boolean;
					member_id?: string | null;
					publication_id: string;
					started_at: string;
					status: string;
					stripe_customer_id: string;
					stripe_subscription_id: string;
					ticket: number;
					tier_id?: string | null;
					tier_price_id?: string | null;
					trial_end?: string | null;
					unpaid_since?: string | null;
					updated_at?: string;
				};
				Update: {
					account?: string;
					amount?: number;
					cancel_at?: string | null;
					cancel_at_period_end?: boolean;
					canceled_at?: string | null;
					created_at?: string;
					currency?: string;
					current_period_end?: string | null;
					current_period_start?: string | null;
					ended_at?: string | null;
					grace_until?: string | null;
					id?: string;
					interval?: string;
					interval_count?: number;
					livemode?: boolean;
					member_id?: string | null;
					publication_id?: string;
					started_at?: string;
					status?: string;
					stripe_customer_id?: string;
					stripe_subscription_id?: string;
					ticket?: number;
					tier_id?: string | null;
					tier_price_id?: string | null;
					trial_end?: string | null;
					unpaid_since?: string | null;
					updated_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'subscriptions_publication_id_fkey';
						columns: ['publication_id'];
						isOneToOne: false;
						referencedRelation: 'publications';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'subscriptions_publication_id_member_id_fkey';
						columns: ['publication_id', 'member_id'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['publication_id', 'id'];
					},
					{
						foreignKeyName: 'subscriptions_publication_id_tier_id_fkey';
						columns: ['publication_id', 'tier_id'];
						isOneToOne: false;
						referencedRelation: 'tiers';
						referencedColumns: ['publication_id', 'id'];
					},
					{
						foreignKeyName: 'subscriptions_publication_id_tier_price_id_fkey';
						columns: ['publication_id', 'tier_price_id'];
						isOneToOne: false;
						referencedRelation: 'tier_prices';
						referencedColumns: ['publication_id', 'id'];
					}
				];
			};
			tags: {
				Row: {
					created_at: string;
					description: string;
					id: string;
					is_internal: boolean;
					name: string;
					publication_id: string;
					slug: string;
					updated_at: string;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					description?: string;
					id?: string;
					is_internal?: boolean;
					name: string;
					publication_id: string;
					slug: string;
					updated_at?: string;
				};
				Update: {
					created_at?: string;
					description?: string;
					id?: string;
					is_internal?: boolean;
					name?: string;
					publication_id?: string;
					slug?: string;
					updated_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'tags_publication_id_fkey';
						columns: ['publication_id'];
						isOneToOne: false;
						referencedRelation: 'publications';
						referencedColumns: ['id'];
					}
				];
			};
			tier_prices: {
				Row: {
					amount: number;
					archived_at: string | null;
					created_at: string;
					currency: string;
					id: string;
					interval: string;
					publication_id: string;
					tier_id: string;
				};
				ComputedFields: never;
				Insert: {
					amount: number;
					archived_at?: string | null;
					created_at?: string;
					currency: string;
					id?: string;
					interval: string;
					publication_id: string;
					tier_id: string;
				};
				Update: {
					amount?: number;
					archived_at?: string | null;
					created_at?: string;
					currency?: string;
					id?: string;
					interval?: string;
					publication_id?: string;
					tier_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'tier_prices_publication_id_tier_id_fkey';
						columns: ['publication_id', 'tier_id'];
						isOneToOne: false;
						referencedRelation: 'tiers';
						referencedColumns: ['publication_id', 'id'];
					}
				];
			};
			tiers: {
				Row: {
					archived_at: string | null;
					benefits: string[];
					created_at: string;
					description: string;
					id: string;
					name: string;
					position: number;
					publication_id: string;
					slug: string;
					trial_days: number;
					updated_at: string;
				};
				ComputedFields: never;
				Insert: {
					archived_at?: string | null;
					benefits?: string[];
					created_at?: string;
					description?: string;
					id?: string;
					name: string;
					position?: number;
					publication_id: string;
					slug: string;
					trial_days?: number;
					updated_at?: string;
				};
				Update: {
					archived_at?: string | null;
					benefits?: string[];
					created_at?: string;
					description?: string;
					id?: string;
					name?: string;
					position?: number;
					publication_id?: string;
					slug?: string;
					trial_days?: number;
					updated_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'tiers_publication_id_fkey';
						columns: ['publication_id'];
						isOneToOne: false;
						referencedRelation: 'publications';
						referencedColumns: ['id'];
					}
				];
			};
		};
		Views: {
			[_ in never]: never;
		};
		Functions: {
			accept_membership: { Args: { p_publication_id: string }; Returns: undefined };
			accept_staff_invitation: { Args: { p_token: string }; Returns: string };
			add_member: {
				Args: {
					p_email: string;
					p_ends_at?: string;
					p_labels?: string[];
					p_name?: string;
					p_publication_id: string;
					p_tier_id?: string;
				};
				Returns: string;
			};
			address_change_preview: {
				Args: { p_token: string };
				Returns: {
					email_hint: string;
					publication_name: string;
					publication_slug: string;
					state: string;
				}[];
			};
			apply_stripe: { Args: { p_event: Json; p_snapshot: Json; p_ticket: number }; Returns: Json };
			begin_reconciliation: {
				Args: { p_account: string; p_livemode: boolean; p_now?: boolean };
				Returns: Json;
			};
			begin_sign_in: { Args: { p_email: string }; Returns: Json };
			begin_stripe_event: {
				Args: { p_account: string; p_event_id: string; p_livemode: boolean };
				Returns: Json;
			};
			billing_account: { Args: { p_publication_id: string }; Returns: Json };
			change_members: {
				Args: {
					p_action: string;
					p_ends_at?: string;
					p_label?: string;
					p_member_ids: string[];
					p_note?: string;
					p_publication_id: string;
					p_tier_id?: string;
				};
				Returns: Json;
			};
			change_post: {
				Args: {
					p_author_ids?: string[];
					p_post_id: string;
					p_settings: Json;
					p_tag_ids: string[];
					p_tier_ids?: string[];
				};
				Returns: undefined;
			};
			checkout_offer: {
				Args: { p_interval: string; p_livemode: boolean; p_tier_id: string };
				Returns: Json;
			};
			claim_mail: {
				Args: { p_limit: number };
				Returns: {
					attempt: number;
					data: Json;
					id: string;
					kind: string;
					to_email: string;
				}[];
			};
			compare_stripe: {
				Args: {
					p_account: string;
					p_dry_run: boolean;
					p_livemode: boolean;
					p_subscriptions: Json;
					p_ticket: number;
				};
				Returns: Json;
			};
			confirm_address_change: {
				Args: { p_token: string };
				Returns: {
					publication_name: string;
					publication_slug: string;
				}[];
			};
			confirm_join: {
				Args: { p_token: string };
				Returns: {
					name: string;
					publication_name: string;
					publication_slug: string;
					return_path: string;
				}[];
			};
			correct_member_address: {
				Args: { p_email: string; p_member_id: string };
				Returns: undefined;
			};
			create_publication: {
				Args: {
					accent_chroma?: number;
					accent_hue?: number;
					description?: string;
					language?: string;
					name: string;
					slug: string;
					time_zone?: string;
				};
				Returns: string;
			};
			create_staff_invitation: {
				Args: { p_email: string; p_publication_id: string; p_role: string; p_token_hash: string };
				Returns: string;
			};
			decline_memberships: { Args: { p_publication_id?: string }; Returns: number };
			delete_account: { Args: Record<PropertyKey, never>; Returns: undefined };
			duplicate_post: { Args: { p_post_id: string }; Returns: string };
			end_session: { Args: { p_session_id: string }; Returns: boolean };
			end_stripe_subscription: {
				Args: {
					p_account: string;
					p_livemode: boolean;
					p_subscription_id: string;
					p_ticket: number;
				};
				Returns: boolean;
			};
			forget_stripe_customer: {
				Args: { p_account: string; p_customer_id: string; p_livemode: boolean };
				Returns: undefined;
			};
			ignore_stripe_event: { Args: { p_event: Json; p_reason: string }; Returns: undefined };
			import_batch: { Args: { p_import_id: string; p_items: Json }; Returns: Json };
			import_file: {
				Args: {
					p_bytes: number;
					p_filename: string;
					p_height: number;
					p_import_id: string;
					p_mime: string;
					p_source_id: string;
					p_width: number;
				};
				Returns: {
					alt: string;
					bytes: number;
					created_at: string;
					created_by: string | null;
					filename: string;
					height: number | null;
					id: string;
					mime: string;
					path: string;
					publication_id: string;
					width: number | null;
				}[];
				SetofOptions: {
					from: '*';
					to: 'media';
					isOneToOne: false;
					isSetofReturn: true;
				};
			};
			import_member_rows: { Args: { p_publication_id: string; p_rows: Json }; Returns: Json };
			is_operator: { Args: Record<PropertyKey, never>; Returns: boolean };
			join_challenge: { Args: { p_email: string; p_publication_id: string }; Returns: Json };
			join_publication: { Args: { p_publication_id: string }; Returns: undefined };
			join_request_preview: {
				Args: { p_token: string };
				Returns: {
					email_hint: string;
					publication_name: string;
					publication_slug: string;
					return_path: string;
					state: string;
				}[];
			};
			keep_reconciliation: {
				Args: { p_id: string; p_progress: Json; p_report: Json; p_state: string };
				Returns: undefined;
			};
			keep_stripe_customer: {
				Args: {
					p_account: string;
					p_customer_id: string;
					p_livemode: boolean;
					p_member_id: string;
				};
				Returns: string;
			};
			keep_stripe_portal: {
				Args: {
					p_account: string;
					p_configuration_id: string;
					p_digest: string;
					p_livemode: boolean;
					p_publication_id: string;
				};
				Returns: string;
			};
			keep_stripe_price: {
				Args: {
					p_account: string;
					p_livemode: boolean;
					p_price_id: string;
					p_tier_price_id: string;
				};
				Returns: string;
			};
			keep_stripe_product: {
				Args: {
					p_account: string;
					p_livemode: boolean;
					p_name: string;
					p_product_id: string;
					p_tier_id: string;
				};
				Returns: string;
			};
			leave_publication: { Args: { p_publication_id: string }; Returns: undefined };
			may_create_publication: { Args: Record<PropertyKey, never>; Returns: boolean };
			may_send_auth_mail: { Args: { p_emails: string[]; p_key: string }; Returns: boolean };
			member_counts: { Args: { p_filter?: Json; p_publication_id: string }; Returns: Json };
			member_export: {
				Args: { p_after?: string; p_filter?: Json; p_limit?: number; p_publication_id: string };
				Returns: Json;
			};
			member_label_names: { Args: { p_publication_id: string }; Returns: string[] };
			member_mail: { Args: { p_member_id: string }; Returns: Json };
			member_page: {
				Args: {
					p_at?: string;
					p_backwards?: boolean;
					p_filter?: Json;
					p_id?: string;
					p_limit?: number;
					p_publication_id: string;
				};
				Returns: Json;
			};
			money_is_live: { Args: { p_publication_id: string }; Returns: boolean };
			money_members: {
				Args: { p_months?: number; p_publication_id: string };
				Returns: {
					at_end: number;
					at_start: number;
					began: number;
					lost: number;
					month: string;
				}[];
			};
			money_now: {
				Args: { p_publication_id: string };
				Returns: {
					currency: string;
					ending: number;
					mrr: number;
					past_due: number;
					paying: number;
					trialing: number;
				}[];
			};
			money_revenue: {
				Args: { p_months?: number; p_publication_id: string };
				Returns: {
					currency: string;
					disputed: number;
					month: string;
					paid: number;
					refunded: number;
					tier_id: string;
				}[];
			};
			my_data: { Args: Record<PropertyKey, never>; Returns: Json };
			my_invoices: {
				Args: Record<PropertyKey, never>;
				Returns: {
					amount_due: number;
					amount_paid: number;
					amount_refunded: number;
					currency: string;
					hosted_url: string;
					id: string;
					issued_at: string;
					number: string;
					paid_at: string;
					publication_name: string;
					publication_slug: string;
					status: string;
					tier_name: string;
				}[];
			};
			my_membership: { Args: { p_publication_id: string }; Returns: Json };
			my_memberships: {
				Args: { p_added?: number };
				Returns: {
					accepted: boolean;
					added_total: number;
					email: string;
					email_state: string;
					publication_id: string;
					publication_name: string;
					publication_slug: string;
					since: string;
					source: string;
					standing: Json;
					status: string;
					wants_mail: boolean;
				}[];
			};
			my_sessions: {
				Args: Record<PropertyKey, never>;
				Returns: {
					created_at: string;
					current: boolean;
					id: string;
					ip: string;
					updated_at: string;
					user_agent: string;
				}[];
			};
			my_subscriptions: {
				Args: Record<PropertyKey, never>;
				Returns: {
					amount: number;
					cancel_at: string;
					cancel_at_period_end: boolean;
					currency: string;
					current_period_end: string;
					ended_at: string;
					grace_until: string;
					interval: string;
					interval_count: number;
					publication_name: string;
					publication_slug: string;
					renews: boolean;
					started_at: string;
					status: string;
					tier_name: string;
					trial_end: string;
				}[];
			};
			order_tiers: { Args: { p_publication_id: string; p_tier_ids: string[] }; Returns: undefined };
			post_is_mine: { Args: { p_post_id: string }; Returns: boolean };
			publication_bylines: {
				Args: { p_publication_id: string };
				Returns: {
					bio: string;
					id: string;
					name: string;
					posts: number;
				}[];
			};
			publication_subjects: {
				Args: { p_publication_id: string };
				Returns: {
					description: string;
					name: string;
					posts: number;
					slug: string;
				}[];
			};
			publication_years: {
				Args: { p_publication_id: string };
				Returns: {
					newest: string;
					oldest: string;
					posts: number;
					year: number;
				}[];
			};
			request_address_change: {
				Args: { p_email: string; p_publication_id: string };
				Returns: undefined;
			};
			request_to_join: {
				Args: {
					p_answers?: number[];
					p_challenge?: string;
					p_email: string;
					p_later?: boolean;
					p_name?: string;
					p_publication_id: string;
					p_return_path?: string;
				};
				Returns: string;
			};
			restore_post: { Args: { p_post_id: string }; Returns: string };
			save_post: {
				Args: {
					p_base_revision: number;
					p_doc: Json;
					p_post_id: string;
					p_schema_version: number;
					p_subtitle?: string;
					p_title?: string;
					p_word_count: number;
				};
				Returns: number;
			};
			save_tier: {
				Args: {
					p_benefits: string[];
					p_currency: string;
					p_description: string;
					p_id?: string;
					p_month?: number;
					p_name: string;
					p_publication_id: string;
					p_slug: string;
					p_trial_days: number;
					p_year?: number;
				};
				Returns: string;
			};
			set_email_choice: { Args: { p_publication_id: string; p_state: string }; Returns: undefined };
			set_tier_price: {
				Args: { p_amount: number; p_currency: string; p_interval: string; p_tier_id: string };
				Returns: string;
			};
			settle_mail: {
				Args: {
					p_attempt: number;
					p_error?: string;
					p_id: string;
					p_outcome: string;
					p_provider_id?: string;
				};
				Returns: string;
			};
			staff_directory: {
				Args: { p_publication_id: string };
				Returns: {
					created_at: string;
					email: string;
					name: string;
					role: string;
					user_id: string;
				}[];
			};
			staff_invitation_preview: {
				Args: { p_token: string };
				Returns: {
					email_hint: string;
					expires_at: string;
					publication_name: string;
					publication_slug: string;
					role: string;
					state: string;
				}[];
			};
			stripe_customer: {
				Args: { p_account: string; p_livemode: boolean; p_member_id: string };
				Returns: Json;
			};
			stripe_offers: {
				Args: {
					p_account: string;
					p_livemode: boolean;
					p_publication_id: string;
					p_tier_id?: string;
				};
				Returns: Json;
			};
			stripe_portal: {
				Args: {
					p_account: string;
					p_livemode: boolean;
					p_member_id: string;
					p_publication_id: string;
				};
				Returns: Json;
			};
			take_code_try: { Args: { p_email: string; p_sign_in: string }; Returns: number };
			take_move_mails: { Args: { p_email: string }; Returns: number };
			take_password_try: { Args: { p_email: string }; Returns: number };
			tier_holders: {
				Args: { p_publication_id: string };
				Returns: {
					ever: boolean;
					given: number;
					paying: number;
					tier_id: string;
				}[];
			};
			transfer_publication: {
				Args: { p_publication_id: string; p_to_user: string };
				Returns: undefined;
			};
			undo_member_change: { Args: { p_change_id: string }; Returns: number };
			unlisted_stripe_subscriptions: {
				Args: {
					p_account: string;
					p_before_ticket: number;
					p_listed: string[];
					p_livemode: boolean;
				};
				Returns: string[];
			};
			unseen_stripe_events: {
				Args: { p_account: string; p_event_ids: string[]; p_livemode: boolean };
				Returns: string[];
			};
		};
		Enums: {
			[_ in never]: never;
		};
		CompositeTypes: {
			[_ in never]: never;
		};
	};
};

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>];

export type Tables<
	DefaultSchemaTableNameOrOptions extends
		| keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
		| { schema: keyof DatabaseWithoutInternals },
	TableName extends (DefaultSchemaTableNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
				DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
		: never) = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
			DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
			Row: infer R;
		}
		? R
		: never
	: DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
		? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
				Row: infer R;
			}
			? R
			: never
		: never;

export type TablesInsert<
	DefaultSchemaTableNameOrOptions extends
		keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
	TableName extends (DefaultSchemaTableNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
		: never) = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
			Insert: infer I;
		}
		? I
		: never
	: DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
		? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
				Insert: infer I;
			}
			? I
			: never
		: never;

export type TablesUpdate<
	DefaultSchemaTableNameOrOptions extends
		keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
	TableName extends (DefaultSchemaTableNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
		: never) = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
			Update: infer U;
		}
		? U
		: never
	: DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
		? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
				Update: infer U;
			}
			? U
			: never
		: never;

export type Enums<
	DefaultSchemaEnumNameOrOptions extends
		keyof DefaultSchema['Enums'] | { schema: keyof DatabaseWithoutInternals },
	EnumName extends (DefaultSchemaEnumNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
		: never) = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
	: DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
		? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
		: never;

export type CompositeTypes<
	PublicCompositeTypeNameOrOptions extends
		keyof DefaultSchema['CompositeTypes'] | { schema: keyof DatabaseWithoutInternals },
	CompositeTypeName extends (PublicCompositeTypeNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
		: never) = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
	: PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
		? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
		: never;

export const Constants = {
	public: {
		Enums: {}
	}
} as const;
