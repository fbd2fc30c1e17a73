import ChartLine from '@lucide/svelte/icons/chart-line';
import FileText from '@lucide/svelte/icons/file-text';
import Files from '@lucide/svelte/icons/files';
import Import from '@lucide/svelte/icons/import';
import Settings from '@lucide/svelte/icons/settings';
import Ticket from '@lucide/svelte/icons/ticket';
import UserPen from '@lucide/svelte/icons/user-pen';
import Users from '@lucide/svelte/icons/users';
import { atLeast, type Role } from '$lib/domain/roles';

const entries = [
	{ place: 'posts', label: 'Posts', icon: FileText, least: 'author' },
	{ place: 'pages', label: 'Pages', icon: Files, least: 'author' },
	{ place: 'members', label: 'Members', icon: Users, least: 'admin' },
	{ place: 'tiers', label: 'Tiers', icon: Ticket, least: 'admin' },
	{ place: 'money', label: 'Money', icon: ChartLine, least: 'owner' },
	{ place: 'staff', label: 'Staff', icon: UserPen, least: 'author' },
	{ place: 'import', label: 'Import', icon: Import, least: 'admin' },
	{ place: 'settings', label: 'Settings', icon: Settings, least: 'admin' }
] as const;

/** The places of a publication's desk that a role has business at. */
export function deskEntries(slug: string, role: Role, pathname: string) {
	return entries
		.filter(({ least }) => atLeast(role, least))
		.map(({ place, label, icon }) => {
			const href = `/desk/${slug}/${place}`;
			return { href, label, icon, current: pathname === href || pathname.startsWith(`${href}/`) };
		});
}
