import { beforeEach, expect, test } from 'vitest';
import { dead_after_ms, Line, type Frame, type LinkState, type SocketLike } from '../../src/live/socket';
import { FakeClock } from './fake_clock';

class FakeSocket implements SocketLike {
  sent: Frame[] = [];
  closed = false;
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  send(text: string) {
    this.sent.push(JSON.parse(text) as Frame);
  }
  close() {
    this.closed = true;
  }
  say(frame: Frame) {
    (this.onmessage as ((event: { data: string }) => void) | null)?.({ data: JSON.stringify(frame) });
  }
  drop() {
    (this.onclose as ((event: object) => void) | null)?.({});
  }
}

let clock: FakeClock;
let sockets: FakeSocket[];
let frames: Frame[];
let states: LinkState[];
let opened_at: number[];
let polled: number;
let line: Line;
const last = () => sockets[sockets.length - 1]!;
const settle = () => new Promise((done) => setTimeout(done, 0));

beforeEach(() => {
  clock = new FakeClock();
  sockets = [];
  frames = [];
  states = [];
  opened_at = [];
  polled = 0;
  line = new Line(
    {
      open: () => {
        opened_at.push(clock.now());
        sockets.push(new FakeSocket());
        return last();
      },
      poll: async () => {
        polled++;
        return { type: 'snapshot', seq: 7 };
      },
      now: () => clock.now(),
      after: (ms, run) => clock.after(ms, run),
      cancel: (timer) => clock.cancel(timer),
      random: () => 1,
    },
    { frame: (frame) => frames.push(frame), link: (state) => states.push(state) },
  );
  line.start();
});

test('hello, snapshot, deltas in order', () => {
  last().say({ type: 'hello', seq: 4 });
  last().say({ type: 'snapshot', seq: 4 });
  last().say({ type: 'delta', seq: 5, topic: 'nodes' });

  expect(frames.map(({ type, seq }) => [type, seq])).toEqual([['hello', 4], ['snapshot', 4], ['delta', 5]]);
  expect(states).toEqual(['live']);
});

test('a missing number asks for a snapshot, and nothing is believed until it comes', () => {
  last().say({ type: 'snapshot', seq: 4 });
  last().say({ type: 'delta', seq: 6 });
  last().say({ type: 'delta', seq: 7 });
  expect(last().sent).toEqual([{ type: 'snapshot' }]);
  expect(frames).toHaveLength(1);

  last().say({ type: 'snapshot', seq: 7 });
  last().say({ type: 'delta', seq: 8 });
  expect(frames.map(({ seq }) => seq)).toEqual([4, 7, 8]);
});

test('an old delta that comes twice changes nothing', () => {
  last().say({ type: 'snapshot', seq: 4 });
  last().say({ type: 'delta', seq: 5 });
  last().say({ type: 'delta', seq: 5 });

  expect(frames).toHaveLength(2);
  expect(last().sent).toEqual([]);
});

test('35 s of silence is a dead line, although the socket still seems open', () => {
  last().say({ type: 'snapshot', seq: 4 });
  clock.pass(dead_after_ms + 1);

  expect(states).toContain('lost');
  expect(sockets[0]!.closed).toBe(true);
});

test('words from the other side keep the line alive', () => {
  last().say({ type: 'snapshot', seq: 4 });
  for (let n = 0; n < 10; n++) {
    clock.pass(15_000);
    last().say({ type: 'ping', server_time: 'x' });
  }

  expect(states).toEqual(['live']);
  expect(last().sent.filter(({ type }) => type === 'ping').length).toBeGreaterThan(5);
});

test('it comes back after 0.3, 0.6, 1.2 … at most 8 s', () => {
  for (let n = 0; n < 8; n++) {
    last().drop();
    clock.pass(8001);
  }
  const pauses = opened_at.slice(1).map((at, index) => Math.round(at - (index === 0 ? 0 : index * 8001)));

  expect(pauses).toEqual([300, 600, 1200, 2400, 4800, 8000, 8000, 8000]);
});

test('where WebSockets are blocked it polls, says so, and stops when the line is back', async () => {
  for (let n = 0; n < 3; n++) {
    last().drop();
    clock.pass(3000);
  }
  await settle();
  expect(states).toContain('polling');
  expect(frames.some(({ seq }) => seq === 7)).toBe(true);

  last().say({ type: 'snapshot', seq: 9 });
  const before = polled;
  clock.pass(30_000);
  expect(polled).toBe(before);
  expect(states[states.length - 1]).not.toBe('polling');
});

test('a frame that is no JSON does no harm', () => {
  last().say({ type: 'snapshot', seq: 1 });
  (last().onmessage as unknown as (event: { data: string }) => void)({ data: '{' });

  expect(frames).toHaveLength(1);
});
