import { expect, test } from 'vitest';
import { empty_live, ended_unheard, take_frame } from '../../src/admin/logic/live';
import type { Broadcast } from '../../src/api/types';

const cast = (id: string, state: Broadcast['state'], starts_at = '2026-11-22T03:00:00.000Z') => ({ id, state, starts_at, nodes: [1] }) as Broadcast;
const now = Date.parse('2026-11-22T03:10:00.000Z');

test('what was open and is not in the snapshot after an outage has ended unheard', () => {
  const live = empty_live();
  const later = cast('later', 'planned', '2026-11-24T03:00:00.000Z');
  take_frame(live, { type: 'snapshot', broadcasts: [cast('on', 'on_air'), cast('goes on', 'on_air'), cast('due', 'planned'), cast('over', 'stopped'), later] });

  expect(ended_unheard(live, { type: 'snapshot', broadcasts: [cast('goes on', 'on_air')] }, now)).toEqual(['on', 'due']);
});

test('a list fetched in between is no snapshot', () => {
  const live = empty_live();
  take_frame(live, { type: 'fetched', broadcasts: [cast('on', 'on_air')] });

  expect(live.snapshots).toBe(0);
});
