// The draft as what the server is asked.
import type { NewBroadcast, NewSchedule, Targets } from '../../api/types';
import { clock_seconds, day_ms, from_local, iso_date, local_time } from '../../time/format';
import type { Draft } from './draft';

const rrule_days = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

export function targets_of({ zones, areas }: Draft): Targets {
  return { ...(zones.length ? { zones: [...zones] } : {}), ...(areas.length ? { areas: [...areas] } : {}) };
}

/** RFC 5545, on the commune's wall clock. */
export function recurrence_of(draft: Draft): string {
  if (draft.when !== 'repeat') return '';
  const days = rrule_days.filter((_, day) => draft.days.includes(day)).join(',');
  const until = draft.until ? `;UNTIL=${draft.until.replace(/-/g, '')}T235959` : '';
  return `FREQ=WEEKLY;BYDAY=${days}${until}`;
}

/** The first chosen weekday on or after the chosen date: a rule begins with an occurrence. */
export function first_date(draft: Draft): string {
  if (draft.when !== 'repeat') return draft.date;
  const from = from_local(draft.date, '12:00');
  for (let ahead = 0; ahead < 7; ahead++) {
    const noon = from + ahead * day_ms;
    if (draft.days.includes(local_time(noon).weekday)) return iso_date(noon);
  }
  return draft.date;
}

function outside_hours(draft: Draft) {
  return draft.confirmed ? { outside_hours_reason: draft.reason.normalize('NFC').trim(), confirmed: true } : {};
}

export function schedule_request(draft: Draft, keep_both = false): NewSchedule {
  return {
    announcement: draft.announcement,
    targets: targets_of(draft),
    local_start: `${first_date(draft)}T${draft.time}:00`,
    recurrence: recurrence_of(draft),
    ...outside_hours(draft),
    ...(keep_both ? { keep_both } : {}),
  };
}

/** By now the server has begun: what is asked of the next moment is not of the past when it arrives. */
const lead_ms = 15_000;

/** What would stand in the way: "now" is looked at as once, in a moment. */
export function preview_request(draft: Draft, now_ms: number): NewSchedule {
  if (draft.when !== 'now') return schedule_request(draft);
  const begins = now_ms + lead_ms;
  return { ...schedule_request({ ...draft, when: 'once' }), local_start: `${iso_date(begins)}T${clock_seconds(begins)}` };
}

export function broadcast_request(draft: Draft, keep_both = false): NewBroadcast {
  return { announcement: draft.announcement, targets: targets_of(draft), ...outside_hours(draft), ...(keep_both ? { keep_both } : {}) };
}
