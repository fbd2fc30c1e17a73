import { createServer, type Server } from 'node:http';

/** Stands between Stripe and the function, and can lose what the function answers. */
export interface LossyProxy {
	url: string;
	/** The next answer is lost: once it is there, this is done and the connection is cut. */
	loseNext(done: () => void): void;
	stop(): Promise<void>;
}

/** @param target where requests go on to */
export async function startLossyProxy(target: string): Promise<LossyProxy> {
	let lose: (() => void) | undefined;
	const server: Server = createServer((request, response) => {
		void (async () => {
			const body = await Array.fromAsync(request);
			const signature = String(request.headers['stripe-signature']);
			const answer = await fetch(target, {
				method: 'POST',
				headers: { 'content-type': 'application/json', 'stripe-signature': signature },
				body: Buffer.concat(body)
			});
			const text = await answer.text();
			const losing = answer.ok ? lose : undefined;
			if (!losing) return response.writeHead(answer.status).end(text);
			lose = undefined;
			losing();
			response.destroy();
		})().catch(() => response.destroy());
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	return {
		url: `http://127.0.0.1:${port}`,
		loseNext(done) {
			lose = done;
		},
		stop: () =>
			new Promise((stopped) => {
				server.closeAllConnections();
				server.close(() => stopped());
			})
	};
}
