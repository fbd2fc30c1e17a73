import { expect, it } from 'vitest';
import { mailNames, mailStates, mailWords, memberStatuses, resumeWords } from './member-words';

it('says that mail is sent only of active members who want it', () => {
	for (const status of memberStatuses) {
		for (const mail of mailStates) {
			const isSent = status === 'active' && mail === 'subscribed';
			const { name, reason } = mailWords(status, mail);
			expect(name === mailNames.subscribed).toBe(isSent);
			expect(reason === 'Newsletters are sent to them.').toBe(isSent);
		}
	}
});

it('does not promise mail again where a ban, leaving or a no still stops it', () => {
	for (const status of memberStatuses) {
		for (const mail of mailStates) {
			const isFree = status === 'active' && mail !== 'unsubscribed' && mail !== 'complained';
			expect(resumeWords(status, mail) === 'Newsletters are sent to them again.').toBe(isFree);
		}
	}
});
