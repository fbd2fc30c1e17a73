import { safeSource } from './attributes.ts';

/** What an address shows, and where. */
export interface EmbedTarget {
	/** The name of the site, for people. */
	provider: string;
	/** The one address that is stored for it: a page to open, never a frame. */
	url: string;
}

interface Provider {
	name: string;
	hosts: readonly string[];
	/** The canonical address of what a URL of these hosts shows, or null for any other page there. */
	read: (url: URL) => string | null;
}

const MASTODON_HOSTS = [
	...['mastodon.social', 'mastodon.online', 'mstdn.social', 'mas.to', 'mastodon.world'],
	...['fosstodon.org', 'hachyderm.io', 'infosec.exchange', 'techhub.social', 'mastodon.art'],
	...['mastodon.scot', 'chaos.social', 'social.lol', 'indieweb.social', 'journa.host', 'mstdn.jp']
];

/**
 * Every site an embed may show. An address of another one is a link or a bookmark, so that a post
 * can promise its readers what they will meet.
 */
export const EMBED_PROVIDERS: readonly Provider[] = [
	{
		name: 'YouTube',
		hosts: [
			'youtube.com',
			'm.youtube.com',
			'music.youtube.com',
			'youtu.be',
			'youtube-nocookie.com'
		],
		read: (url) => {
			const path = /^\/(?:embed|shorts|live|v)\/([\w-]{6,20})\/?$/.exec(url.pathname)?.[1];
			const short =
				url.hostname === 'youtu.be' ? /^\/([\w-]{6,20})\/?$/.exec(url.pathname)?.[1] : null;
			const watched = url.pathname === '/watch' ? url.searchParams.get('v') : null;
			const id = path ?? short ?? watched;
			if (id && id !== 'videoseries' && /^[\w-]{6,20}$/.test(id))
				return `https://www.youtube.com/watch?v=${id}`;
			const list = url.searchParams.get('list') ?? '';
			return /^[\w-]{6,64}$/.test(list) ? `https://www.youtube.com/playlist?list=${list}` : null;
		}
	},
	{
		name: 'Vimeo',
		hosts: ['vimeo.com', 'player.vimeo.com'],
		read: (url) => {
			const id = /^\/(?:video\/)?(\d{5,12})(?:\/(\w{6,20}))?\/?$/.exec(url.pathname);
			return id?.[1] ? `https://vimeo.com/${id[1]}${id[2] ? `/${id[2]}` : ''}` : null;
		}
	},
	{
		name: 'Spotify',
		hosts: ['open.spotify.com'],
		read: (url) => {
			const path =
				/^\/(?:intl-\w+\/)?(?:embed\/)?(album|artist|episode|playlist|show|track)\/(\w{10,40})\/?$/;
			const [, kind, id] = path.exec(url.pathname) ?? [];
			return kind && id ? `https://open.spotify.com/${kind}/${id}` : null;
		}
	},
	{
		name: 'SoundCloud',
		hosts: ['soundcloud.com', 'm.soundcloud.com', 'w.soundcloud.com', 'api.soundcloud.com'],
		read: (url) => {
			if (url.hostname === 'w.soundcloud.com') {
				const inner = URL.parse(url.searchParams.get('url') ?? '');
				return inner && inner.hostname !== 'w.soundcloud.com' ? soundCloudPage(inner) : null;
			}
			return soundCloudPage(url);
		}
	},
	{
		name: 'Bluesky',
		hosts: ['bsky.app'],
		read: (url) => {
			const [, who, post] =
				/^\/profile\/([\w.:-]{3,100})\/post\/(\w{5,30})\/?$/.exec(url.pathname) ?? [];
			return who && post ? `https://bsky.app/profile/${who}/post/${post}` : null;
		}
	},
	{
		name: 'Mastodon',
		hosts: MASTODON_HOSTS,
		read: (url) => {
			const [, who, post] =
				/^\/(@\w{1,64}(?:@[\w.-]{3,100})?)\/(\d{5,30})(?:\/embed)?\/?$/.exec(url.pathname) ?? [];
			return who && post ? `https://${url.hostname}/${who}/${post}` : null;
		}
	}
];

/** What an address shows, when it is one that may be embedded; else null. */
export function readEmbed(address: unknown): EmbedTarget | null {
	const source = safeSource(address);
	const url = source === null ? null : URL.parse(source);
	if (!url || url.port !== '' || url.username !== '' || url.password !== '') return null;
	url.hostname = url.hostname.replace(/^www\./, '');
	for (const provider of EMBED_PROVIDERS) {
		if (!provider.hosts.includes(url.hostname)) continue;
		const canonical = provider.read(url);
		return canonical === null ? null : { provider: provider.name, url: canonical };
	}
	return null;
}

function soundCloudPage(url: URL): string | null {
	if (url.hostname === 'api.soundcloud.com') {
		const track = /^\/(tracks|playlists)\/(\d{3,20})\/?$/.exec(url.pathname);
		return track ? `https://api.soundcloud.com/${track[1]}/${track[2]}` : null;
	}
	const path = /^\/([\w-]{1,80})(?:\/(sets\/)?([\w-]{1,200}))?\/?$/.exec(url.pathname);
	if (!path?.[1] || !/^(?:www\.|m\.)?soundcloud\.com$/.test(url.hostname)) return null;
	return `https://soundcloud.com/${path[1]}${path[3] ? `/${path[2] ?? ''}${path[3]}` : ''}`;
}
