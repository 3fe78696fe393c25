// What becomes of the other one, once ours was taken.
import { beforeEach, expect, test, vi } from 'vitest';
import { make_room } from '../../src/admin/wizard/resolving';

const sent = vi.hoisted(() => [] as [string, unknown][]);
vi.mock('../../src/api/client', () => {
  const answer = (what: string) => (_: string, { body }: { body?: unknown } = {}) => {
    sent.push([what, body]);
    return Promise.resolve({ items: [{ id: 'lich', version: 3 }] });
  };
  return { api: { GET: answer('read'), PATCH: answer('edit'), POST: answer('stop') }, value_of: (answer: unknown) => answer };
});

const at = (clock: string) => `2026-11-23T${clock}:00.000Z`;
const now = Date.parse(at('10:05'));
const existing = (planned: string, schedule?: string) => ({ broadcast: 'luot', schedule, occurrence: planned, planned, title: 'Thời sự' }) as never;

beforeEach(() => void (sent.length = 0));

test('one that is to come is left out of its schedule, this once', async () => {
  await make_room({ existing: existing(at('17:00'), 'lich'), choice: 'replace_once' }, now);
  expect(sent[sent.length - 1]).toEqual(['edit', { scope: 'this', occurrence: at('17:00'), left_out: true }]);
});

test('one that has begun, or is of no schedule, is stopped', async () => {
  await make_room({ existing: existing(at('10:00'), 'lich'), choice: 'replace_once' }, now);
  await make_room({ existing: existing(at('17:00')), choice: 'replace_once' }, now);
  expect(sent).toEqual([['stop', { broadcast: 'luot' }], ['stop', { broadcast: 'luot' }]]);
});

test('one that is moved keeps its name in the schedule', async () => {
  await make_room({ existing: existing(at('17:00'), 'lich'), choice: 'shift_other', starts_at: at('17:20') }, now);
  expect(sent[sent.length - 1]).toEqual(['edit', { scope: 'this', occurrence: at('17:00'), moved_to: at('17:20') }]);
});

test('a schedule that is gone is no room made', async () => {
  await expect(make_room({ existing: existing(at('17:00'), 'khac'), choice: 'replace_once' }, now)).rejects.toThrow();
});
