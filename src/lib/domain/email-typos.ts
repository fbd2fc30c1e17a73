const common = [
	...['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'yahoo.com'],
	...['icloud.com', 'proton.me', 'protonmail.com', 'fastmail.com', 'hotmail.co.uk', 'yahoo.co.uk'],
	...[
		'btinternet.com',
		'gmx.de',
		'gmx.net',
		'web.de',
		'orange.fr',
		'free.fr',
		'aol.com',
		'mail.com'
	]
];

// One slip away from a common name, and yet names of their own.
const real = new Set([
	...common,
	'ymail.com',
	'gmx.com',
	'gmx.at',
	'gmx.ch',
	'email.com',
	'me.com'
]);

/**
 * The address that was probably meant, when its domain is one slip of the fingers away from one that
 * many people use: `ruth@gmial.com` gives `ruth@gmail.com`.
 */
export function suggestAddress(email: string): string | null {
	const at = email.lastIndexOf('@');
	const domain = email.slice(at + 1).toLowerCase();
	if (at < 1 || real.has(domain)) return null;
	const meant = common.find((name) => oneSlip(domain, name));
	return meant === undefined ? null : `${email.slice(0, at)}@${meant}`;
}

/** One letter missing, added, changed, or two neighbours swapped. */
function oneSlip(typed: string, meant: string): boolean {
	if (Math.abs(typed.length - meant.length) > 1) return false;
	let start = 0;
	while (start < typed.length && typed[start] === meant[start]) start += 1;
	const typedRest = typed.slice(start);
	const meantRest = meant.slice(start);
	return (
		typedRest.slice(1) === meantRest ||
		typedRest === meantRest.slice(1) ||
		typedRest.slice(1) === meantRest.slice(1) ||
		(typedRest[0] === meantRest[1] &&
			typedRest[1] === meantRest[0] &&
			typedRest.slice(2) === meantRest.slice(2))
	);
}
