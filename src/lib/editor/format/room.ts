import { MediaQuery } from 'svelte/reactivity';

/** Whether there is room for tools over the words; else they stand over the keyboard. */
export const hasRoom = new MediaQuery('min-width: 62.5rem', true);
