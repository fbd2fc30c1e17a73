import type { HandleClientError } from '@sveltejs/kit';

/** A failure in the browser has no request, so it has no id in the log. */
export const handleError: HandleClientError = ({ error, status }) => {
	console.error(error);
	return status === 404
		? { message: 'There is nothing at this address.', code: 'not_found', requestId: '' }
		: {
				message: 'This page stumbled. Nothing you saved is affected.',
				code: 'internal',
				requestId: ''
			};
};
