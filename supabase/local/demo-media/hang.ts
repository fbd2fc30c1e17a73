import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createClient } from '@supabase/supabase-js';
import sharp from 'sharp';
import { StackError } from '../errors.ts';
import { localKeys } from '../settings.ts';

/** The pictures of the demonstration; a fixed id lets a second run find what the first one did. */
const covers = [
	{
		drawing: 'orrin-sound.svg',
		mediaId: '01900000-0000-7000-8000-00000000c001',
		filename: 'orrin-sound.webp',
		publication: 'tide-table',
		post: 'the-last-boat-out-of-harwick',
		alt: 'An invented sea chart of Orrin Sound, with the ferry track from Harwick to Skerrow in magenta',
		caption:
			'Orrin Sound from the survey of 1931, redrawn. The magenta line is the crossing; nothing else on the sheet is to be used for navigation.'
	}
] as const;

/**
 * Gives the seeded posts their pictures, which SQL cannot: the drawings beside this file, made
 * into images, go through the local API into the bucket and onto the posts. Posts that are not
 * there, as under another seed, are left out.
 * @throws StackError when the API refuses something
 */
export async function hangDemoPictures(apiUrl: string): Promise<void> {
	const db = createClient(apiUrl, localKeys.secret, { auth: { persistSession: false } });
	for (const cover of covers) {
		const post = await db
			.from('posts')
			.select('id, publication_id, publications!inner(slug)')
			.eq('slug', cover.post)
			.eq('publications.slug', cover.publication)
			.maybeSingle();
		if (post.error) throw refused(cover.filename, post.error);
		if (!post.data) continue;

		const { data: image, info } = await sharp(
			readFileSync(path.join(import.meta.dirname, cover.drawing))
		)
			.webp({ quality: 84 })
			.toBuffer({ resolveWithObject: true });
		const row = {
			id: cover.mediaId,
			publication_id: post.data.publication_id,
			filename: cover.filename,
			mime: 'image/webp',
			bytes: info.size,
			width: info.width,
			height: info.height,
			alt: cover.alt
		};
		const media = await db.from('media').upsert(row).select('path').single();
		if (media.error) throw refused(cover.filename, media.error);
		const upload = await db.storage
			.from('media')
			.upload(media.data.path, image, { contentType: 'image/webp', upsert: true });
		if (upload.error) throw refused(cover.filename, upload.error);
		const { error } = await db
			.from('posts')
			.update({ cover_media_id: row.id, cover_alt: cover.alt, cover_caption: cover.caption })
			.eq('id', post.data.id);
		if (error) throw refused(cover.filename, error);
	}
}

function refused(filename: string, error: { message: string }): StackError {
	return new StackError(`The demonstration's picture ${filename} was refused: ${error.message}`);
}
