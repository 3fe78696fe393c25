import { expect, test } from 'vitest';
import { clock, clock_seconds, date, from_local, iso_date, length_words, local_time, read_date, running, same_day, short_date, start_of_day, weekday } from '../../src/time/format';
import { ServerClock } from '../../src/time/server_clock';

const morning = Date.parse('2026-11-22T22:30:05Z'); // 05:30:05 on Monday 23 November in Vietnam.

test('the browser of these tests is far from Vietnam', () => {
  expect(new Date(morning).getHours()).not.toBe(5);
});

test('times are the commune’s, whatever zone the browser is set to', () => {
  expect(clock(morning)).toBe('05:30');
  expect(clock_seconds(morning)).toBe('05:30:05');
  expect(date(morning)).toBe('23/11/2026');
  expect(iso_date(morning)).toBe('2026-11-23');
  expect(weekday(morning, 'vi')).toBe('Thứ Hai');
  expect(short_date(morning, 'vi')).toBe('T2 23/11/2026');
  expect(short_date(Date.parse('2026-11-22T10:00:00Z'), 'vi')).toBe('CN 22/11/2026');
});

test('our plain arithmetic agrees with Intl for Asia/Ho_Chi_Minh through two years', () => {
  const intl = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Ho_Chi_Minh', dateStyle: 'short', timeStyle: 'medium' });
  for (let ms = Date.parse('2026-01-01T00:00:00Z'); ms < Date.parse('2028-01-01T00:00:00Z'); ms += 7 * 3600_000 + 1234_000) {
    expect(`${date(ms)}, ${clock_seconds(ms)}`).toBe(intl.format(ms));
  }
});

test('a wall clock reading becomes its moment, and nonsense becomes none', () => {
  expect(from_local('2026-11-23', '05:30')).toBe(morning - 5000);
  expect(local_time(from_local('2028-02-29', '00:00')).day).toBe(29);
  for (const [day, time] of [['2026-02-30', '05:30'], ['2026-11-23', '24:00'], ['2026-11-23', '05:60'], ['', '05:30'], ['2026-11-23', '']]) {
    expect(from_local(day!, time!)).toBeNaN();
  }
});

test('dates are typed day first', () => {
  expect(['23/11/2026', '23-11-2026', ' 3/1/2027 ', '5.2.2027'].map((typed) => read_date(typed, morning))).toEqual(['2026-11-23', '2026-11-23', '2027-01-03', '2027-02-05']);
  expect(read_date('24/11', morning)).toBe('2026-11-24');
  expect(read_date('1/1', morning)).toBe('2027-01-01');
  expect(['31/2/2027', '11/23/2026', 'mai', ''].map((typed) => read_date(typed, morning))).toEqual(['', '', '', '']);
});

test('a day begins at midnight in Vietnam', () => {
  expect(start_of_day(morning)).toBe(from_local('2026-11-23', '00:00'));
  expect(same_day(morning, from_local('2026-11-23', '23:59'))).toBe(true);
  expect(same_day(morning, from_local('2026-11-24', '00:00'))).toBe(false);
});

test('lengths read as people say them', () => {
  expect(length_words(70_000, 'vi')).toBe('1 phút 10 giây');
  expect(length_words(9_400, 'vi')).toBe('9 giây');
  expect(length_words(120_000, 'en')).toBe('2 min');
  expect(running(47_900)).toBe('00:47');
  expect(running(3_723_000)).toBe('1:02:03');
  expect(running(-5)).toBe('00:00');
});

test('the server’s clock is taken from the quickest answer, and followed when the local clock jumps', () => {
  let local = 1_000_000;
  const server = new ServerClock(() => local);

  server.sample(5_000_100, local - 200, local);
  expect(server.now()).toBe(5_000_200);
  server.sample(4_998_900, local - 4000, local);
  expect(server.now()).toBe(5_000_200);
  local += 3_600_000; // Somebody set this computer's clock.
  server.sample(5_002_000, local - 500, local);
  expect(server.now()).toBe(5_002_250);
});
