import type { Actor } from '../../support/actors.ts';
import { makeOwnDraft, makePost } from '../../support/factories.ts';
import type { PostState } from '../../support/matrix.ts';
import type { World } from '../../support/world.ts';

/** A post of `colleague` in some state. */
export function postOf({ actors, home }: World, state: PostState): Promise<string> {
	return makePost({ publication: home.id, by: actors.colleague.id, state });
}

/** A draft of whoever asks, staff or not: having begun a post is worth nothing without a role. */
export function ownDraft({ home }: World, actor: Actor): Promise<string> {
	return actor.token
		? makeOwnDraft(home.id, actor.id)
		: makePost({ publication: home.id, by: null });
}
