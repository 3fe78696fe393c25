import { expect, test } from 'vitest';
import { empty_draft, has_sound, lacks, proposed_title, shifted, spoken_ms, tidy_time, asked_anew, type Draft } from '../../src/admin/wizard/draft';
import { presets } from '../../src/admin/wizard/presets';
import { fate } from '../../src/admin/logic/conflicts';
import { broadcast_request, first_date, preview_request, recurrence_of, schedule_request } from '../../src/admin/wizard/requests';
import { refusal_of } from '../../src/api/refusal';
import { guard_kind, guarded_time } from '../../src/admin/logic/guarding';
import { is_allowed } from '../../src/admin/logic/hours';
import { days_words, rule_words } from '../../src/admin/logic/rule_words';
import { resolve, toggled } from '../../src/admin/logic/targets';
import { from_local } from '../../src/time/format';
import { vi as words } from '../../src/words/admin/vi';

const now = from_local('2026-11-22', '10:00');
const hours = { allowed: [{ from: '05:30', to: '06:30' }, { from: '17:00', to: '18:00' }], quiet: { from: '21:00', to: '05:00' }, longest_session_minutes: 60, sessions_per_day: 2 };
const draft = (change: Partial<Draft> = {}): Draft => ({ ...empty_draft(now, 'key'), ...change });

test('each step says what it still needs', () => {
  expect(lacks(draft(), 1, now)).toEqual(['need_text', 'need_title']);
  expect(lacks(draft({ source: 'file', title: 'Tin' }), 1, now)).toEqual(['need_file']);
  expect(lacks(draft(), 2, now)).toEqual(['need_place']);
  expect(lacks(draft(), 3, now)).toEqual(['need_time']);
  expect(lacks(draft({ time: '09:00' }), 3, now)).toEqual(['need_future']);
  expect(lacks(draft({ time: '17:00' }), 3, now)).toEqual([]);
  expect(lacks(draft({ when: 'repeat', time: '05:30', days: [] }), 3, now)).toEqual(['need_day']);
  expect(lacks(draft({ when: 'now' }), 3, now)).toEqual([]);
});

test('a time may be typed the way people do', () => {
  expect(['5:30', '0530', '5h30', '05.30', '17h', ' 17:00 '].map(tidy_time)).toEqual(['05:30', '05:30', '05:30', '05:30', '17:00', '17:00']);
  expect(['25:00', '5:77', 'sáng', ''].map(tidy_time)).toEqual(['25:00', '5:77', 'sáng', '']);
});

test('the title is proposed from the first sentence and never cut inside a word', () => {
  expect(proposed_title('UBND xã thông báo lịch bơm nước.\nTrạm bơm…')).toBe('UBND xã thông báo lịch bơm nước');
  const long = proposed_title(`${'một hai ba bốn '.repeat(10)}`);
  expect([...long].length).toBeLessThanOrEqual(71);
  expect(long).toMatch(/ (một|hai|ba|bốn)…$/);
});

test('the demo bulletin of 619 letters is about 70 s long', () => {
  expect(Math.abs(spoken_ms('a'.repeat(619)) - 70_000)).toBeLessThan(3000);
});

test('a sound belongs to the text it was made from', () => {
  const made = draft({ announcement: 'a', sound_ms: 5, text: 'Xin chào', heard_text: 'Xin chào' });

  expect(has_sound(made)).toBe(true);
  expect(has_sound({ ...made, text: 'Xin chào bà con' })).toBe(false);
});

test('another time asks the guard again', () => {
  expect(asked_anew(draft({ confirmed: true, reason: 'vì lũ' }), { time: '03:15' })).toMatchObject({ confirmed: false, reason: '', time: '03:15' });
  expect(asked_anew(draft({ confirmed: true, reason: 'vì lũ' }), { areas: ['x'] })).toMatchObject({ confirmed: false, reason: '' });
});

test('03:15 is quiet, noon is outside, 05:30 is allowed, and a sound may not run over the edge', () => {
  expect(is_allowed(hours, 3 * 60 + 15, 60_000)).toBe(false);
  expect(is_allowed(hours, 12 * 60 + 30, 60_000)).toBe(false);
  expect(is_allowed(hours, 5 * 60 + 30, 60_000)).toBe(true);
  expect(is_allowed(hours, 6 * 60 + 29, 60_000)).toBe(true);
  expect(is_allowed(hours, 6 * 60 + 29, 10 * 60_000)).toBe(false);
  expect(is_allowed(hours, 20 * 60 + 55, 10 * 60_000)).toBe(false);
});

