import { languageChoices } from '$lib/domain/language-choices';
import { timeZonesByRegion } from '$lib/domain/time-zones';
import { changePublication as schema, chosenAccent } from '$lib/schemas/publication';
import { changePublication } from '$lib/server/db/publications';
import { AppError } from '$lib/server/errors';
import { formFailure, parseForm } from '$lib/server/forms';
import { requireStaff } from '$lib/server/guards';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { publication } = await requireStaff(event, 'admin');
	return { languages: languageChoices(publication.language), timeZones: timeZonesByRegion() };
};

export const actions: Actions = {
	default: async (event) => {
		const { publication } = await requireStaff(event, 'admin');
		const parsed = await parseForm(schema, event.request);
		if (!parsed.ok) return parsed.failure;
		const { name, description, language, time_zone: timeZone } = parsed.data;
		const accent = chosenAccent(parsed.data);
		if (!accent) return formFailure(400, parsed.data, { accent: 'Please choose a colour.' });
		try {
			await changePublication(event.locals.supabase, publication.id, {
				...{ name, description, language, timeZone, accent }
			});
		} catch (error) {
			if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
			return formFailure(400, parsed.data, {
				time_zone: 'The database does not know that time zone. Please choose another.'
			});
		}
		event.locals.html.accent = accent;
		return { done: 'Settings saved' };
	}
};
