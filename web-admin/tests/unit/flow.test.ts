import { expect, test } from 'vitest';
import { first_screen, next_screen, seconds_left, type FlowEvent, type Screen } from '../../src/emergency/flow';
import { ordered } from '../../src/emergency/heard';
import type { Cast, CastState } from '../../src/emergency/model';

const cast = (state: CastState, id = 'b'): Cast => ({ id, template: 't', title: 'LŨ', state, starts_at_ms: 10_000, clusters: [] });
const after = (...events: FlowEvent[]): Screen => events.reduce(next_screen, first_screen);
const chosen: FlowEvent = { what: 'tile_chosen', template: 't' };
const held: FlowEvent = { what: 'held', now_ms: 5 };
const accepted: FlowEvent = { what: 'answered', outcome: { kind: 'accepted', broadcast: 'b' } };

test('tile, hold, countdown, on air, stopped: each by its own event', () => {
  expect(after(chosen).at).toBe('hold');
  expect(after(chosen, held).at).toBe('sending');
  expect(after(chosen, held, { what: 'cast', cast: cast('counting_down') }).at).toBe('countdown');
  expect(after(chosen, held, { what: 'cast', cast: cast('on_air') }).at).toBe('on_air');
  const over = after(chosen, held, { what: 'cast', cast: cast('on_air') }, { what: 'cast', cast: cast('stopped') });
  expect(over).toMatchObject({ at: 'over', how: 'stopped' });
});

test('the answer to the request alone never says "on air"', () => {
  expect(after(chosen, held, accepted).at).toBe('sending');
});

test('a tile without a hold sends nothing', () => {
  expect(after(held).at).toBe('tiles');
  expect(after(chosen, { what: 'back' }, held).at).toBe('tiles');
});

test('back does not leave a running emergency', () => {
  expect(after(chosen, held, { what: 'cast', cast: cast('on_air') }, { what: 'back' }).at).toBe('on_air');
  expect(after(chosen, held, { what: 'back' }).at).toBe('sending');
});

test('after the end the all clear is one press away, and still has to be held', () => {
  const over = after(chosen, held, { what: 'cast', cast: cast('on_air') }, { what: 'cast', cast: cast('stopped') });

  expect(next_screen(over, { what: 'tile_chosen', template: 'clear' })).toEqual({ at: 'hold', template: 'clear' });
});

test('after a minute one can hold again from where one is', () => {
  const expired = after(chosen, held, { what: 'answered', outcome: { kind: 'expired' } });

  expect(expired).toEqual({ at: 'expired', template: 't' });
  expect(next_screen(expired, held).at).toBe('sending');
});

test('somebody else’s emergency of this place is shown, an old one is not', () => {
  expect(after({ what: 'cast', cast: cast('on_air', 'other') }).at).toBe('on_air');
  expect(after({ what: 'cast', cast: cast('stopped', 'other') }).at).toBe('tiles');
});

test('what is being watched is not replaced by another', () => {
  const watching = after({ what: 'cast', cast: cast('on_air', 'mine') }, { what: 'cast', cast: cast('counting_down', 'other') });

  expect(watching).toMatchObject({ at: 'on_air', cast: { id: 'mine' } });
});

test('the countdown counts whole seconds and ends at 0, not below', () => {
  expect(seconds_left(cast('counting_down'), 7_001)).toBe(3);
  expect(seconds_left(cast('counting_down'), 9_999)).toBe(1);
  expect(seconds_left(cast('counting_down'), 12_000)).toBe(0);
  expect(seconds_left(cast('counting_down'), 6_800, 3000)).toBe(3);
});

test('a cluster without an answer becomes "not confirmed" and stands first', () => {
  const rows = ordered([{ number: 1, state: 'playing', has_order: true }, { number: 2, state: 'waiting', has_order: false }], true);

  expect(rows.map(({ number, state }) => [number, state])).toEqual([[2, 'unconfirmed'], [1, 'playing']]);
});
