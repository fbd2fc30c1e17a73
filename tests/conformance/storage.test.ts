import sharp from 'sharp';
import { beforeAll, expect } from 'vitest';
import { check, useConformanceStack, type Person } from './support.ts';

const { anon, service, person } = useConformanceStack();

let ann: Person;
let bob: Person;
let png: Buffer;

const avatars = (somebody: Person) => somebody.db.storage.from('avatars');
const docs = (somebody: Person) => somebody.db.storage.from('docs');
const image = { contentType: 'image/png' };
const text = (content: string) => new Blob([content], { type: 'text/plain' });

/** A file of Ann's that no other check touches. */
let files = 0;
async function annsDoc(content = 'hello'): Promise<string> {
	const name = `${ann.id}/own-${++files}/note.txt`;
	const { error } = await docs(ann).upload(name, text(content));
	if (error) throw error;
	return name;
}

async function statusAndText(url: string) {
	const answer = await fetch(url);
	return { status: answer.status, text: await answer.text() };
}

async function widthOf(bytes: ArrayBuffer) {
	return (await sharp(Buffer.from(bytes)).metadata()).width;
}

beforeAll(async () => {
	ann = await person('ann');
	bob = await person('bob');
	const red = { width: 200, height: 100, channels: 3, background: 'red' } as const;
	png = await sharp({ create: red }).png().toBuffer();
	const { error } = await avatars(ann).upload(`${ann.id}/a.png`, png, image);
	if (error) throw error;
});

check('storage upload own', async () => {
	const { data } = await avatars(ann).upload(`${ann.id}/own.png`, png, image);
	expect(data?.fullPath).toBe(`avatars/${ann.id}/own.png`);
});

check('storage upload duplicate -> error', async () => {
	const { error } = await avatars(ann).upload(`${ann.id}/a.png`, png, image);
	expect(error).toMatchObject({ statusCode: '409' });
});

check('storage upload other folder denied', async () => {
	const { error } = await avatars(bob).upload(`${ann.id}/b.png`, png, image);
	expect(error).toMatchObject({ statusCode: '403' });
});

check('storage upload anon denied', async () => {
	const { error } = await anon().storage.from('avatars').upload('x/b.png', png, image);
	expect(error).toMatchObject({ statusCode: '403' });
});

check('storage wrong mime', async () => {
	const plain = { contentType: 'text/plain' };
	const { error } = await avatars(ann).upload(`${ann.id}/a.txt`, 'hi', plain);
	expect(error).toMatchObject({ statusCode: '415' });
});

check('storage too large', async () => {
	const big = Buffer.alloc(1_500_000);
	const { error } = await avatars(ann).upload(`${ann.id}/big.png`, big, image);
	expect(error).toMatchObject({ statusCode: '413' });
	// The connection is as good as before.
	const next = await avatars(ann).upload(`${ann.id}/after-big.png`, png, image);
	expect(next.error).toBeNull();
});

check('storage public url', async () => {
	const { publicUrl } = avatars(ann).getPublicUrl(`${ann.id}/a.png`).data;
	const answer = await fetch(publicUrl);
	expect(answer.headers.get('content-type')).toBe('image/png');
	expect(Buffer.from(await answer.arrayBuffer()).equals(png)).toBe(true);
});

check('storage transform public', async () => {
	const transform = { width: 50, height: 50, quality: 60 };
	const { publicUrl } = avatars(ann).getPublicUrl(`${ann.id}/a.png`, { transform }).data;
	const answer = await fetch(publicUrl);
	expect(await widthOf(await answer.arrayBuffer())).toBe(50);
});

check('storage docs upload', async () => {
	const name = `${ann.id}/r.txt`;
	const { error } = await docs(ann).upload(name, text('hello'), { upsert: true });
	expect(error).toBeNull();
});

check('storage download own', async () => {
	const { data } = await docs(ann).download(await annsDoc('hello'));
	expect(await data?.text()).toBe('hello');
});

check('storage download other denied', async () => {
	const { data, error } = await docs(bob).download(await annsDoc());
	expect(data).toBeNull();
	expect(error).not.toBeNull();
});

