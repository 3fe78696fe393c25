// The times a commune usually means: the beginnings of its allowed windows, today and tomorrow, that have not passed.
import type { Hours } from '../../api/types';
import { day_ms, from_local, iso_date, start_of_day } from '../../time/format';

export interface Preset {
  date: string;
  time: string;
  starts_ms: number;
  part: 'morning' | 'noon' | 'afternoon' | 'evening';
}

function part_of(hour: number): Preset['part'] {
  if (hour < 11) return 'morning';
  if (hour < 14) return 'noon';
  return hour < 18 ? 'afternoon' : 'evening';
}

export function presets(hours: Hours, now_ms: number): Preset[] {
  const days = [0, 1, 2].map((ahead) => iso_date(start_of_day(now_ms) + ahead * day_ms));
  return days
    .flatMap((date) =>
      hours.allowed.map(({ from }) => ({ date, time: from, starts_ms: from_local(date, from), part: part_of(Number(from.slice(0, 2))) })),
    )
    .filter(({ starts_ms }) => starts_ms > now_ms + 60_000)
    .slice(0, 3);
}
