/** What every text-like control looks like; one place, so that they line up in a row. */
export const control =
	'w-full rounded-sm border border-rule-strong bg-paper-raised text-ink focus-visible:border-accent focus-visible:outline-offset-[-1px] aria-invalid:border-bad disabled:opacity-50';

export const controlSizes = {
	md: 'min-h-10 px-3 py-2 text-base leading-[1.375rem]',
	sm: 'min-h-9 px-2.5 py-1.5 text-sm'
};

/** What a labelled control accepts besides its own attributes. */
export interface Labelled {
	label: string;
	labelHidden?: boolean;
	hint?: string;
	error?: string;
	optional?: boolean;
	size?: keyof typeof controlSizes;
	/** For the wrapper: place and width. */
	class?: string;
}
