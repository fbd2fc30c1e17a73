/** Everybody the tests know: one person each, made by `makeWorld`. */
export const viewers = [
	'anon',
	'stranger',
	'free member',
	'paid member',
	'paid until later',
	'other tier',
	'lapsed',
	'banned',
	'left',
	'paid elsewhere',
	'author',
	'colleague',
	'editor',
	'admin',
	'owner',
	'staff elsewhere',
	'operator'
] as const;
export type Viewer = (typeof viewers)[number];

/** Whoever subscribed, by what became of it. They differ from the others in what they read only. */
export const payers = [
	'subscriber',
	'trialing',
	'in grace',
	'grace over',
	'past due without grace',
	'incomplete',
	'unpaid',
	'paused',
	'canceled',
	'of an unknown status',
	'subscriber of another tier',
	'at a price of nobody',
	'one of two ended',
	'ended but given',
	'banned subscriber',
	'left subscriber',
	'subscriber elsewhere'
] as const;
export type Payer = (typeof payers)[number];

/** Everybody whose reading is tested. */
export const readers = [...viewers, ...payers];
export type Reader = Viewer | Payer;

/** Staff of the publication in question; `colleague` is an author too, of other posts. */
export const staff = ['author', 'colleague', 'editor', 'admin', 'owner'] as const;
/** Those whose rights to write differ: the others differ in what they read. */
export const writers = viewers.filter(
	(viewer) => !['paid until later', 'other tier', 'left', 'paid elsewhere'].includes(viewer)
);
export const signedIn = viewers.filter((viewer) => viewer !== 'anon');

export const postStates = [
	'public',
	'members',
	'paid',
	'tiers',
	'draft',
	'scheduled',
	'deleted'
] as const;
export type PostState = (typeof postStates)[number];

/** `read`: the whole text; `teaser`: what `posts` says of it; `nothing`: not even that it exists. */
const reaches = ['read', 'teaser', 'nothing'] as const;
export type Reach = (typeof reaches)[number];

/** Who reads what of a live publication. Posts are by `author`; `tiers` is the tier of `paid member`. */
export const reading = table(
	readers,
	postStates,
	reaches,
	`
	                           | public | members | paid    | tiers   | draft   | scheduled | deleted
	anon                       | read   | teaser  | teaser  | teaser  | nothing | nothing   | nothing
	stranger                   | read   | teaser  | teaser  | teaser  | nothing | nothing   | nothing
	free member                | read   | read    | teaser  | teaser  | nothing | nothing   | nothing
	paid member                | read   | read    | read    | read    | nothing | nothing   | nothing
	paid until later           | read   | read    | read    | read    | nothing | nothing   | nothing
	other tier                 | read   | read    | read    | teaser  | nothing | nothing   | nothing
	lapsed                     | read   | read    | teaser  | teaser  | nothing | nothing   | nothing
	banned                     | read   | teaser  | teaser  | teaser  | nothing | nothing   | nothing
	left                       | read   | teaser  | teaser  | teaser  | nothing | nothing   | nothing
	paid elsewhere             | read   | teaser  | teaser  | teaser  | nothing | nothing   | nothing
	author                     | read   | read    | read    | read    | read    | read      | read
	colleague                  | read   | read    | read    | read    | nothing | nothing   | nothing
	editor                     | read   | read    | read    | read    | read    | read      | read
	admin                      | read   | read    | read    | read    | read    | read      | read
	owner                      | read   | read    | read    | read    | read    | read      | read
	staff elsewhere            | read   | teaser  | teaser  | teaser  | nothing | nothing   | nothing
	operator                   | read   | teaser  | teaser  | teaser  | nothing | nothing   | nothing
	subscriber                 | read   | read    | read    | read    | nothing | nothing   | nothing
	trialing                   | read   | read    | read    | read    | nothing | nothing   | nothing
	in grace                   | read   | read    | read    | read    | nothing | nothing   | nothing
	grace over                 | read   | read    | teaser  | teaser  | nothing | nothing   | nothing
	past due without grace     | read   | read    | teaser  | teaser  | nothing | nothing   | nothing
	incomplete                 | read   | read    | teaser  | teaser  | nothing | nothing   | nothing
	unpaid                     | read   | read    | teaser  | teaser  | nothing | nothing   | nothing
	paused                     | read   | read    | teaser  | teaser  | nothing | nothing   | nothing
	canceled                   | read   | read    | teaser  | teaser  | nothing | nothing   | nothing
	of an unknown status       | read   | read    | teaser  | teaser  | nothing | nothing   | nothing
	subscriber of another tier | read   | read    | read    | teaser  | nothing | nothing   | nothing
	at a price of nobody       | read   | read    | teaser  | teaser  | nothing | nothing   | nothing
	one of two ended           | read   | read    | read    | read    | nothing | nothing   | nothing
	ended but given            | read   | read    | read    | read    | nothing | nothing   | nothing
	banned subscriber          | read   | teaser  | teaser  | teaser  | nothing | nothing   | nothing
	left subscriber            | read   | teaser  | teaser  | teaser  | nothing | nothing   | nothing
	subscriber elsewhere       | read   | teaser  | teaser  | teaser  | nothing | nothing   | nothing
`
);

