import { beforeAll, describe, expect } from 'vitest';
import { check, useConformanceStack, type Person } from './support.ts';

const { client, anon, service, person } = useConformanceStack();

let ann: Person;
let bob: Person;
let org: number;

beforeAll(async () => {
	ann = await person('ann');
	bob = await person('bob');
	org = (await ann.db.rpc('create_org', { org_name: 'Org A' })).data;
	await ann.db.from('profiles').update({ full_name: 'Ann B' }).eq('id', ann.id);
	const { error } = await ann.db.from('posts').insert([
		{
			org_id: org,
			author_id: ann.id,
			title: 'Crème brûlée recipe',
			body: 'delicious dessert',
			status: 'published',
			tags: ['a', 'b'],
			meta: { k: { z: 1 } },
			price: '12.50'
		}
	]);
	if (error) throw error;
	const draft = { org_id: org, author_id: ann.id, title: 'Draft one', body: 'secret draft' };
	await ann.db.from('posts').insert(draft);
	await service().schema('shop').from('products').insert({ name: 'Widget', cents: 100 });
});

describe('grants and policies', () => {
	check('column grant: anon select secret_note denied', async () => {
		const { error } = await anon().from('profiles').select('secret_note');
		expect(error?.code).toBe('42501');
	});

	check('column grant: select=* denied', async () => {
		const { error } = await anon().from('profiles').select('*');
		expect(error?.code).toBe('42501');
	});

	check('column grant: update full_name ok', async () => {
		const { data } = await ann.db
			.from('profiles')
			.update({ full_name: 'Ann B' })
			.eq('id', ann.id)
			.select('full_name')
			.single();
		expect(data).toEqual({ full_name: 'Ann B' });
	});

	check('column grant: update secret_note denied', async () => {
		const { error } = await ann.db.from('profiles').update({ secret_note: 'x' }).eq('id', ann.id);
		expect(error?.code).toBe('42501');
	});

	check('RLS: update other profile 0 rows', async () => {
		const { data } = await bob.db
			.from('profiles')
			.update({ full_name: 'hack' })
			.eq('id', ann.id)
			.select('id');
		expect(data).toEqual([]);
	});

	check('private schema not exposed', async () => {
		const { error } = await service().schema('private').from('audit').select('*');
		expect(error?.code).toBe('PGRST106');
	});

	check('storage schema not exposed', async () => {
		const { error } = await service().schema('storage').from('objects').select('*');
		expect(error?.code).toBe('PGRST106');
	});

	check('bad apikey 401', async () => {
		const { status } = await client('sb_publishable_bad').from('posts').select('id');
		expect(status).toBe(401);
	});

	check('anon sees only published', async () => {
		const { data } = await anon().from('posts').select('status');
		expect(new Set(data?.map((post) => post.status))).toEqual(new Set(['published']));
	});

	check('member sees draft', async () => {
		const { data } = await ann.db.from('posts').select('id').eq('author_id', ann.id);
		expect(data).toHaveLength(2);
	});

	check('service bypasses', async () => {
		const { count } = await service().from('posts').select('id', { count: 'exact', head: true });
		expect(count).toBeGreaterThanOrEqual(2);
	});

	check('other schema anon', async () => {
		const { data } = await anon().schema('shop').from('products').select('name');
		expect(data).toContainEqual({ name: 'Widget' });
	});

	check('other schema anon insert denied', async () => {
		const { error } = await anon().schema('shop').from('products').insert({ name: 'x', cents: 1 });
		expect(error?.code).toBe('42501');
	});
});

describe('functions', () => {
	check('rpc security definer returns bigint', async () => {
		const { data } = await bob.db.rpc('create_org', { org_name: 'Org B' });
		expect(data).toBeTypeOf('number');
	});

	check('rpc as anon -> 42501 (revoked)', async () => {
		const { error } = await anon().rpc('create_org', { org_name: 'x' });
		expect(error?.code).toBe('42501');
	});

	check('rpc admin_only as authenticated denied', async () => {
		const { error } = await ann.db.rpc('admin_only');
		expect(error?.code).toBe('42501');
	});

	check('rpc admin_only as service_role', async () => {
		const { data } = await service().rpc('admin_only');
		expect(data).toBe(42);
	});

	check('rpc unknown -> PGRST202', async () => {
		const { error } = await ann.db.rpc('nope');
		expect(error?.code).toBe('PGRST202');
	});

	check('rpc whoami', async () => {
		const { data } = await ann.db.rpc('whoami');
		const { email, id: uid } = ann;
		expect(data).toMatchObject({ uid, email, cu: 'authenticated', jwt: { email, aal: 'aal1' } });
	});

	check('rpc whoami anon', async () => {
		const { data } = await anon().rpc('whoami');
		expect(data).toMatchObject({ uid: null, role: 'anon', cu: 'anon' });
	});

	check('rpc whoami service', async () => {
		const { data } = await service().rpc('whoami');
		expect(data).toMatchObject({ role: 'service_role', cu: 'service_role' });
	});

	check('rpc returns table', async () => {
		const { data } = await anon().rpc('search_posts', { q: 'creme' });
		expect(data).toEqual([
			{ id: expect.any(Number), title: 'Crème brûlée recipe', rank: expect.any(Number) }
		]);
	});

	check('rpc table + filter/order/limit/select', async () => {
		const { data } = await anon()
			.rpc('search_posts', { q: 'creme' })
			.select('id,title')
			.gt('id', 0)
			.order('id')
			.limit(1);
		expect(data).toEqual([{ id: expect.any(Number), title: 'Crème brûlée recipe' }]);
	});

	check('rpc setof table + embedding', async () => {
		const { data } = await ann.db.rpc('my_posts').select('id,orgs(name)').eq('status', 'draft');
		expect(data).toEqual([{ id: expect.any(Number), orgs: { name: 'Org A' } }]);
	});

	check('rpc GET', async () => {
		const { data } = await anon().rpc('search_posts', { q: 'creme' }, { get: true });
		expect(data).toHaveLength(1);
	});
});

