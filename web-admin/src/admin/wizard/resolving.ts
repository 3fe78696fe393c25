// Making room for what was just taken: the other one is left out this once, or moved.
import { api, value_of } from '../../api/client';
import type { Foreseen, Schedule } from '../../api/types';

/** The schedule as it is now: an edit names the version that it is of. */
async function schedule_of(id: string, cursor?: string): Promise<Schedule | undefined> {
  const page = await value_of(api.GET('/schedules', { params: { query: { limit: 200, ...(cursor ? { cursor } : {}) } } }));
  const found = page.items.find((one) => one.id === id);
  return found || !page.next_cursor ? found : schedule_of(id, page.next_cursor);
}

async function edit_occurrence({ schedule, occurrence }: Foreseen, edit: { left_out: true } | { moved_to: string }): Promise<void> {
  const known = schedule && (await schedule_of(schedule));
  if (!known) throw new Error('the schedule is gone');
  const params = { path: { id: known.id }, header: { 'If-Match': `"${known.version}"` } };
  await value_of(api.PATCH('/schedules/{id}', { params, body: { scope: 'this', occurrence, ...edit } }));
}

/** What a person chose for the other one; done once ours was taken, for until then nothing may be lost. */
export interface Room {
  existing: Foreseen;
  choice: 'replace_once' | 'shift_other';
  starts_at?: string;
}

/** What has begun is no longer left out; it is stopped. */
async function leave_out(existing: Foreseen, now_ms: number): Promise<void> {
  const is_to_come = Date.parse(existing.planned) > now_ms;
  if (is_to_come && existing.schedule && existing.occurrence) return edit_occurrence(existing, { left_out: true });
  await value_of(api.POST('/stop', { body: { broadcast: existing.broadcast } }));
}

export const make_room = ({ existing, starts_at }: Room, now_ms: number): Promise<void> =>
  starts_at ? edit_occurrence(existing, { moved_to: starts_at }) : leave_out(existing, now_ms);
