import { answerPost, Refusal } from '../answers.ts';
import { PaymentsNotSetUp } from './settings.ts';

type Handler = (request: Request) => Promise<Response>;

/**
 * The handler of a function that people's pages call; where Stripe has not been set up, one that
 * does nothing but say so. The log has the reason.
 */
export function whenSetUp(siteUrl: string, make: () => Handler): Handler {
	try {
		return make();
	} catch (error) {
		if (!(error instanceof PaymentsNotSetUp)) throw error;
		console.error(error.message);
		return (request) =>
			answerPost(request, siteUrl, () =>
				Promise.reject(new Refusal(503, 'payments_not_set_up', 'There is no Stripe here yet.'))
			);
	}
}
