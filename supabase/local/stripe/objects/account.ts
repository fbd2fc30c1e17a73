/** The one account there is. */
export const account = { id: 'acct_local', country: 'GB', name: 'Local Stripe', currency: 'eur' };
