// What is true now, kept up to date by frames from the live line. Each change carries the whole new value, so a missed one is
// healed by the next.
import type { Announcement, Broadcast, Delivery, Job, NodeCondition, Schedule } from '../../api/types';
import type { Frame } from '../../live/socket';

export interface Live {
  conditions: Record<number, NodeCondition>;
  broadcasts: Record<string, Broadcast>;
  deliveries: Record<string, Record<number, Delivery>>;
  jobs: Record<string, Job>;
  /** Rises with each change, so that lists know to ask again. */
  announcements_changed: number;
  schedules_changed: number;
  /** Rises with each snapshot: the line was away before it, and what it does not list may have changed meanwhile. */
  snapshots: number;
}

export interface LiveFrame extends Frame {
  nodes?: NodeCondition[];
  broadcasts?: Broadcast[];
  deliveries?: Delivery[];
  jobs?: Job[];
  announcements?: Announcement[];
  schedules?: Schedule[];
}

export const empty_live = (): Live => ({
  conditions: {},
  broadcasts: {},
  deliveries: {},
  jobs: {},
  announcements_changed: 0,
  schedules_changed: 0,
  snapshots: 0,
});

/** Changes `live` in place. A snapshot is the whole truth of what it lists; an older broadcast somebody looks at stays. */
export function take_frame(live: Live, frame: LiveFrame): void {
  if (frame.type === 'snapshot') {
    live.announcements_changed++;
    live.schedules_changed++;
    live.snapshots++;
  }
  for (const condition of frame.nodes ?? []) live.conditions[condition.number] = condition;
  for (const broadcast of frame.broadcasts ?? []) live.broadcasts[broadcast.id] = broadcast;
  for (const delivery of frame.deliveries ?? []) {
    if (frame.type !== 'fetched' && live.deliveries[delivery.broadcast]) make_old(live.broadcasts[delivery.broadcast]);
    take_delivery(live, delivery);
  }
  for (const job of frame.jobs ?? []) live.jobs[job.id] = job;
  if (frame.announcements?.length) live.announcements_changed++;
  if (frame.schedules?.length) live.schedules_changed++;
}

/** The server's figures of a broadcast do not hold any more once the line tells of one of its clusters; the clusters are known instead. */
function make_old(broadcast: Broadcast | undefined): void {
  delete broadcast?.coverage;
  delete broadcast?.replay_to;
}

function take_delivery(live: Live, delivery: Delivery): void {
  const rows = (live.deliveries[delivery.broadcast] ??= {});
  const known = rows[delivery.node];
  // A list fetched before the last change must not undo it.
  if (!known || known.changed_at <= delivery.changed_at) rows[delivery.node] = delivery;
}

/** What should sound as far as this page knows, and a snapshot does not list: it ended while the line was away. */
export function ended_unheard(live: Live, snapshot: LiveFrame, now_ms: number): string[] {
  const listed = new Set(snapshot.broadcasts?.map(({ id }) => id));
  const is_open = ({ state, starts_at }: Broadcast) => state === 'on_air' || state === 'counting_down' || (state === 'planned' && Date.parse(starts_at) <= now_ms);
  return Object.values(live.broadcasts)
    .filter((broadcast) => is_open(broadcast) && !listed.has(broadcast.id))
    .map(({ id }) => id);
}

/** Of these only the server's figures are known, and the line tells that they do not hold any more. */
export function known_by_figures(live: Live, frame: LiveFrame): string[] {
  const told = new Set(frame.deliveries?.map(({ broadcast }) => broadcast));
  return [...told].filter((id) => live.broadcasts[id]?.coverage && !live.deliveries[id]);
}

/** What sounds, or is about to: emergencies first, then by start. */
export function on_air(live: Live): Broadcast[] {
  return Object.values(live.broadcasts)
    .filter(({ state }) => state === 'on_air' || state === 'counting_down')
    .sort((a, b) => Number(b.kind === 'emergency') - Number(a.kind === 'emergency') || a.starts_at.localeCompare(b.starts_at));
}

/** Broadcasts with a start in [from, to), in order. */
export function between(live: Live, from_ms: number, to_ms: number): Broadcast[] {
  return Object.values(live.broadcasts)
    .filter(({ starts_at }) => Date.parse(starts_at) >= from_ms && Date.parse(starts_at) < to_ms)
    .sort((a, b) => a.starts_at.localeCompare(b.starts_at));
}
