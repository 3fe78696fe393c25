// What a person should do now, worst first: each with one place to go.
import type { Announcement, Broadcast, Delivery } from '../../api/types';
import { coverage } from './coverage';
import type { NodeRow } from './node_state';

export type Todo =
  | { what: 'waiting_words'; row: NodeRow }
  | { what: 'not_played'; broadcast: Broadcast; count: number }
  | { what: 'lost'; row: NodeRow }
  | { what: 'failed_audio'; announcement: Announcement };

const shown_at_most = 8;

export function todos(
  rows: NodeRow[],
  ended: Broadcast[],
  deliveries: Record<string, Record<number, Delivery>>,
  announcements: Announcement[],
): Todo[] {
  const list: Todo[] = [];
  for (const row of rows) if (row.state === 'waiting') list.push({ what: 'waiting_words', row });
  for (const broadcast of ended) {
    if (broadcast.state !== 'ended' && broadcast.state !== 'missed') continue;
    const counts = coverage(broadcast, deliveries[broadcast.id]);
    if (counts.all > counts.played) list.push({ what: 'not_played', broadcast, count: counts.all - counts.played });
  }
  for (const row of rows) if (row.state === 'lost') list.push({ what: 'lost', row });
  for (const announcement of announcements) if (announcement.audio_error) list.push({ what: 'failed_audio', announcement });
  return list.slice(0, shown_at_most);
}