test('the usual times are the next beginnings of the allowed hours', () => {
  expect(presets(hours, now).map(({ date, time, part }) => [date, time, part])).toEqual([
    ['2026-11-22', '17:00', 'afternoon'],
    ['2026-11-23', '05:30', 'morning'],
    ['2026-11-23', '17:00', 'afternoon'],
  ]);
});

test('where it is allowed now, "in a few minutes" comes first, and a day without limits has no sessions', () => {
  const all_day = { ...hours, allowed: [{ from: '00:00', to: '23:59' }, { from: '23:59', to: '00:00' }], quiet: { from: '00:00', to: '00:00' } };

  expect(presets(all_day, now).map(({ time, part }) => [time, part])).toEqual([['10:04', 'soon']]);
  expect(is_allowed(all_day, 3 * 60 + 15, 60_000)).toBe(true);
});

test('once is one moment on the commune’s clock', () => {
  const request = schedule_request(draft({ announcement: 'a', areas: ['h'], date: '2026-11-23', time: '05:30' }));

  expect(request).toEqual({ announcement: 'a', targets: { areas: ['h'] }, local_start: '2026-11-23T05:30:00', recurrence: '' });
});

test('a repeat begins on the first chosen weekday and ends with its last day', () => {
  const weekly = draft({ when: 'repeat', date: '2026-11-22', time: '05:30', days: [1, 3], until: '2026-12-31' });

  expect(recurrence_of(weekly)).toBe('FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261231T235959');
  expect(first_date(weekly)).toBe('2026-11-23');
  expect(schedule_request(weekly).local_start).toBe('2026-11-23T05:30:00');
});

test('"now" is looked at beforehand as once, in a moment that is not yet past when it is asked', () => {
  const request = preview_request(draft({ announcement: 'a', areas: ['h'], when: 'now', date: '2020-01-01', time: '03:15' }), Date.parse('2026-11-22T16:59:50.000Z'));

  expect(request).toEqual({ announcement: 'a', targets: { areas: ['h'] }, local_start: '2026-11-23T00:00:05', recurrence: '' });
});

test('the guard names the kind of rule and the moment it is about', () => {
  const refused = (code: 'quiet_hours' | 'confirmation_needed', name?: string, found = '') => refusal_of({ code, detail: '', rule: name && { name, limit: '', found } });

  expect(guard_kind(refused('quiet_hours', 'quiet_hours'))).toBe('quiet_hours');
  expect(guard_kind(refused('confirmation_needed', 'quiet_hours'))).toBe('quiet_days');
  expect(guard_kind(refused('confirmation_needed', 'allowed_hours'))).toBe('allowed_hours');
  expect(guard_kind(refused('confirmation_needed', 'sessions_per_day'))).toBe('sessions_per_day');
  expect(guard_kind(refused('confirmation_needed'))).toBe('other');
  expect(guarded_time(refused('quiet_hours', 'quiet_hours', '21:00'), '20:55')).toBe('21:00');
  expect(guarded_time(refused('confirmation_needed', 'sessions_per_day', '3'), '20:55')).toBe('20:55');
});

test('both are kept only when the person was shown what it meets', () => {
  expect(schedule_request(draft({ announcement: 'a', areas: ['h'] }))).not.toHaveProperty('keep_both');
  expect(schedule_request(draft({ announcement: 'a', areas: ['h'] }), true)).toMatchObject({ keep_both: true });
  expect(broadcast_request(draft({ announcement: 'a', areas: ['h'] }))).not.toHaveProperty('keep_both');
  expect(broadcast_request(draft({ announcement: 'a', areas: ['h'] }), true)).toMatchObject({ keep_both: true });
});

