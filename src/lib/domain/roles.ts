/** What a member of staff may do, least first. Each role may do all that those before it may. */
export const roles = ['author', 'editor', 'admin', 'owner'] as const;

export type Role = (typeof roles)[number];

export function isRole(value: unknown): value is Role {
	return roles.some((role) => role === value);
}

/** Whether a role is that one or a higher one. */
export function atLeast(role: Role, least: Role): boolean {
	return roles.indexOf(role) >= roles.indexOf(least);
}

/** What each role is called, and what it lets a person do. */
export const roleWords: Record<Role, { name: string; may: string }> = {
	author: { name: 'Author', may: 'Writes and publishes their own posts.' },
	editor: { name: 'Editor', may: 'Changes everybody’s posts, tags and pictures.' },
	admin: { name: 'Admin', may: 'Also looks after members, settings and staff.' },
	owner: { name: 'Owner', may: 'Also decides about money, transfer and the end.' }
};

/** The roles that this one may give, and whose holders it may change or remove. */
export function rolesUnder(role: Role): Role[] {
	return atLeast(role, 'admin') ? roles.filter((other) => atLeast(role, other)) : [];
}
