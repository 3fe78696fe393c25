// Who really played: once it is over the server's figures, until then what the live line told of each cluster. A missing receipt is "not
// confirmed", never "played".
import { heard, type HeardState } from '../../api/heard';
import type { Broadcast, Delivery, DeliveryState } from '../../api/types';

export type Coverage = Record<HeardState | 'all', number>;

export function coverage(broadcast: Broadcast, rows: Record<number, Delivery> | undefined): Coverage {
  if (broadcast.ended_at && broadcast.coverage) return as_heard(broadcast.coverage);
  const counts: Coverage = { all: broadcast.nodes.length, played: 0, partial: 0, missed: 0, unconfirmed: 0, playing: 0, waiting: 0, cancelled: 0 };
  for (const node of broadcast.nodes) counts[heard[rows?.[node]?.state ?? 'planned']]++;
  return counts;
}

function as_heard({ of, played, partial, preempted, missed, unconfirmed, playing, open, cancelled }: NonNullable<Broadcast['coverage']>): Coverage {
  return { all: of, played, partial: partial + preempted, missed, unconfirmed, playing, waiting: open, cancelled };
}

/** Is anything known to count? */
export const is_counted = (broadcast: Broadcast, rows: Record<number, Delivery> | undefined) => !!rows || !!broadcast.coverage;

/** Without a line nobody knows what sounds now: what was playing is then not confirmed. */
export function as_known(rows: Record<number, Delivery> | undefined, line_is_lost: boolean): Record<number, Delivery> | undefined {
  if (!rows || !line_is_lost) return rows;
  return Object.fromEntries(Object.entries(rows).map(([node, row]) => [node, row.state === 'playing' ? { ...row, state: 'unconfirmed' as const } : row]));
}

export interface CoverageWords {
  report_all_played(count: number): string;
  report_some_played(count: number, all: number): string;
  report_partial(count: number): string;
  report_missed(count: number): string;
  report_unconfirmed(count: number): string;
  report_waiting(count: number): string;
  report_playing(count: number): string;
  report_cancelled(count: number): string;
}

/** "16/18 cụm loa đã phát đủ, 1 phát thiếu, 1 chưa xác nhận" */
export function coverage_sentence(counts: Coverage, words: CoverageWords): string {
  if (counts.all && counts.played === counts.all) return words.report_all_played(counts.all);
  const parts = [words.report_some_played(counts.played, counts.all)];
  if (counts.playing) parts.push(words.report_playing(counts.playing));
  if (counts.partial) parts.push(words.report_partial(counts.partial));
  if (counts.missed) parts.push(words.report_missed(counts.missed));
  if (counts.unconfirmed) parts.push(words.report_unconfirmed(counts.unconfirmed));
  if (counts.cancelled) parts.push(words.report_cancelled(counts.cancelled));
  if (counts.waiting) parts.push(words.report_waiting(counts.waiting));
  return parts.join(', ');
}

const not_begun: Broadcast['state'][] = ['planned', 'counting_down', 'cancelled'];

/** A line in the list of a day: before it sounds there is nothing to count but the clusters. */
export function day_sentence(broadcast: Broadcast, counts: Coverage, words: CoverageWords & { clusters(count: number): string }): string {
  return not_begun.includes(broadcast.state) ? words.clusters(counts.all) : coverage_sentence(counts, words);
}

const worst_first: DeliveryState[] = [
  'missed',
  'unconfirmed',
  'partial',
  'preempted',
  'cancelled',
  'planned',
  'sent',
  'acknowledged',
  'fetched',
  'playing',
  'played',
];

export interface ReportRow {
  node: number;
  state: DeliveryState;
  delivery?: Delivery;
}

export function report_rows(broadcast: Broadcast, rows: Record<number, Delivery> | undefined): ReportRow[] {
  return broadcast.nodes
    .map((node): ReportRow => ({ node, state: rows?.[node]?.state ?? 'planned', delivery: rows?.[node] }))
    .sort((a, b) => worst_first.indexOf(a.state) - worst_first.indexOf(b.state) || a.node - b.node);
}

/** The broadcasts that took a loudspeaker from this one. */
export function takers(rows: Record<number, Delivery> | undefined): string[] {
  return [...new Set(Object.values(rows ?? {}).flatMap(({ preempted_by }) => preempted_by ?? []))];
}

export type CastVerdict = Broadcast['state'] | 'played' | 'partial' | 'unconfirmed' | 'unsure';

const is_sounding = ({ state }: Broadcast) => state === 'on_air' || state === 'counting_down';

/** What became of a broadcast as a whole: "ended" is only said while nobody knows who played, "on air" never without a line. */
export function cast_verdict(broadcast: Broadcast, rows: Record<number, Delivery> | undefined, line_is_lost: boolean): CastVerdict {
  if (line_is_lost && is_sounding(broadcast)) return 'unsure';
  if (broadcast.state !== 'ended' || !is_counted(broadcast, rows)) return broadcast.state;
  const counts = coverage(broadcast, rows);
  if (counts.all && counts.played === counts.all) return 'played';
  if (counts.played || counts.partial) return 'partial';
  return counts.missed === counts.all ? 'missed' : 'unconfirmed';
}

/** Is it worth asking the server whom a replay would reach? */
export const was_missed = ({ coverage: all }: Broadcast) => !!all && all.missed + all.partial + all.preempted > 0;
