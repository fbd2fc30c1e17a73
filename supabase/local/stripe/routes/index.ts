import type { Endpoint } from '../api/endpoint.ts';
import { catalogueEndpoints } from './catalogue.ts';
import { checkoutEndpoints } from './checkout.ts';
import { customerEndpoints } from './customers.ts';
import { portalEndpoints } from './portal.ts';
import { subscriptionEndpoints } from './subscriptions.ts';

/** Everything under /v1. */
export const endpoints: Endpoint[] = [
	...catalogueEndpoints,
	...customerEndpoints,
	...checkoutEndpoints,
	...portalEndpoints,
	...subscriptionEndpoints
];