test('what becomes of two that meet is one of six fates', () => {
  const planned = '2026-11-23T10:00:00.000Z';
  const part = (from: string) => ({ from, to: '2026-11-23T10:20:00.000Z', position_ms: 0, ducked: false });
  const sound = { broadcast: '', title: '', priority: 'normal' as const, planned, nodes: [1] };

  expect(fate({ ...sound, outcome: 'played', parts: [part(planned)] })).toBe('whole');
  expect(fate({ ...sound, outcome: 'played', reason: 'normal', parts: [part('2026-11-23T10:01:00.000Z')] })).toBe('late');
  expect(fate({ ...sound, outcome: 'played', reason: 'priority', parts: [part(planned), part(planned)] })).toBe('resumed');
  expect(fate({ ...sound, outcome: 'played', reason: 'priority', parts: [part(planned), { ...part(planned), ducked: true }] })).toBe('beneath');
  expect(fate({ ...sound, outcome: 'preempted', reason: 'priority', parts: [part(planned)] })).toBe('cut');
  expect(fate({ ...sound, outcome: 'missed', reason: 'normal', parts: [] })).toBe('silent');
});

test('a draft is shifted to the next whole minute: once at that moment, a series at that time of day', () => {
  const free = Date.parse('2026-11-23T22:44:20.000Z');

  expect(shifted(draft({ when: 'now' }), free)).toEqual({ when: 'once', date: '2026-11-24', time: '05:45' });
  expect(shifted(draft({ when: 'repeat', date: '2026-11-22' }), free)).toEqual({ time: '05:45' });
});

test('a reason travels only with its confirmation', () => {
  expect(broadcast_request(draft({ announcement: 'a', zones: ['z'], reason: 'vì lũ', confirmed: false }))).toEqual({ announcement: 'a', targets: { zones: ['z'] } });
  expect(broadcast_request(draft({ announcement: 'a', zones: ['z'], reason: ' vì lũ ', confirmed: true }))).toMatchObject({ outside_hours_reason: 'vì lũ', confirmed: true });
});

test('rules read as sentences', () => {
  expect(rule_words({ local_start: '2026-11-23T05:30:00', recurrence: '' }, words, 'vi')).toBe('05:30, Thứ Hai 23/11/2026, một lần');
  expect(rule_words({ local_start: '2026-11-23T05:30:00', recurrence: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261231T235959' }, words, 'vi')).toBe(
    '05:30, Thứ Hai đến thứ Sáu; từ 23/11/2026 đến hết 31/12/2026',
  );
  const lunar = { days: [1, 15], months: [], leap_month: 'counted', short_month: 'last_day' } as const;
  expect(rule_words({ local_start: '2026-11-23T05:30:00', recurrence: '', lunar: { ...lunar, days: [...lunar.days], months: [] }, also_at: ['17:00'] }, words, 'vi')).toBe(
    '05:30, 17:00, âm lịch ngày 1, 15 hằng tháng; từ 23/11/2026',
  );
  expect(rule_words({ local_start: '2026-11-23T05:30:00', recurrence: 'FREQ=DAILY', not_on: ['2026-11-24T05:30:00'] }, words, 'vi')).toBe(
    '05:30, Mọi ngày; từ 23/11/2026; có 1 thay đổi riêng',
  );
  expect(days_words([0, 3], words, 'vi')).toBe('Thứ Tư, Chủ nhật');
});

test('targets are the union of zones and areas, with everything below an area', () => {
  const area = (id: string, parent?: string) => ({ id, parent, kind: parent ? 'hamlet' : 'commune', unit: '', name: id, full_name: id, assembly_point: '', center: { latitude: 0, longitude: 0 }, version: 1 }) as const;
  const node = (number: number, hamlet: string) => ({ id: `n${number}`, number, hamlet }) as never;
  const places = { areas: [area('xa'), area('h1', 'xa'), area('h2', 'xa')], zones: [{ id: 'z', name: 'z', areas: ['h1'], nodes: ['n3'], version: 1 }], nodes: [node(1, 'h1'), node(2, 'h2'), node(3, 'h2')] };
  const numbers = (targets: object) => resolve(places, targets).map(({ number }) => number);

  expect(numbers({ areas: ['h2'] })).toEqual([2, 3]);
  expect(numbers({ zones: ['z'] })).toEqual([1, 3]);
  expect(numbers({ areas: ['xa'] })).toEqual([1, 2, 3]);
  expect(numbers({})).toEqual([]);
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
});