describe('writing', () => {
	check('insert as member', async () => {
		const { data } = await ann.db
			.from('posts')
			.insert([
				{ org_id: org, title: 'Third', tags: ['a'], meta: { k: { z: 1 } }, price: '1.20' },
				{ org_id: org, title: 'Fourth', tags: [], meta: {}, price: null }
			])
			.select('status,tags,meta,price');
		expect(data).toEqual([
			{ status: 'draft', tags: ['a'], meta: { k: { z: 1 } }, price: 1.2 },
			{ status: 'draft', tags: [], meta: {}, price: null }
		]);
	});

	check('insert of unlike rows writes null for what one of them leaves out', async () => {
		const rows = [
			{ org_id: org, title: 'With tags', tags: ['a'] },
			{ org_id: org, title: 'Without' }
		];
		expect((await ann.db.from('posts').insert(rows)).error?.code).toBe('23502');
		const kindly = await ann.db.from('posts').insert(rows, { defaultToNull: false });
		expect(kindly.error).toBeNull();
	});

	check('insert as non member -> 42501', async () => {
		const { error } = await bob.db.from('posts').insert({ org_id: org, title: 'x' });
		expect(error?.code).toBe('42501');
	});

	check('bad enum -> 22P02', async () => {
		const row = { org_id: org, title: 'x', status: 'zzz' };
		const { error } = await ann.db.from('posts').insert(row);
		expect(error?.code).toBe('22P02');
	});

	check('a number for a moment, or for a list: 400', async () => {
		for (const value of [{ created_at: 0 }, { tags: 0 }]) {
			const { status, error } = await service()
				.from('posts')
				.insert({ title: 'x', ...value });
			expect([status, error?.code.slice(0, 2)]).toEqual([400, '22']);
		}
	});

	check('not null -> 23502', async () => {
		const { error } = await ann.db.from('posts').insert({ org_id: org });
		expect(error?.code).toBe('23502');
	});

	check('fk -> 23503', async () => {
		const row = { org_id: 999_999, title: 'x' };
		const { error, status } = await service().from('posts').insert(row);
		expect([error?.code, status]).toEqual(['23503', 409]);
	});

	check('upsert', async () => {
		const products = service().schema('shop').from('products');
		const { data } = await products.upsert({ name: 'Gadget', cents: 7 }).select('name').single();
		expect(data).toEqual({ name: 'Gadget' });
	});

	check('upsert onConflict', async () => {
		const row = { org_id: org, user_id: ann.id, role: 'owner' };
		const { data } = await service()
			.from('memberships')
			.upsert(row, { onConflict: 'org_id,user_id' })
			.select();
		expect(data).toEqual([row]);
	});

	check('upsert ignoreDuplicates', async () => {
		const row = { org_id: org, user_id: ann.id, role: 'member' };
		const { data } = await service()
			.from('memberships')
			.upsert(row, { onConflict: 'org_id,user_id', ignoreDuplicates: true })
			.select();
		expect(data).toEqual([]);
	});

	check('delete returning', async () => {
		await ann.db.from('posts').insert({ org_id: org, title: 'To go' });
		const { data } = await ann.db.from('posts').delete().eq('title', 'To go').select('title');
		expect(data).toEqual([{ title: 'To go' }]);
	});
});

