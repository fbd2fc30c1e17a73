import type { Actor } from '../../support/actors.ts';
import { staff, viewers, type Viewer } from '../../support/matrix.ts';
import type { World } from '../../support/world.ts';

export type Row = Record<string, string | number | boolean | null | object>;
type Viewers = readonly Viewer[];

/** Rows of one kind in a table, and who may do what to them. Whoever is not named may not. */
export interface Case {
	name: string;
	/** Makes one and gives its key. */
	make(world: World): Promise<Row>;
	select: Viewers;
	update: { set: Row; may: Viewers };
	delete: Viewers;
}

/** A row somebody tries to add. */
export interface Insert {
	name: string;
	row(world: World, actor: Actor): Row | Promise<Row>;
	/** The columns that find it again. */
	by: string[];
	may: Viewers;
}

/** Who may do what in a table. */
export interface TableAccess {
	table: string;
	/** What may be selected, where it is not every column. */
	columns?: string;
	/** Who has a right to read the table at all, whatever the rows; everybody unless it says so. */
	granted?: 'signed in' | 'nobody';
	/** Its rows are there for everybody at once, so other tests change them too. */
	shared?: boolean;
	cases: Case[];
	inserts: Insert[];
}

export const everybody: Viewers = viewers;
export const nobody: Viewers = [];
export const allStaff: Viewers = staff;
export const editors: Viewers = ['editor', 'admin', 'owner'];
export const admins: Viewers = ['admin', 'owner'];
export const owners: Viewers = ['owner'];
/** Rows in question are of `colleague`, an author. */
export const colleagueAndEditors: Viewers = ['colleague', ...editors];
