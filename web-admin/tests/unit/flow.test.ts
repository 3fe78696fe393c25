import { expect, test } from 'vitest';
import { first_screen, next_screen, seconds_left, warning, type FlowEvent, type Screen } from '../../src/emergency/flow';
import { ordered } from '../../src/emergency/heard';
import type { Cast, CastState } from '../../src/emergency/model';

const cast = (state: CastState, id = 'b'): Cast => ({ id, template: 't', all_clear: false, title: 'LŨ', state, starts_at_ms: 10_000, clusters: [] });
const after = (...events: FlowEvent[]): Screen => events.reduce(next_screen, first_screen);
const chosen: FlowEvent = { what: 'tile_chosen', template: 't', ends: [] };
const all_clear = (state: CastState): FlowEvent => ({ what: 'cast', cast: { ...cast(state, 'clear'), all_clear: true } });
const clear_chosen = (...ends: string[]): FlowEvent => ({ what: 'tile_chosen', template: 'clear', ends });
const flood = (state: CastState): FlowEvent => ({ what: 'cast', cast: cast(state, 'flood') });
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

  expect(next_screen(over, clear_chosen())).toEqual({ at: 'hold', template: 'clear', ends: [] });
});

test('what sounds is left for what ends it, and for nothing else', () => {
  expect(after(flood('on_air'), clear_chosen('flood'))).toMatchObject({ at: 'hold', template: 'clear' });
  expect(after(flood('on_air'), chosen).at).toBe('on_air');
  expect(after(flood('on_air'), clear_chosen('another')).at).toBe('on_air');
});

test('what the all-clear would end does not come between, from its tile to its countdown', () => {
  const holding = after(flood('on_air'), clear_chosen('flood'), flood('on_air'));
  const sending = [held, flood('on_air')].reduce(next_screen, holding);

  expect(holding.at).toBe('hold');
  expect(sending.at).toBe('sending');
  expect([all_clear('counting_down'), flood('on_air')].reduce(next_screen, sending)).toMatchObject({ at: 'countdown', cast: { id: 'clear' } });
  const expired = next_screen(sending, { what: 'answered', outcome: { kind: 'expired' } });
  expect([flood('on_air'), held, flood('on_air')].reduce(next_screen, expired).at).toBe('sending');
});

test('a new emergency comes between: that the danger is over is no longer true', () => {
  expect(after(flood('on_air'), clear_chosen('flood'), { what: 'cast', cast: cast('counting_down', 'fire') })).toMatchObject({ at: 'countdown', cast: { id: 'fire' } });
  expect(after(all_clear('on_air'), { what: 'cast', cast: cast('on_air', 'fire') })).toMatchObject({ at: 'on_air', cast: { id: 'fire' } });
});

test('an all-clear that was cancelled leaves the emergency on the air, with its DỪNG', () => {
  const cancelled = after(flood('on_air'), clear_chosen('flood'), held, all_clear('counting_down'), all_clear('cancelled'));

  expect(cancelled).toMatchObject({ at: 'over', how: 'cancelled', cast: { all_clear: true } });
  expect(next_screen(cancelled, flood('on_air'))).toMatchObject({ at: 'on_air', cast: { id: 'flood' } });
});

test('only what warns and sounds is ended by an all-clear', () => {
  const casts = [cast('on_air', 'flood'), cast('stopped', 'storm'), cast('counting_down', 'fire'), { ...cast('on_air', 'clear'), all_clear: true }];

  expect(warning(casts).map(({ id }) => id)).toEqual(['flood']);
});

test('after a minute one can hold again from where one is', () => {
  const expired = after(chosen, held, { what: 'answered', outcome: { kind: 'expired' } });

  expect(expired).toEqual({ at: 'expired', template: 't', ends: [] });
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