/** A closed publication shows nothing to anybody but its staff. */
export const readingClosed = Object.fromEntries(
	readers.map((reader) => [
		reader,
		staff.some((member) => member === reader)
			? reading[reader]
			: Object.fromEntries(postStates.map((state) => [state, 'nothing']))
	])
) as typeof reading;

export const actions = [
	'begin a post',
	'save an own post',
	'publish an own post',
	'unpublish an own post',
	'put an own post away',
	'restore an own post',
	'set up an own post',
	'duplicate an own post',
	'delete an own post',
	'see an own draft',
	'tag an own post',
	'set the tiers of an own post',
	'add a file',
	'describe an own file',
	"see another's draft",
	"save another's post",
	"publish another's post",
	"put another's post away",
	"restore another's post",
	"set up another's post",
	"duplicate another's draft",
	"delete another's post",
	"tag another's post",
	"describe another's file",
	"delete another's file",
	'name an author',
	'add a tag',
	'change a tag',
	'delete a tag',
	'see members',
	'add a member',
	'ban a member',
	'delete a member',
	'add a tier',
	'change a tier',
	'delete a tier',
	'set a price',
	'archive a price',
	'see subscriptions',
	'see invoices',
	'see the ledger',
	'give a tier',
	'take a tier back',
	'change the settings',
	'change the address',
	'read the log',
	'see addresses of staff',
	'see invitations',
	'invite an author',
	'invite an admin',
	'invite an owner',
	'revoke an invitation',
	"revoke an owner's invitation",
	'make an author an editor',
	'make an editor an admin',
	'make an admin an owner',
	'make an owner an admin',
	'remove an author',
	'remove an admin',
	'remove an owner',
	'leave',
	'transfer',
	'delete the publication'
] as const;
export type Action = (typeof actions)[number];

export const roles = ['author', 'editor', 'admin', 'owner'] as const;