describe('reading', () => {
	const mine = (columns: string) =>
		ann.db.from('posts').select(columns).eq('author_id', ann.id).order('id');

	check('embedding', async () => {
		const { data } = await mine('title,org:orgs(name),author:profiles(full_name)').limit(1);
		const title = 'Crème brûlée recipe';
		expect(data).toEqual([{ title, org: { name: 'Org A' }, author: { full_name: 'Ann B' } }]);
	});

	check('embedding reverse + inner + nested filter', async () => {
		const { data } = await ann.db
			.from('orgs')
			.select('id,posts!inner(title,status)')
			.eq('posts.status', 'published');
		const posts = [{ title: 'Crème brûlée recipe', status: 'published' }];
		expect(data).toEqual([{ id: org, posts }]);
	});

	check('m2m embedding orgs<->profiles via memberships?', async () => {
		const { data } = await ann.db
			.from('memberships')
			.select('role,orgs(name)')
			.eq('user_id', ann.id);
		expect(data).toEqual([{ role: 'owner', orgs: { name: 'Org A' } }]);
	});

	check('count exact + range', async () => {
		const { data, count } = await ann.db
			.from('posts')
			.select('id', { count: 'exact' })
			.eq('author_id', ann.id)
			.range(0, 0);
		expect([data?.length, count]).toEqual([1, 2]);
	});

	check('count estimated', async () => {
		const { count } = await ann.db.from('posts').select('id', { count: 'estimated' });
		expect(count).toBeTypeOf('number');
	});

	check('embedded count aggregate', async () => {
		const { data } = await ann.db.from('orgs').select('id,posts(count)').eq('id', org).single();
		expect(data?.posts[0]?.count).toBeGreaterThanOrEqual(2);
	});

	check('textSearch websearch', async () => {
		const { data } = await anon()
			.from('posts')
			.select('title')
			.textSearch('search', 'dessert', { type: 'websearch', config: 'english' });
		expect(data).toEqual([{ title: 'Crème brûlée recipe' }]);
	});

	check('view security_invoker', async () => {
		const { data } = await anon().from('published_posts').select('title,author_name');
		expect(data).toEqual([{ title: 'Crème brûlée recipe', author_name: 'Ann B' }]);
	});

	check('view embed', async () => {
		const { data } = await anon().from('published_posts').select('profiles(full_name)');
		expect(data).toEqual([{ profiles: { full_name: 'Ann B' } }]);
	});

	check('computed field', async () => {
		const { data } = await mine('title_len').limit(1);
		expect(data).toEqual([{ title_len: 19 }]);
	});

	check('json path + cast', async () => {
		const { data } = await mine('z:meta->k->z,price::text').limit(1);
		expect(data).toEqual([{ z: 1, price: '12.50' }]);
	});

	check('numeric(12,2) JSON type', async () => {
		const { data } = await mine('price').limit(1);
		expect(data).toEqual([{ price: 12.5 }]);
	});

	check('or/ilike/in/contains', async () => {
		const { data } = await ann.db
			.from('posts')
			.select('title')
			.or('title.ilike.*draft*,tags.cs.{a,b}')
			.in('status', ['draft', 'published'])
			.order('id');
		expect(data).toEqual([{ title: 'Crème brûlée recipe' }, { title: 'Draft one' }]);
	});

	check('not.is null / order nullsfirst / csv', async () => {
		const { data } = await ann.db
			.from('posts')
			.select('title,price')
			.eq('author_id', ann.id)
			.order('price', { ascending: false, nullsFirst: false })
			.csv();
		const [header, first, second] = data?.replaceAll('"', '').split('\n') ?? [];
		expect([header, second]).toEqual(['title,price', 'Draft one,']);
		expect(first).toMatch(/^Crème brûlée recipe,12\.50?$/);
	});

	check('maybeSingle none', async () => {
		const { data, error } = await ann.db.from('posts').select('id').eq('id', -1).maybeSingle();
		expect([data, error]).toEqual([null, null]);
	});

	check('single none PGRST116', async () => {
		const { error } = await ann.db.from('posts').select('id').eq('id', -1).single();
		expect(error?.code).toBe('PGRST116');
	});

	check('unknown table PGRST205', async () => {
		const { error } = await ann.db.from('nope').select('*');
		expect(error?.code).toBe('PGRST205');
	});

	check('unknown column 42703', async () => {
		const { error } = await ann.db.from('posts').select('nope');
		expect(error?.code).toBe('42703');
	});

	check('explain disabled / head ok', async () => {
		const { status, count } = await ann.db
			.from('posts')
			.select('*', { head: true, count: 'exact' })
			.eq('title', 'Draft one');
		expect([200, 204]).toContain(status);
		expect(count).toBe(1);
		const { data } = await ann.db.from('posts').select('id').explain();
		expect(data ?? null).toBeNull();
	});

	check('created_at is ISO w/ offset', async () => {
		const { data } = await ann.db.from('posts').select('created_at').limit(1).single();
		expect(data?.created_at).toMatch(/^\d{4}-\d\d-\d\dT.*\+00:00$/);
	});
});
