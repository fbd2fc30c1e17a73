import { z } from 'zod';
import { isDay, readMoment } from '../domain/moments.ts';

/** A moment in ISO 8601 with its offset that the database can hold: others would be refused there. */
export const moment = z.iso
	.datetime({ offset: true })
	.refine((text) => readMoment(text) !== null, { error: 'That is no date that can be kept.' });

/** A day, `2026-11-14`. */
export const day = z.iso
	.date({ error: 'That is no day.' })
	.refine(isDay, { error: 'That is no day of the years 1 to 9999.' });
