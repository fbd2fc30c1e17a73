import type { BodyLimit } from '../../limits.ts';
import { AppError } from '../errors.ts';

/**
 * The same request, with a body that ends in an error when it is too long or too slow. The body is
 * only read when the handler asks for it.
 *
 * Whoever reads the body gets an {@link AppError}: 413 `too_large` or 408 `too_slow`.
 * @param tooLarge what a person is told whose body is too long; the general sentence when left out
 */
export function limitBody(
	request: Request,
	{ bytes, seconds }: BodyLimit,
	tooLarge?: string
): Request {
	if (!request.body) return request;
	const reader = request.body.getReader();
	let left = bytes;
	let timer: NodeJS.Timeout | undefined;
	let isOver = false;
	const body = new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				const end = (finish: () => void) => {
					if (isOver) return;
					isOver = true;
					clearTimeout(timer);
					finish();
				};
				timer ??= setTimeout(
					() => end(() => controller.error(new AppError('too_slow', 408))),
					seconds * 1000
				);
				try {
					const { done, value } = await reader.read();
					if (done) return end(() => controller.close());
					left -= value.byteLength;
					if (left < 0) {
						const told = tooLarge === undefined ? {} : { message: tooLarge };
						return end(() => controller.error(new AppError('too_large', 413, told)));
					}
					if (!isOver) controller.enqueue(value);
				} catch (error) {
					end(() => controller.error(error));
				}
			},
			async cancel(reason) {
				isOver = true;
				clearTimeout(timer);
				await reader.cancel(reason);
			}
		},
		// Nothing is read ahead: the request waits until somebody asks for its body.
		{ highWaterMark: 0 }
	);
	return new Request(request, { body, duplex: 'half' } as RequestInit);
}
