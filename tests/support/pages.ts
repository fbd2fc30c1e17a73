/** Which pages are looked at in every size and scheme, by screenshots and by axe alike. */
export interface Sight {
	name: string;
	path: string;
	/** Whose eyes: a visitor's, or the seeded owner's. */
	as: 'anon' | 'owner';
	/** What it answers with, where that is not 200. */
	status?: number;
	/** Name of the textbox that only a script puts on the page: there once it is whole. */
	ready?: string;
	/** Pages without script, which html-validate reads as well. */
	reading?: boolean;
}

export const sights: Sight[] = [
	{ name: 'landing', path: '/', as: 'anon', reading: true },
	{ name: 'home', path: '/@tide-table', as: 'anon', reading: true },
	{ name: 'home-typeset', path: '/@field-notes', as: 'anon', reading: true },
	{ name: 'post', path: '/@tide-table/how-to-lose-an-island', as: 'anon', reading: true },
	{
		name: 'post-closed',
		path: '/@tide-table/the-last-boat-out-of-harwick',
		as: 'anon',
		reading: true
	},
	{
		name: 'post-whole',
		path: '/@tide-table/the-last-boat-out-of-harwick',
		as: 'owner',
		reading: true
	},
	{ name: 'join', path: '/@tide-table/join', as: 'anon', reading: true },
	{ name: 'join-monthly', path: '/@tide-table/join?every=month', as: 'owner', reading: true },
	{ name: 'join-free', path: '/@field-notes/join', as: 'anon', reading: true },
	{ name: 'thanks', path: '/@tide-table/join/thanks', as: 'anon', reading: true },
	{ name: 'page', path: '/@tide-table/about', as: 'anon', reading: true },
	{ name: 'archive', path: '/@tide-table/archive', as: 'anon', reading: true },
	{ name: 'subjects', path: '/@tide-table/subjects', as: 'anon', reading: true },
	{ name: 'subject', path: '/@tide-table/tag/coasts', as: 'anon', reading: true },
	{
		name: 'author',
		path: '/@tide-table/author/joan-pellow-01900000-0000-7000-8000-000000000004',
		as: 'anon',
		reading: true
	},
	{
		name: '404',
		path: '/@tide-table/nothing-at-this-mark',
		as: 'anon',
		status: 404,
		reading: true
	},
	{ name: 'sign-in', path: '/sign-in', as: 'anon' },
	{ name: 'sign-in-password', path: '/sign-in/password', as: 'anon' },
	{ name: 'link-spent', path: '/auth/confirm', as: 'anon' },
	{
		name: 'account-move',
		path: '/auth/move?token_hash=0123456789abcdef0123456789abcdef',
		as: 'anon'
	},
	{ name: 'account', path: '/account', as: 'owner' },
	{ name: 'account-memberships', path: '/account/memberships', as: 'owner' },
	{ name: 'account-invoices', path: '/account/invoices', as: 'owner' },
	{ name: 'account-data', path: '/account/data', as: 'owner' },
	{ name: 'desk', path: '/desk', as: 'owner' },
	{ name: 'desk-new', path: '/desk/new', as: 'owner' },
	{ name: 'desk-posts', path: '/desk/tide-table/posts', as: 'owner' },
	{ name: 'desk-pages', path: '/desk/tide-table/pages', as: 'owner' },
	{ name: 'desk-members', path: '/desk/tide-table/members', as: 'owner' },
	{ name: 'desk-members-import', path: '/desk/tide-table/members/import', as: 'owner' },
	{ name: 'desk-import', path: '/desk/tide-table/import', as: 'owner' },
	{
		name: 'editor',
		path: '/desk/tide-table/posts/01900000-0000-7000-8000-0000000000a1',
		as: 'owner',
		ready: 'Text'
	},
	{ name: 'desk-tiers', path: '/desk/tide-table/tiers', as: 'owner' },
	{ name: 'desk-tier-new', path: '/desk/tide-table/tiers/new', as: 'owner' },
	{ name: 'desk-money', path: '/desk/tide-table/money', as: 'owner' },
	{ name: 'desk-staff', path: '/desk/tide-table/staff', as: 'owner' },
	{ name: 'desk-settings', path: '/desk/tide-table/settings', as: 'owner' }
];

export const widths = [390, 1280] as const;
export const schemes = ['light', 'dark'] as const;
