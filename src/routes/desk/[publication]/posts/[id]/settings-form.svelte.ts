/** The settings beside a text, as far as others must know whether they are saved. */
export class SettingsForm {
	dirty = $state(false);
	/** On phones the panel is a sheet, which is shown when it is asked for. */
	open = $state(false);
	element: HTMLFormElement | undefined;
	#changes = 0;
	#sent = 0;
	#waiting: ((saved: boolean) => void)[] = [];

	changed(): void {
		this.#changes += 1;
		this.dirty = true;
	}

	sent(): void {
		this.#sent = this.#changes;
	}

	/** Saves what has changed; false when it was refused, and the panel says why. */
	flush(): Promise<boolean> {
		if (!this.dirty || !this.element) return Promise.resolve(true);
		return new Promise((resolve) => {
			this.#waiting.push(resolve);
			this.element?.requestSubmit();
		});
	}

	/** The server has answered. */
	answered(saved: boolean): void {
		// What was changed while it was on its way is still to be saved.
		this.dirty = !saved || this.#sent !== this.#changes;
		if (!saved) this.open = true;
		for (const resolve of this.#waiting.splice(0)) resolve(saved);
	}
}
