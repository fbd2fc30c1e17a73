import { z } from 'zod';
import { Refusal } from './answers.ts';
import { readJson } from './read-body.ts';

/**
 * What a visitor asks for, and the header that says who they are.
 * @throws {Refusal} 401 `unauthorised`, 400 `bad_request`, 413 `too_large`
 */
export async function readVisitorRequest<T>(
	request: Request,
	schema: z.ZodType<T>,
	maxBytes: number
): Promise<{ authorization: string; body: T }> {
	const authorization = request.headers.get('authorization');
	if (!authorization) throw new Refusal(401, 'unauthorised', 'There is no token.');
	const body = schema.safeParse(await readJson(request, maxBytes));
	if (!body.success) throw new Refusal(400, 'bad_request', z.prettifyError(body.error));
	return { authorization, body: body.data };
}
