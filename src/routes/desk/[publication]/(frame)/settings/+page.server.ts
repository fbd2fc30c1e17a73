import { redirect } from '@sveltejs/kit';
import { languageChoices } from '$lib/domain/language-choices';
import { timeZonesByRegion } from '$lib/domain/time-zones';
import { chosenAccent, publicationForm } from '$lib/schemas/publication';
import { changePublication } from '$lib/server/db/publications';
import { AppError } from '$lib/server/errors';
import { formFailure, parseForm } from '$lib/server/forms';
import { requireStaff } from '$lib/server/guards';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { publication } = await requireStaff(event, 'admin');
	return { languages: languageChoices(publication.language), timeZones: timeZonesByRegion() };
};

const problems: Record<string, [field: string, message: string]> = {
	taken: ['slug', 'Another publication has or had that address. Please choose another.'],
	too_many_addresses: ['slug', 'The address was changed ten times already. It stays as it is now.'],
	invalid: ['time_zone', 'The database does not know that time zone. Please choose another.']
};

export const actions: Actions = {
	default: async (event) => {
		const { publication } = await requireStaff(event, 'admin');
		const parsed = await parseForm(publicationForm, event.request);
		if (!parsed.ok) return parsed.failure;
		const { name, slug, description, language, time_zone: timeZone } = parsed.data;
		const accent = chosenAccent(parsed.data);
		if (!accent) return formFailure(400, parsed.data, { accent: 'Please choose a colour.' });
		try {
			await changePublication(event.locals.supabase, publication.id, {
				...{ name, slug, description, language, timeZone, accent }
			});
		} catch (error) {
			const problem = error instanceof AppError ? problems[error.code] : undefined;
			if (!(error instanceof AppError) || !problem) throw error;
			return formFailure(error.status, parsed.data, { [problem[0]]: problem[1] });
		}
		if (slug !== publication.slug) redirect(303, `/desk/${slug}/settings`);
		event.locals.html.accent = accent;
		return { done: 'Settings saved' };
	}
};
