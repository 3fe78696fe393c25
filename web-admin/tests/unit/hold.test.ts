// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest';
import { Hold } from '../../src/emergency/hold';
import { hold_action } from '../../src/emergency/hold_action';
import { TwoPresses } from '../../src/emergency/two_presses';
import { FakeClock } from './fake_clock';

let clock: FakeClock;
let fired: number;
let early: number[];
let quarters: number[];
let hold: Hold;

beforeEach(() => {
  clock = new FakeClock();
  fired = 0;
  early = [];
  quarters = [];
  hold = new Hold(
    { progress: () => undefined, fired: () => fired++, released_early: (ms) => early.push(ms), quarter: (count) => quarters.push(count) },
    1500,
    clock,
  );
});

test('a press of 1.5 s fires once', () => {
  hold.press('finger 1');
  clock.pass(1600);
  hold.release('finger 1');
  clock.pass(5000);

  expect(fired).toBe(1);
  expect(quarters).toEqual([1, 2, 3, 4]);
  expect(early).toEqual([]);
});

test('a press of 0.9 s does not fire and says that it was too short', () => {
  hold.press('finger 1');
  clock.pass(900);
  hold.release('finger 1');
  clock.pass(5000);

  expect(fired).toBe(0);
  expect(early).toEqual([900]);
});

test('ten presses of up to 1.4 s never add up', () => {
  for (let ms = 200; ms <= 1400; ms += 133) {
    hold.press('finger 1');
    clock.pass(ms);
    hold.release('finger 1');
    clock.pass(20);
  }

  expect(fired).toBe(0);
});

test('a second finger neither starts a press, nor prolongs it, nor ends it', () => {
  hold.press('finger 1');
  clock.pass(700);
  expect(hold.press('finger 2')).toBe(false);
  hold.release('finger 2');
  clock.pass(700);
  expect(fired).toBe(0);
  clock.pass(200);
  expect(fired).toBe(1);
});

test('a second finger that stays does not fire when the first lets go', () => {
  hold.press('finger 1');
  hold.press('finger 2');
  clock.pass(1000);
  hold.release('finger 1');
  clock.pass(3000);

  expect(fired).toBe(0);
});

test('a release that waited behind a busy main thread still counts', () => {
  hold.press('finger 1');
  clock.pass(880);
  clock.stall(1200);
  clock.pass(1);
  hold.release('finger 1');
  clock.pass(3000);

  expect(fired).toBe(0);
});

test('a true hold fires even when the main thread was busy at its end', () => {
  hold.press('finger 1');
  clock.pass(1400);
  clock.stall(400);
  clock.pass(200);

  expect(fired).toBe(1);
});

test('Space held down fires, its repeats count as one press, and losing the page lets go', () => {
  const button = document.createElement('button');
  document.body.append(button);
  const joined = hold_action(button, hold);
  const key = (type: string, repeat = false) => button.dispatchEvent(new KeyboardEvent(type, { key: ' ', repeat, cancelable: true }));

  key('keydown');
  for (let n = 0; n < 20; n++) {
    clock.pass(50);
    key('keydown', true);
  }
  window.dispatchEvent(new Event('blur'));
  clock.pass(2000);
  expect(fired).toBe(0);

  key('keyup');
  key('keydown');
  clock.pass(1600);
  expect(fired).toBe(1);
  joined.destroy();
});

test('the second press counts within 6 s and not after', () => {
  let sent = 0;
  const shown: boolean[] = [];
  const twice = new TwoPresses({ armed: (is_armed) => shown.push(is_armed), fired: () => sent++ }, 6000, clock);

  twice.second();
  twice.first();
  clock.pass(6001);
  twice.second();
  expect(sent).toBe(0);
  expect(shown).toEqual([true, false]);

  twice.first();
  clock.pass(3000);
  twice.second();
  twice.second();
  expect(sent).toBe(1);
});