check('storage private public url 400', async () => {
	const { publicUrl } = docs(ann).getPublicUrl(await annsDoc()).data;
	expect([400, 404]).toContain((await fetch(publicUrl)).status);
});

check('storage signed url', async () => {
	const { data } = await docs(ann).createSignedUrl(await annsDoc('signed'), 60);
	expect(await statusAndText(data?.signedUrl ?? '')).toEqual({ status: 200, text: 'signed' });
});

check('storage signed url other denied', async () => {
	const { error } = await docs(bob).createSignedUrl(await annsDoc(), 60);
	expect(error).not.toBeNull();
});

check('storage signed transform', async () => {
	const options = { transform: { width: 40 } };
	const { data } = await avatars(ann).createSignedUrl(`${ann.id}/a.png`, 60, options);
	const answer = await fetch(data?.signedUrl ?? '');
	expect(await widthOf(await answer.arrayBuffer())).toBe(40);
});

check('storage download transform', async () => {
	const options = { transform: { width: 30 } };
	const { data } = await avatars(ann).download(`${ann.id}/a.png`, options);
	expect(await widthOf((await data?.arrayBuffer()) ?? new ArrayBuffer())).toBe(30);
});

check('storage signed upload', async () => {
	const { data } = await docs(ann).createSignedUploadUrl(`${ann.id}/up.txt`);
	const { path = '', token = '' } = data ?? {};
	const stranger = anon().storage.from('docs');
	expect((await stranger.uploadToSignedUrl(path, token, text('up'))).error).toBeNull();
	const { data: stored } = await service().storage.from('docs').download(path);
	expect(await stored?.text()).toBe('up');
});

check('storage list own', async () => {
	const folder = (await annsDoc()).split('/').slice(0, 2).join('/');
	await docs(ann).upload(`${folder}/deeper/more.txt`, text('more'));
	const { data } = await docs(ann).list(folder, { sortBy: { column: 'name', order: 'asc' } });
	expect(data?.map(({ name, id }) => [name, id === null])).toEqual([
		['deeper', true],
		['note.txt', false]
	]);
});

check('storage list other empty', async () => {
	await annsDoc();
	const { data } = await docs(bob).list(ann.id);
	expect(data).toEqual([]);
});

check('storage update (upsert)', async () => {
	const name = await annsDoc('v1');
	expect((await docs(ann).update(name, text('v2'), { upsert: true })).error).toBeNull();
	expect(await (await docs(ann).download(name)).data?.text()).toBe('v2');
});

check('storage move/copy/info/exists', async () => {
	const name = await annsDoc('moving');
	const [second, third] = [`${name}.2`, `${name}.3`];
	expect((await docs(ann).move(name, second)).error).toBeNull();
	expect((await docs(ann).copy(second, third)).error).toBeNull();
	expect((await docs(ann).info(third)).data).toMatchObject({ size: 6 });
	expect((await docs(ann).exists(third)).data).toBe(true);
	expect((await docs(ann).exists(name)).data).toBe(false);
	expect(await (await docs(ann).download(third)).data?.text()).toBe('moving');
});

check('storage listV2', async () => {
	const folder = (await annsDoc()).split('/').slice(0, 2).join('/');
	const { data } = await docs(ann).listV2({ prefix: `${folder}/` });
	expect(data).toMatchObject({ hasNext: false, objects: [{ name: 'note.txt' }] });
});

check('storage remove', async () => {
	const name = await annsDoc();
	const { data } = await docs(ann).remove([name]);
	expect(data?.map((object) => object.name)).toEqual([name]);
	expect((await docs(ann).download(name)).data).toBeNull();
});

check('storage service upload + listBuckets', async () => {
	const { storage } = service();
	const { error } = await storage.from('docs').upload('x/svc.txt', text('x'), { upsert: true });
	expect(error).toBeNull();
	const { data } = await storage.listBuckets();
	expect(data?.map(({ id }) => id).sort()).toEqual(['avatars', 'docs']);
});
