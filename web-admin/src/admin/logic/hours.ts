// The guard of the clock, as the page sees it before asking the server: inside the allowed hours, outside them, or quiet.
import type { Hours } from '../../api/types';

export type HourVerdict = 'allowed' | 'outside' | 'quiet';

const minute = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

interface Window {
  from: string;
  to: string;
}

function holds({ from, to }: Window, at: number): boolean {
  const a = minute(from);
  const b = minute(to);
  return a <= b ? at >= a && at < b : at >= a || at < b;
}

/** Does a sound from `start` (minutes after midnight) of `length_ms` lie in one allowed window, or touch the quiet hours? */
export function hours_verdict(hours: Hours, start: number, length_ms: number): HourVerdict {
  const end = (start + Math.max(0, Math.ceil(length_ms / 60_000) - 1)) % 1440;
  if (holds(hours.quiet, start) || holds(hours.quiet, end)) return 'quiet';
  const fits = hours.allowed.some((window) => holds(window, start) && holds(window, end));
  return fits ? 'allowed' : 'outside';
}

export function windows_text(hours: Hours): string {
  return hours.allowed.map(({ from, to }) => `${from}–${to}`).join(', ');
}

export function quiet_text({ quiet }: Hours): string {
  return `${quiet.from}–${quiet.to}`;
}
