/** Who and what supabase/seed.sql brings, as far as journeys rely on it. */
export const demo = {
	password: 'pamphlet-demo',
	owner: 'marit@tidetable.example',
	otherOwner: 'ola@fieldnotes.example',
	reader: 'reader@tidetable.example',
	patron: 'wilf@tranter.example',
	home: '/@tide-table',
	otherHome: '/@field-notes',
	publicPost: '/@tide-table/how-to-lose-an-island',
	/** For those who pay, with a paywall mark. */
	paidPost: '/@tide-table/the-last-boat-out-of-harwick',
	/** For members, with a paywall mark. */
	membersPost: '/@tide-table/what-the-marsh-owes-the-bank',
	/** For those who pay, without a mark. */
	unmarkedPost: '/@tide-table/insuring-the-unsinkable',
	scheduledPost: '/@tide-table/mud-and-those-who-can-walk-on-it',
	draft: '/@tide-table/the-herring-clerks-daughter'
} as const;
