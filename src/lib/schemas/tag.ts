import { z } from 'zod';
import { isAtMost, isOneLine, isSeen } from '../domain/plain-text.ts';

export const tagName = z
	.string({ error: 'A subject needs a name.' })
	.trim()
	.refine(isSeen, { error: 'A subject needs a name that can be seen.' })
	.refine((name) => isAtMost(name, 191), {
		error: 'The name of a subject has 191 characters at most. Please shorten it.'
	})
	.refine(isOneLine, { error: 'The name of a subject stands on one line.' });

export const newTag = z.object({ name: tagName });

/** What adding one answers. */
export const addedTag = z.object({ id: z.uuid(), name: z.string(), isInternal: z.boolean() });
