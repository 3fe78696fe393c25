// The times a commune usually means: in five minutes where that is allowed, and the next beginnings of its allowed windows.
import type { Hours } from '../../api/types';
import { clock, day_ms, from_local, iso_date, minute_of_day, start_of_day } from '../../time/format';
import { is_allowed } from '../logic/hours';

export interface Preset {
  date: string;
  time: string;
  starts_ms: number;
  part: 'soon' | 'morning' | 'noon' | 'afternoon' | 'evening';
}

const minute = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
/** An hour of broadcasting begins at a time people know; a window that is nearly the whole day does not. */
const is_session = ({ from, to }: { from: string; to: string }) => {
  const length = (minute(to) - minute(from) + 1440) % 1440;
  return length >= 15 && length <= 6 * 60;
};

function part_of(hour: number): Preset['part'] {
  if (hour < 11) return 'morning';
  if (hour < 14) return 'noon';
  return hour < 18 ? 'afternoon' : 'evening';
}

function soon(hours: Hours, now_ms: number): Preset[] {
  const starts = Math.ceil((now_ms + 4 * 60_000) / 60_000) * 60_000;
  if (!is_allowed(hours, minute_of_day(starts), 60_000)) return [];
  return [{ date: iso_date(starts), time: clock(starts), starts_ms: starts, part: 'soon' }];
}

export function presets(hours: Hours, now_ms: number): Preset[] {
  const days = [0, 1, 2].map((ahead) => iso_date(start_of_day(now_ms) + ahead * day_ms));
  const sessions = days
    .flatMap((date) =>
      hours.allowed.filter(is_session).map(({ from }) => ({ date, time: from, starts_ms: from_local(date, from), part: part_of(Number(from.slice(0, 2))) })),
    )
    .filter(({ starts_ms }) => starts_ms > now_ms + 60_000)
    .slice(0, 3);
  return [...soon(hours, now_ms), ...sessions];
}
