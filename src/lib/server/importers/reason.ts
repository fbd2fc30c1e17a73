/** What the database or the network said, which an operator may see. */
export function reasonOf(error: unknown): string {
	for (let cause = error; ;) {
		if (!(typeof cause === 'object' && cause !== null)) return String(cause);
		const deeper = 'cause' in cause ? cause.cause : undefined;
		if (typeof deeper !== 'object' || deeper === null)
			return 'message' in cause ? String(cause.message) : String(cause);
		cause = deeper;
	}
}
