/**
 * A reason why the stack cannot do what was asked, in words for the person who asked.
 * Commands print its message as one line, without a stack trace, and exit with 1.
 */
export class StackError extends Error {
	override name = 'StackError';
}
