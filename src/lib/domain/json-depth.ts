/**
 * Whether JSON has more arrays and objects inside each other than `most`. Takes any text and looks at
 * each character once, so that it can stand before `JSON.parse`.
 */
export function isDeeperThan(most: number, json: string): boolean {
	let depth = 0;
	let inString = false;
	for (let at = 0; at < json.length; at += 1) {
		const character = json[at];
		if (inString) {
			if (character === '\\') at += 1;
			else if (character === '"') inString = false;
		} else if (character === '"') inString = true;
		else if (character === '[' || character === '{') depth += 1;
		else if (character === ']' || character === '}') depth -= 1;
		if (depth > most) return true;
	}
	return false;
}
