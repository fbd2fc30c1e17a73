import { createReadStream } from 'node:fs';
import type { GhostItem } from './ghost-items.ts';
import { memberItems, surveyMembers } from './ghost-members.ts';
import { ghostItems, surveyGhost } from './ghost-source.ts';
import type { OpenFile } from './json-rows.ts';

/** A file made of a text, given out in pieces of so many bytes. */
export function fileOf(text: string | Uint8Array, size = 1000): OpenFile {
	const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
	return async function* () {
		for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
	};
}

export function fileAt(path: string): OpenFile {
	return () => createReadStream(path);
}

/** Posts and other tables as an export of Ghost. */
export function exportOf(tables: Record<string, object[]>): OpenFile {
	return fileOf(JSON.stringify({ db: [{ data: tables }] }));
}

export async function itemsOf(open: OpenFile): Promise<GhostItem[]> {
	return Array.fromAsync(ghostItems(open, await surveyGhost(open)));
}

export async function membersOf(open: OpenFile): Promise<GhostItem[]> {
	return Array.fromAsync(memberItems(open, await surveyMembers(open)));
}
