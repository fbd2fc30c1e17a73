import pino, { type DestinationStream, type Logger } from 'pino';

/** Tokens of Supabase and Stripe, signed tokens, and the values of secret parameters. */
const secrets =
	/sb_secret_[\w-]+|\b[sr]k_(?:live|test)_\w+|whsec_[\w+/=]+|eyJ[\w-]+\.[\w-]+\.[\w-]*|(?<=\b(?:token(?:_hash)?|code|password|apikey|access_token|refresh_token)=)[^&\s"']+/gi;

/** Removes what would open a door from a text that goes into the log. */
export function scrub(text: string): string {
	return text.replace(secrets, '[redacted]');
}

/** JSON lines on standard output, without anything that signs a person in. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
	const options = {
		level,
		base: undefined,
		timestamp: pino.stdTimeFunctions.isoTime,
		formatters: { level: (label: string) => ({ level: label }) },
		serializers: { err: describeError },
		redact: ['email', '*.email', '*.password', '*.cookie', '*.authorization', '*.access_token']
	};
	return destination ? pino(options, destination) : pino(options);
}

interface LoggedError {
	type: string;
	message: string;
	code?: string;
	details?: string;
	stack?: string;
	cause?: LoggedError;
}

function describeError(error: unknown, depth = 0): LoggedError {
	if (typeof error !== 'object' || error === null) {
		return { type: typeof error, message: scrub(String(error)) };
	}
	const { message, code, details, stack, cause } = error as Record<string, unknown>;
	const described: LoggedError = {
		type: error.constructor?.name ?? 'Object',
		message: scrub(String(message))
	};
	if (typeof code === 'string') described.code = code;
	if (typeof details === 'string') described.details = scrub(details);
	if (typeof stack === 'string') described.stack = scrub(stack);
	if (cause !== undefined && depth < 3) described.cause = describeError(cause, depth + 1);
	return described;
}
