import { expect, test } from 'vitest';
import { Outbox, type Answer, type OutboxWorld, type Pending } from '../../src/emergency/outbox';

function world(answer: (attempt: number, pending: Pending) => Answer, change: Partial<OutboxWorld> = {}) {
  const seen = { now: 1_000_000, sent: [] as Pending[], slept: [] as number[], stored: undefined as Pending | undefined };
  const made: OutboxWorld = {
    shelf: {
      put: async (pending) => void (seen.stored = pending),
      clear: async () => void (seen.stored = undefined),
    },
    send: async (pending) => {
      expect(seen.stored).toBeDefined();
      seen.sent.push(pending);
      return answer(seen.sent.length, pending);
    },
    sign_again: async (pending, server_ms) => ({ ...pending, body: { made_at_ms: server_ms } }),
    now: () => seen.now,
    sleep: async (ms) => {
      if (ms !== 300) seen.slept.push(ms);
      if (ms !== 300) seen.now += ms;
    },
    ...change,
  };
  return { seen, outbox: new Outbox(made) };
}

const pending: Pending = { idempotency_key: 'k', held_at_ms: 1_000_000, body: { made_at_ms: 5 } };

test('a trigger is stored before it is sent and forgotten when it is answered', async () => {
  const { seen, outbox } = world(() => ({ kind: 'accepted', broadcast: 'b' }));

  expect(await outbox.deliver(pending)).toEqual({ kind: 'accepted', broadcast: 'b' });
  expect(seen.sent).toHaveLength(1);
  expect(seen.stored).toBeUndefined();
});

test('on a bad line it is tried after 0.25, 0.5, 1, 2, 3 and 3 s with the same key', async () => {
  const { seen, outbox } = world((attempt) => (attempt < 7 ? { kind: 'unreachable' } : { kind: 'accepted', broadcast: 'b' }));

  await outbox.deliver(pending);

  expect(seen.slept).toEqual([250, 500, 1000, 2000, 3000, 3000]);
  expect(new Set(seen.sent.map(({ idempotency_key }) => idempotency_key))).toEqual(new Set(['k']));
});

test('after 60 s it is over and never sent again', async () => {
  const { seen, outbox } = world(() => ({ kind: 'unreachable' }));

  expect(await outbox.deliver(pending)).toEqual({ kind: 'expired' });
  expect(seen.now - pending.held_at_ms).toBeGreaterThanOrEqual(60_000);
  expect(seen.now - pending.held_at_ms).toBeLessThan(64_000);
  expect(seen.stored).toBeUndefined();
});

test('a stale trigger found after a reload is not sent', async () => {
  const { seen, outbox } = world(() => ({ kind: 'accepted', broadcast: 'b' }));

  expect(await outbox.deliver({ ...pending, held_at_ms: seen.now - 60_000 })).toEqual({ kind: 'expired' });
  expect(seen.sent).toHaveLength(0);
});

test('a clock set back in between ends it: its age cannot be known', async () => {
  const { seen, outbox } = world(() => ({ kind: 'accepted', broadcast: 'b' }));

  expect(await outbox.deliver({ ...pending, held_at_ms: seen.now + 10_000 })).toEqual({ kind: 'expired' });
  expect(seen.sent).toHaveLength(0);
});

test('a wrong clock is answered by one new signature at once, and its 60 s still count from the hold', async () => {
  const { seen, outbox } = world((attempt) => (attempt === 1 ? { kind: 'clock', server_ms: 9_999 } : { kind: 'accepted', broadcast: 'b' }));

  await outbox.deliver(pending);

  expect(seen.slept).toEqual([]);
  expect(seen.sent[1]!.body).toEqual({ made_at_ms: 9_999 });
  expect(seen.sent[1]!.idempotency_key).toBe('k');
  expect(seen.sent[1]!.held_at_ms).toBe(pending.held_at_ms);
});

test('a refusal ends it at once with its code', async () => {
  const { seen, outbox } = world(() => ({ kind: 'refused', code: 'key_revoked', words: 'no' }));

  expect(await outbox.deliver(pending)).toMatchObject({ kind: 'refused', code: 'key_revoked' });
  expect(seen.sent).toHaveLength(1);
});

test('withdrawn between two tries it is not sent again', async () => {
  const { seen, outbox } = world(() => {
    outbox.withdraw();
    return { kind: 'unreachable' };
  });

  expect(await outbox.deliver(pending)).toEqual({ kind: 'withdrawn' });
  expect(seen.sent).toHaveLength(1);
});

test('a store that hangs or fails does not keep an emergency from being sent', async () => {
  const broken = { put: () => Promise.reject(new Error('full')), clear: () => Promise.reject(new Error('full')) };
  const sent: Pending[] = [];
  const { outbox } = world(() => ({ kind: 'accepted', broadcast: 'b' }), {
    shelf: broken,
    send: async (one) => {
      sent.push(one);
      return { kind: 'accepted', broadcast: 'b' };
    },
  });

  expect((await outbox.deliver(pending)).kind).toBe('accepted');
  expect(sent).toHaveLength(1);
});
