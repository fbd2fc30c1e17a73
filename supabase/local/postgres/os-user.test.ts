import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mayReach } from './os-user.ts';

let folder: string;
let inner: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'pamphlet-reach-'));
	inner = path.join(folder, 'a/b');
	mkdirSync(inner, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

const stranger = { name: 'stranger', uid: 4_000_000, gid: 4_000_000 };

test('a folder counts as reachable when each one on the way may be entered', () => {
	chmodSync(folder, 0o755);
	expect(mayReach(inner, stranger)).toBe(true);
	chmodSync(folder, 0o700);
	expect(mayReach(inner, stranger)).toBe(false);
	const { uid, gid } = statSync(folder);
	expect(mayReach(inner, { name: 'owner', uid, gid })).toBe(true);
	chmodSync(folder, 0o710);
	expect(mayReach(inner, { ...stranger, gid })).toBe(true);
	chmodSync(folder, 0o701);
	expect(mayReach(inner, { ...stranger, gid })).toBe(false);
});

test('a folder that is not there yet counts by its parents', () => {
	chmodSync(folder, 0o755);
	expect(mayReach(path.join(inner, 'later/still'), stranger)).toBe(true);
});
