import { AppError } from '$lib/server/errors';

const sentences: Record<string, string> = {
	too_many_requests:
		'This address was sent several emails already. Look for them in your inbox and among the unwanted mail, or try again in an hour.',
	slow_down: 'Too many requests came from your network. Try again in an hour.'
};

/**
 * Why no link was mailed, in a sentence.
 * @throws what is no limit
 */
export function refusalToMail(error: unknown): string {
	const sentence = error instanceof AppError ? sentences[error.code] : undefined;
	if (sentence === undefined) throw error;
	return sentence;
}
