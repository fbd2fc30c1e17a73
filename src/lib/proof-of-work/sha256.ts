/*
 * SHA-256 (FIPS 180-4) of short ASCII texts, as fast as a script can. `crypto.subtle` answers each hash
 * through a promise, which is many times slower than the hash.
 */

const constants = new Int32Array(64);
const initial = new Int32Array(8);

// The first 32 bits of the fractional parts of the roots of the first primes.
for (let prime = 2, found = 0; found < 64; prime += 1) {
	if (!isPrime(prime)) continue;
	if (found < 8) initial[found] = fraction(Math.sqrt(prime));
	constants[found] = fraction(Math.cbrt(prime));
	found += 1;
}

function isPrime(number: number): boolean {
	for (let factor = 2; factor * factor <= number; factor += 1) {
		if (number % factor === 0) return false;
	}
	return true;
}

function fraction(root: number): number {
	return ((root % 1) * 2 ** 32) | 0;
}

/** The longest text that fits one block, beside the mark of its end and its length. */
const BLOCK_TEXT = 55;

const words = new Int32Array(64);

/**
 * The first 32 bits of the SHA-256 of a text.
 * @param text ASCII, at most 55 characters
 * @throws {RangeError} for longer ones
 */
export function firstBits(text: string): number {
	const length = text.length;
	if (length > BLOCK_TEXT) throw new RangeError('The text is longer than a block.');
	words.fill(0, 0, 16);
	for (let at = 0; at < length; at += 1) {
		words[at >> 2]! |= text.charCodeAt(at) << (24 - (at & 3) * 8);
	}
	words[length >> 2]! |= 0x80 << (24 - (length & 3) * 8);
	words[15] = length * 8;
	for (let n = 16; n < 64; n += 1) {
		const [x, y] = [words[n - 15]!, words[n - 2]!];
		const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
		const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
		words[n] = words[n - 16]! + s0 + words[n - 7]! + s1;
	}
	let a = initial[0]!;
	let b = initial[1]!;
	let c = initial[2]!;
	let d = initial[3]!;
	let e = initial[4]!;
	let f = initial[5]!;
	let g = initial[6]!;
	let h = initial[7]!;
	for (let n = 0; n < 64; n += 1) {
		const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
		const t1 = (h + s1 + ((e & f) ^ (~e & g)) + constants[n]! + words[n]!) | 0;
		const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
		const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
		h = g;
		g = f;
		f = e;
		e = (d + t1) | 0;
		d = c;
		c = b;
		b = a;
		a = (t1 + t2) | 0;
	}
	return (initial[0]! + a) >>> 0;
}
