import { expect, test } from 'vitest';
import { as_known, cast_verdict, coverage, coverage_sentence, is_counted, report_rows, takers, was_missed } from '../../src/admin/logic/coverage';
import { empty_live, known_by_figures, on_air, take_frame } from '../../src/admin/logic/live';
import type { Broadcast, Delivery, DeliveryState } from '../../src/api/types';
import { vi as words } from '../../src/words/admin/vi';

const broadcast = (nodes: number[], change: Partial<Broadcast> = {}): Broadcast => ({
  id: 'b', kind: 'scheduled', priority: 'normal', when_interrupted: 'resume', title: 'Tin', nodes, starts_at: '2026-11-22T22:30:00.000Z',
  start_by: '2026-11-22T22:32:00.000Z', duration_ms: 60_000, max_duration_ms: 61_000, streamed: false, state: 'ended', created_by: 'o', created_at: '2026-11-22T00:00:00.000Z', ...change,
});
const row = (node: number, state: DeliveryState, changed_at = '2026-11-22T22:31:00.000Z'): Delivery => ({
  broadcast: 'b', node, state, evidence: 'E2', played_ms: 0, expected_ms: 60_000, reason: '', changed_at,
});
const rows = (...list: Delivery[]) => Object.fromEntries(list.map((one) => [one.node, one]));

test('not confirmed is never counted as played', () => {
  const counts = coverage(broadcast([1, 2, 3]), rows(row(1, 'played'), row(2, 'unconfirmed')));

  expect(counts).toMatchObject({ all: 3, played: 1, unconfirmed: 1, waiting: 1 });
  expect(coverage_sentence(counts, words)).toBe('1/3 cụm loa đã phát đủ, 1 chưa xác nhận, 1 đang chờ');
});

test('all played is said in one breath', () => {
  expect(coverage_sentence(coverage(broadcast([1, 2]), rows(row(1, 'played'), row(2, 'played'))), words)).toBe('2/2 cụm loa đã phát đủ');
});

test('a whole broadcast is "played in full" only when every cluster is', () => {
  expect(cast_verdict(broadcast([1, 2]), rows(row(1, 'played'), row(2, 'played')), false)).toBe('played');
  expect(cast_verdict(broadcast([1, 2]), rows(row(1, 'played'), row(2, 'unconfirmed')), false)).toBe('partial');
  expect(cast_verdict(broadcast([1, 2]), rows(row(1, 'unconfirmed'), row(2, 'unconfirmed')), false)).toBe('unconfirmed');
  expect(cast_verdict(broadcast([1]), undefined, false)).toBe('ended');
  expect(cast_verdict(broadcast([1], { state: 'on_air' }), rows(row(1, 'played')), false)).toBe('on_air');
});

test('what took loudspeakers is named once, however many it took', () => {
  const taken = (node: number, preempted_by?: string): Delivery => ({ ...row(node, 'preempted'), preempted_by, resumed: false });

  expect(takers(rows(taken(1, 'siren'), taken(2, 'siren'), taken(3), taken(4, 'news')))).toEqual(['siren', 'news']);
  expect(takers(undefined)).toEqual([]);
});

test('what needs attention stands first in the report', () => {
  const list = report_rows(broadcast([1, 2, 3]), rows(row(1, 'played'), row(2, 'missed'), row(3, 'unconfirmed')));

  expect(list.map(({ node }) => node)).toEqual([2, 3, 1]);
});

test('a list fetched late does not undo a newer state', () => {
  const live = empty_live();
  take_frame(live, { type: 'delta', deliveries: [row(1, 'played', '2026-11-22T22:31:05.000Z')] });
  take_frame(live, { type: 'fetched', deliveries: [row(1, 'playing', '2026-11-22T22:30:01.000Z')] });

  expect(live.deliveries.b![1]!.state).toBe('played');
});

test('emergencies stand first on the strip, and what ended is gone from it', () => {
  const live = empty_live();
  take_frame(live, {
    type: 'snapshot',
    broadcasts: [broadcast([1], { id: 'a', state: 'on_air' }), broadcast([1], { id: 'e', kind: 'emergency', state: 'counting_down', starts_at: '2026-11-22T23:00:00.000Z' }), broadcast([1], { id: 'x' })],
  });

  expect(on_air(live).map(({ id }) => id)).toEqual(['e', 'a']);
});

test('without a line nothing is said to sound: on the air becomes not known, playing becomes not confirmed', () => {
  const sounding = broadcast([1, 2], { state: 'on_air' });
  const known = as_known(rows(row(1, 'playing'), row(2, 'played')), true);

  expect(cast_verdict(sounding, known, true)).toBe('unsure');
  expect(coverage(sounding, known)).toMatchObject({ playing: 0, unconfirmed: 1, played: 1 });
  expect(cast_verdict(broadcast([1], { state: 'stopped' }), undefined, true)).toBe('stopped');
});

const figures = { played: 16, partial: 1, preempted: 1, missed: 2, cancelled: 0, unconfirmed: 3, playing: 0, open: 1, of: 24 };

test('once it is over the figures are the server’s, while it sounds the live line’s', () => {
  const over = broadcast([1, 2], { ended_at: '2026-11-22T22:31:00.000Z', coverage: figures });

  expect(coverage(over, rows(row(1, 'played')))).toEqual({ all: 24, played: 16, partial: 2, missed: 2, unconfirmed: 3, playing: 0, waiting: 1, cancelled: 0 });
  expect(coverage({ ...over, ended_at: undefined }, rows(row(1, 'played')))).toMatchObject({ all: 2, played: 1, waiting: 1 });
  expect(cast_verdict(over, undefined, false)).toBe('partial');
  expect(is_counted(over, undefined)).toBe(true);
  expect(is_counted(broadcast([1]), undefined)).toBe(false);
});

test('the server is asked about a replay only where somebody missed it', () => {
  expect(was_missed(broadcast([1], { coverage: figures }))).toBe(true);
  expect(was_missed(broadcast([1], { coverage: { ...figures, partial: 0, preempted: 0, missed: 0 } }))).toBe(false);
  expect(was_missed(broadcast([1]))).toBe(false);
});

test('what the line tells of a cluster makes the server’s figures old, what was fetched with them does not', () => {
  const live = empty_live();
  const told = broadcast([1], { ended_at: '2026-11-22T22:31:00.000Z', coverage: figures, replay_to: [1] });
  take_frame(live, { type: 'fetched', broadcasts: [told], deliveries: [row(1, 'unconfirmed')] });
  expect(live.broadcasts.b).toMatchObject({ coverage: figures, replay_to: [1] });

  take_frame(live, { type: 'delta', deliveries: [row(1, 'played', '2026-11-22T22:32:00.000Z')] });

  expect(live.broadcasts.b!.replay_to).toBeUndefined();
  expect(coverage(live.broadcasts.b!, live.deliveries.b)).toMatchObject({ all: 1, played: 1 });
});

test('where only figures are known they stay, and the server is asked again', () => {
  const live = empty_live();
  take_frame(live, { type: 'fetched', broadcasts: [broadcast([1], { ended_at: '2026-11-22T22:31:00.000Z', coverage: figures })] });
  const late = { type: 'delta', deliveries: [row(1, 'played')] };

  expect(known_by_figures(live, late)).toEqual(['b']);
  take_frame(live, late);

  expect(coverage(live.broadcasts.b!, live.deliveries.b).all).toBe(24);
  expect(known_by_figures(live, { type: 'delta', deliveries: [] })).toEqual([]);
});
