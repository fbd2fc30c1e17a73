import type { Endpoint } from '../api/endpoint.ts';
import { accountEndpoints } from './account.ts';
import { catalogueEndpoints } from './catalogue.ts';
import { checkoutEndpoints } from './checkout.ts';
import { customerEndpoints } from './customers.ts';
import { invoiceEndpoints } from './invoices.ts';
import { paymentEndpoints } from './payments.ts';
import { portalEndpoints } from './portal.ts';
import { subscriptionEndpoints } from './subscriptions.ts';

/** Everything under /v1. */
export const endpoints: Endpoint[] = [
	...catalogueEndpoints,
	...customerEndpoints,
	...checkoutEndpoints,
	...portalEndpoints,
	...subscriptionEndpoints,
	...invoiceEndpoints,
	...paymentEndpoints,
	...accountEndpoints
];
