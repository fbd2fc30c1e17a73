/** Does something; returns whether it worked, and says why it did not. */
export type Work = (onrefused: (why: string) => void) => Promise<boolean>;

/** A dialog that asks for something. It stays open, with what was typed, until that is done. */
export class Asking {
	open = $state(false);
	/** Why it was not done. */
	wrong = $state('');
	private isBusy = false;

	/** @returns whether it was done, and the dialog is closed */
	async send(work: Work): Promise<boolean> {
		if (this.isBusy) return false;
		this.isBusy = true;
		this.wrong = '';
		const worked = await work((why) => (this.wrong = why));
		this.isBusy = false;
		if (worked) this.open = false;
		return worked;
	}
}
