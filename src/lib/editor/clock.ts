import { readMoment } from '../domain/moments.ts';

const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const timeOfDay = new Intl.DateTimeFormat('en-GB', time);
const dayAndTime = new Intl.DateTimeFormat('en-GB', { ...time, day: 'numeric', month: 'short' });

/** A moment on the clock of whoever writes: the hour today, the day with it before that; empty for none. */
export function clock(moment: string): string {
	const date = readMoment(moment);
	if (date === null) return '';
	const isToday = date.toDateString() === new Date().toDateString();
	return (isToday ? timeOfDay : dayAndTime).format(date);
}
