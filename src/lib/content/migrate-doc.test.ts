import { describe, expect, it } from 'vitest';
import { SCHEMA_VERSION } from '../editor/document.ts';
import { migrateDoc, presentDoc, STEPS, type Step } from './migrate-doc.ts';
import { isRecord } from './read.ts';

const add =
	(name: string): Step =>
	(doc) => ({ ...(isRecord(doc) ? doc : {}), [name]: true });

describe('migrateDoc', () => {
	it('takes each step from the version of the document on, in order', () => {
		const seen: string[] = [];
		const note =
			(name: string): Step =>
			(doc) => {
				seen.push(name);
				return add(name)(doc);
			};
		const steps = { 1: note('one'), 2: note('two'), 3: note('three') };
		expect(migrateDoc({ type: 'doc' }, 2, steps, 4)).toEqual({
			type: 'doc',
			two: true,
			three: true
		});
		expect(seen).toEqual(['two', 'three']);
	});

	it('leaves a document of the present version alone', () => {
		const doc = { type: 'doc' };
		expect(migrateDoc(doc)).toBe(doc);
	});

	it('refuses what there is no way from', () => {
		expect(() => migrateDoc({}, 1, {}, 2)).toThrow(/from version 1/);
		expect(() => migrateDoc({}, SCHEMA_VERSION + 1)).toThrow(/written with version/);
		expect(() => migrateDoc({}, Number.NaN, {}, 2)).toThrow(/version/);
	});

	it('has a step for every version but the present one', () => {
		const versions = Array.from({ length: SCHEMA_VERSION - 1 }, (_, index) => index + 1);
		expect(Object.keys(STEPS).map(Number)).toEqual(versions);
	});
});

describe('presentDoc', () => {
	it('shows what there is no way from as it is', () => {
		const doc = { type: 'doc' };
		expect(presentDoc(doc, SCHEMA_VERSION + 1)).toBe(doc);
	});
});