/** Who may do what. Nobody else may do any of it. */
export const permissions = table(
	actions,
	roles,
	['yes', 'no'],
	`
	                             | author | editor | admin | owner
	begin a post                 | yes    | yes    | yes   | yes
	save an own post             | yes    | yes    | yes   | yes
	publish an own post          | yes    | yes    | yes   | yes
	unpublish an own post        | yes    | yes    | yes   | yes
	put an own post away         | yes    | yes    | yes   | yes
	restore an own post          | yes    | yes    | yes   | yes
	set up an own post           | yes    | yes    | yes   | yes
	duplicate an own post        | yes    | yes    | yes   | yes
	delete an own post           | yes    | yes    | yes   | yes
	see an own draft             | yes    | yes    | yes   | yes
	tag an own post              | yes    | yes    | yes   | yes
	set the tiers of an own post | yes    | yes    | yes   | yes
	add a file                   | yes    | yes    | yes   | yes
	describe an own file         | yes    | yes    | yes   | yes
	see another's draft          | no     | yes    | yes   | yes
	save another's post          | no     | yes    | yes   | yes
	publish another's post       | no     | yes    | yes   | yes
	put another's post away      | no     | yes    | yes   | yes
	restore another's post       | no     | yes    | yes   | yes
	set up another's post        | no     | yes    | yes   | yes
	duplicate another's draft    | no     | yes    | yes   | yes
	delete another's post        | no     | yes    | yes   | yes
	tag another's post           | no     | yes    | yes   | yes
	describe another's file      | no     | yes    | yes   | yes
	delete another's file        | no     | yes    | yes   | yes
	name an author               | no     | yes    | yes   | yes
	add a tag                    | no     | yes    | yes   | yes
	change a tag                 | no     | yes    | yes   | yes
	delete a tag                 | no     | yes    | yes   | yes
	see members                  | no     | no     | yes   | yes
	add a member                 | no     | no     | yes   | yes
	ban a member                 | no     | no     | yes   | yes
	delete a member              | no     | no     | yes   | yes
	add a tier                   | no     | no     | yes   | yes
	change a tier                | no     | no     | yes   | yes
	delete a tier                | no     | no     | yes   | yes
	set a price                  | no     | no     | yes   | yes
	archive a price              | no     | no     | yes   | yes
	see subscriptions            | no     | no     | yes   | yes
	see invoices                 | no     | no     | no    | yes
	see the ledger               | no     | no     | no    | yes
	give a tier                  | no     | no     | yes   | yes
	take a tier back             | no     | no     | yes   | yes
	change the settings          | no     | no     | yes   | yes
	change the address           | no     | no     | yes   | yes
	read the log                 | no     | no     | yes   | yes
	see addresses of staff       | no     | no     | yes   | yes
	see invitations              | no     | no     | yes   | yes
	invite an author             | no     | no     | yes   | yes
	invite an admin              | no     | no     | yes   | yes
	invite an owner              | no     | no     | no    | yes
	revoke an invitation         | no     | no     | yes   | yes
	revoke an owner's invitation | no     | no     | no    | yes
	make an author an editor     | no     | no     | yes   | yes
	make an editor an admin      | no     | no     | yes   | yes
	make an admin an owner       | no     | no     | no    | yes
	make an owner an admin       | no     | no     | no    | yes
	remove an author             | no     | no     | yes   | yes
	remove an admin              | no     | no     | yes   | yes
	remove an owner              | no     | no     | no    | yes
	leave                        | yes    | yes    | yes   | yes
	transfer                     | no     | no     | no    | yes
	delete the publication       | no     | no     | no    | yes
`
);

/**
 * Reads a table drawn in text, so that a matrix looks as it does in the documentation.
 * @throws when a row, a column or a cell is missing or unknown
 */
function table<Row extends string, Column extends string, Cell extends string>(
	rows: readonly Row[],
	columns: readonly Column[],
	cells: readonly Cell[],
	text: string
): Record<Row, Record<Column, Cell>> {
	const [head = [], ...body] = text
		.trim()
		.split('\n')
		.map((line) => line.split('|').map((cell) => cell.trim()));
	const drawn = new Map(
		body.map(([row, ...line]) => [
			row,
			new Map(line.map((cell, n) => [head[n + 1], cells.find((known) => known === cell)]))
		])
	);
	const read = Object.fromEntries(
		rows.map((row) => [
			row,
			Object.fromEntries(
				columns.map((column) => {
					const cell = drawn.get(row)?.get(column);
					if (!cell) throw new Error(`No cell for "${row}", "${column}"`);
					return [column, cell];
				})
			)
		])
	);
	if (drawn.size !== rows.length) throw new Error('The table has a row of nobody');
	return read as Record<Row, Record<Column, Cell>>;
}
