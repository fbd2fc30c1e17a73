import { describe, expect, it } from 'vitest';
import { EMBED_PROVIDERS, readEmbed } from './embeds.ts';

const known: [string, string, string][] = [
	[
		'https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3',
		'YouTube',
		'https://www.youtube.com/watch?v=dQw4w9WgXcQ'
	],
	['https://youtu.be/dQw4w9WgXcQ?si=x', 'YouTube', 'https://www.youtube.com/watch?v=dQw4w9WgXcQ'],
	[
		'http://www.youtube-nocookie.com/embed/dQw4w9WgXcQ',
		'YouTube',
		'https://www.youtube.com/watch?v=dQw4w9WgXcQ'
	],
	[
		'https://www.youtube.com/embed/videoseries?list=PL0123456',
		'YouTube',
		'https://www.youtube.com/playlist?list=PL0123456'
	],
	['https://player.vimeo.com/video/76979871?h=1', 'Vimeo', 'https://vimeo.com/76979871'],
	['https://vimeo.com/76979871/abcdef1234', 'Vimeo', 'https://vimeo.com/76979871/abcdef1234'],
	[
		'https://open.spotify.com/embed/track/4uLU6hMCjMI75M1A2tKUQC?utm=x',
		'Spotify',
		'https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC'
	],
	[
		'https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b&color=x',
		'SoundCloud',
		'https://soundcloud.com/a/b'
	],
	[
		'https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/293',
		'SoundCloud',
		'https://api.soundcloud.com/tracks/293'
	],
	['https://soundcloud.com/a/sets/b', 'SoundCloud', 'https://soundcloud.com/a/sets/b'],
	[
		'https://bsky.app/profile/a.bsky.social/post/3kabcdefghi2x',
		'Bluesky',
		'https://bsky.app/profile/a.bsky.social/post/3kabcdefghi2x'
	],
	[
		'https://mastodon.social/@a/109876543210/embed',
		'Mastodon',
		'https://mastodon.social/@a/109876543210'
	],
	[
		'https://mas.to/@a@b.example/109876543210',
		'Mastodon',
		'https://mas.to/@a@b.example/109876543210'
	]
];

describe('readEmbed', () => {
	it.each(known)('knows %s', (address, provider, url) => {
		expect(readEmbed(address)).toEqual({ provider, url });
		expect(readEmbed(url)).toEqual({ provider, url });
	});

	it('has an example of every site', () => {
		const names = EMBED_PROVIDERS.map(({ name }) => name);
		expect(new Set(known.map(([, provider]) => provider))).toEqual(new Set(names));
	});

	it.each([
		'https://a.example/watch?v=dQw4w9WgXcQ',
		'https://youtube.com.a.example/watch?v=dQw4w9WgXcQ',
		'https://a.example@youtube.com/watch?v=dQw4w9WgXcQ',
		'https://youtube.com:8443/watch?v=dQw4w9WgXcQ',
		'https://youtube.com/watch?v="><script>',
		'https://youtube.com/redirect?q=https://a.example',
		'https://w.soundcloud.com/player/?url=https%3A//a.example/a/b',
		'https://w.soundcloud.com/player/?url=https%3A//w.soundcloud.com/player/',
		'javascript:alert(1)//youtube.com/watch?v=dQw4w9WgXcQ',
		'//youtube.com/watch?v=dQw4w9WgXcQ',
		'/watch?v=dQw4w9WgXcQ',
		'',
		null,
		4
	])('does not know %j', (address) => {
		expect(readEmbed(address)).toBeNull();
	});
});
