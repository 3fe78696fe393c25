// What the guard of the clock says above the rule itself: which kind of rule it is, and of which moment it speaks.
import type { Refusal } from '../../api/refusal';

export type GuardKind = 'quiet_hours' | 'allowed_hours' | 'quiet_days' | 'sessions_per_day' | 'other';

export function guard_kind({ code, problem }: Refusal): GuardKind {
  if (code === 'quiet_hours') return 'quiet_hours';
  const name = problem?.rule?.name;
  // Confirmed, a series goes on and only its quiet days fall away.
  if (name === 'quiet_hours') return 'quiet_days';
  return name === 'allowed_hours' || name === 'sessions_per_day' ? name : 'other';
}

/** The moment that the rule is about; `asked` where it names none. */
export function guarded_time({ problem }: Refusal, asked: string): string {
  const found = problem?.rule?.found ?? '';
  return /^\d\d:\d\d$/.test(found) ? found : asked;
}
