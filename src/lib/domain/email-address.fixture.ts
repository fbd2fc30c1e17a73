/** What somebody may type, and what is stored of it. */
export const oddAddresses: [typed: string, stored: string][] = [
	['ruth@amberley.example', 'ruth@amberley.example'],
	['  Ruth@Amberley.Example \n', 'ruth@amberley.example'],
	['\u200bruth\u200d@amberley\u00ad.example\ufeff', 'ruth@amberley.example'],
	['\u202eruth@amberley.example\u202c', 'ruth@amberley.example'],
	['ruth+letters@amberley.example', 'ruth+letters@amberley.example'],
	["o'brien@amberley.example", "o'brien@amberley.example"],
	['r.u.t.h@amberley.example', 'r.u.t.h@amberley.example'],
	['!#$%&*/=?^_`{|}~-@amberley.example', '!#$%&*/=?^_`{|}~-@amberley.example'],
	['1@2.example', '1@2.example'],
	[`${'a'.repeat(64)}@amberley.example`, `${'a'.repeat(64)}@amberley.example`],
	[`a@${'b'.repeat(63)}.example`, `a@${'b'.repeat(63)}.example`],
	[`a@${'b.'.repeat(122)}example`, `a@${'b.'.repeat(122)}example`],
	['ruth@xn--bcher-kva.example', 'ruth@xn--bcher-kva.example']
];

/** The same for domains that are not in ASCII: Postgres gets what is stored, and refuses what was typed. */
export const internationalAddresses: [typed: string, stored: string][] = [
	['ruth@bücher.example', 'ruth@xn--bcher-kva.example'],
	['ruth@BÜCHER.example', 'ruth@xn--bcher-kva.example'],
	['ruth@例え.テスト', 'ruth@xn--r8jz45g.xn--zckzah'],
	['ruth@例え。テスト', 'ruth@xn--r8jz45g.xn--zckzah'],
	['ruth@ａｍｂｅｒｌｅｙ.example', 'ruth@amberley.example'],
	['ruth@straße.example', 'ruth@xn--strae-oqa.example']
];

/** What is no address, however it is written. */
export const noAddresses: string[] = [
	'',
	' ',
	'ruth',
	'ruth@',
	'@amberley.example',
	'ruth@amberley',
	'a@b@amberley.example',
	// One mailbox under many names.
	'a1<victim@amberley.example>',
	'Victim <victim@amberley.example>',
	'<victim@amberley.example>',
	'"victim"@amberley.example',
	'"a b"@amberley.example',
	'vic\\tim@amberley.example',
	'victim(comment)@amberley.example',
	'victim@(comment)amberley.example',
	'victim @amberley.example',
	'victim@ amberley.example',
	'mailto:victim@amberley.example',
	// More than one address.
	'a@amberley.example,b@amberley.example',
	'a@amberley.example;b@amberley.example',
	'a@amberley.example b@amberley.example',
	// Headers and control characters.
	'ruth@amberley.example\r\nbcc: all@amberley.example',
	'ruth\n@amberley.example',
	'ruth\u0007@amberley.example',
	// Dots and hyphens where none may be.
	'.ruth@amberley.example',
	'ruth.@amberley.example',
	'ru..th@amberley.example',
	'ruth@.amberley.example',
	'ruth@amberley..example',
	'ruth@amberley.example.',
	'ruth@-amberley.example',
	'ruth@amberley-.example',
	'ruth@amberley.-example',
	'ruth@amberley.example-',
	'ruth@amber_ley.example',
	// Hosts that are no names.
	'ruth@127.0.0.1',
	'ruth@[127.0.0.1]',
	'ruth@[IPv6:::1]',
	'ruth@amberley.1',
	'ruth@１２７.０.０.１',
	// Letters that look like others.
	'\u212aate@amberley.example',
	'ruth\uff20amberley.example',
	'rüth@amberley.example',
	'ｒｕｔｈ@amberley.example',
	'ruth\ud800@amberley.example',
	'ruth@\ud800.example',
	'ruth@a／b.example',
	'ruth@é:80.example',
	'ruth@é/b.example',
	// Longer than mail servers take.
	`${'a'.repeat(65)}@amberley.example`,
	`a@${'b'.repeat(64)}.example`,
	`a@${'b.'.repeat(123)}example`,
	`a@${'ü'.repeat(60)}.example`
];
