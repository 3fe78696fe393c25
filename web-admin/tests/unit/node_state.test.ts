import { expect, test } from 'vitest';
import { node_notes, node_rows } from '../../src/admin/logic/node_state';
import type { Node, NodeCondition } from '../../src/api/types';

const condition = (change: Partial<NodeCondition> = {}): NodeCondition =>
  ({ number: 4, connected: true, since: '2026-11-22T22:00:00.000Z', clock_trusted: true, round_trip_ms: 40, software: '0.1.0', content_ready: 7, content_wanted: 7, ...change }) as NodeCondition;
const notes = (change: Partial<NodeCondition>, stage: Node['stage'] = 'enrolled') => {
  const node = { number: 4, stage, condition: condition() } as Node;
  return node_notes(node_rows([node], { 4: condition(change) })[0]!);
};

test('of a cluster that is well nothing more is told', () => {
  expect(notes({})).toEqual({});
});

test('a weak cluster says why: its line before its clock', () => {
  expect(notes({ clock_trusted: false })).toEqual({ weakness: 'clock' });
  expect(notes({ clock_trusted: false, round_trip_ms: 1501 })).toEqual({ weakness: 'slow' });
});

test('a lost cluster says since when, and sound that is not there yet is counted', () => {
  expect(notes({ connected: false, content_ready: 3 })).toEqual({ lost_since: '2026-11-22T22:00:00.000Z', content: { ready: 3, wanted: 7 } });
});

test('a place without a device has nothing to be told', () => {
  expect(notes({ connected: false, content_ready: 0 }, 'expected')).toEqual({});
});
