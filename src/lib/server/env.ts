import { dev } from '$app/environment';
import { env as privateEnv } from '$env/dynamic/private';
import { env as publicEnv } from '$env/dynamic/public';
import { readEnv, type Env } from './env-schema.ts';

let parsed: Env | undefined;

/**
 * The environment, parsed on first use, which is at boot.
 * @throws {EnvError} when a variable is missing or wrong
 */
export function env(): Env {
	return (parsed ??= readEnv({ ...privateEnv, ...publicEnv }, { production: !dev }));
}
