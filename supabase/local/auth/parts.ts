import type { Lite } from '../api/lite.ts';
import type { SendAuthMail } from '../mail/mailer.ts';
import type { ProjectConfig } from '../project-config.ts';

/** What the routes of Auth work with. */
export interface AuthParts {
	sql: Lite['sql'];
	config: ProjectConfig['auth'];
	/** Address of the API as clients know it. */
	apiUrl: string;
	/** Counts against the limit of mails in an hour. */
	sendMail: SendAuthMail;
}
