// The hours of the commune, as far as a page proposes times by them; what may be, and by whose hours, the server says.
import type { Hours } from '../../api/types';

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

/** Does a sound from `start` (minutes after midnight) of `length_ms` lie in one allowed window and out of the quiet hours? */
export function is_allowed(hours: Hours, start: number, length_ms: number): boolean {
  const end = (start + Math.max(0, Math.ceil(length_ms / 60_000) - 1)) % 1440;
  if (holds(hours.quiet, start) || holds(hours.quiet, end)) return false;
  return hours.allowed.some((window) => holds(window, start) && holds(window, end));
}

export function windows_text(hours: Hours): string {
  return hours.allowed.map(({ from, to }) => `${from}–${to}`).join(', ');
}
