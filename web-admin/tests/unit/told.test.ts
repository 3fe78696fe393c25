import { expect, test } from 'vitest';
import type { Broadcast, Delivery } from '../../src/api/types';
import type { Place } from '../../src/emergency/model';
import { Told } from '../../src/emergency/told';

const place = { clusters: [{ number: 4 }, { number: 5 }] } as Place;
const flood = { id: 'b1', kind: 'emergency', nodes: [4, 5], title: 'Lũ', state: 'on_air', starts_at: '2026-11-22T20:14:00.000Z', emergency_template: 't' } as Broadcast;

test('an emergency of this place is told with the state of each of its clusters, whichever came first', () => {
  const told = new Told();
  told.take([], [{ broadcast: 'b1', node: 5, state: 'playing' } as Delivery]);
  told.take([flood]);

  expect(told.casts_at(place).map(({ clusters }) => clusters.map(({ state }) => state))).toEqual([['waiting', 'playing']]);
});

test('a newer word replaces the older, and what sounds elsewhere or is no emergency is not told', () => {
  const told = new Told();
  told.take([flood, { ...flood, id: 'b2', nodes: [9] }, { ...flood, id: 'b3', kind: 'scheduled' }]);
  told.take([{ ...flood, state: 'stopped' }]);

  expect(told.casts_at(place).map(({ id, state }) => `${id} ${state}`)).toEqual(['b1 stopped']);
});

test('what a snapshot does not list is not told as sounding any more; how something ended stays told', () => {
  const told = new Told();
  told.take([flood, { ...flood, id: 'b2' }, { ...flood, id: 'b3', state: 'stopped' }]);
  told.forget_unlisted([{ ...flood, id: 'b2' }]);

  expect(told.casts_at(place).map(({ id }) => id)).toEqual(['b2', 'b3']);
});
