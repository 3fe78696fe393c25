// Times as the commune reads them: always its own zone, 24-hour clock, day/month/year, whatever the browser is set to.
// Vietnam has one offset and no summer time, so the arithmetic is plain.

export const commune_zone = 'Asia/Ho_Chi_Minh';
const offset_ms = 7 * 3600_000;
export const day_ms = 24 * 3600_000;

const weekdays = {
  vi: ['Chủ nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
};
const short_weekdays = {
  vi: ['CN', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
};
export type Language = 'vi' | 'en';

export interface LocalTime {
  year: number;
  month: number;
  day: number;
  weekday: number; // 0 is Sunday.
  hour: number;
  minute: number;
  second: number;
}

const two = (value: number) => String(value).padStart(2, '0');

/** The commune's wall clock at a moment (milliseconds since 1970, UTC). */
export function local_time(utc_ms: number): LocalTime {
  const shifted = new Date(utc_ms + offset_ms);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    weekday: shifted.getUTCDay(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
  };
}

/** The moment of a wall clock reading: date "2026-11-23", time "05:30". NaN when either is not one. */
export function from_local(date: string, time: string): number {
  const d = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const t = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(time);
  if (!d || !t) return NaN;
  const hour = Number(t[1]);
  const minute = Number(t[2]);
  if (hour > 23 || minute > 59) return NaN;
  const utc = Date.UTC(Number(d[1]), Number(d[2]) - 1, Number(d[3]), hour, minute, Number(t[3] ?? 0));
  // 31 February and month 23 roll over; what reads differently than it was written is no date.
  return new Date(utc).toISOString().startsWith(date) ? utc - offset_ms : NaN;
}

/** "05:30" */
export function clock(utc_ms: number): string {
  const t = local_time(utc_ms);
  return `${two(t.hour)}:${two(t.minute)}`;
}

/** "05:30:07" */
export function clock_seconds(utc_ms: number): string {
  return `${clock(utc_ms)}:${two(local_time(utc_ms).second)}`;
}

/** "22/11/2026" */
export function date(utc_ms: number): string {
  const t = local_time(utc_ms);
  return `${two(t.day)}/${two(t.month)}/${t.year}`;
}

/** "2026-11-22", as the API and date fields write it. */
export function iso_date(utc_ms: number): string {
  const t = local_time(utc_ms);
  return `${t.year}-${two(t.month)}-${two(t.day)}`;
}

export function weekday(utc_ms: number, language: Language): string {
  return weekdays[language][local_time(utc_ms).weekday] ?? '';
}

export function weekday_name(day: number, language: Language): string {
  return weekdays[language][day] ?? '';
}

export function short_weekday(day: number, language: Language): string {
  return short_weekdays[language][day] ?? '';
}

/** What somebody typed as a date, as the API writes it: "23/11/2026", "23-11-2026", "23/11" (the next one). Empty when it is none. */
export function read_date(typed: string, now_ms: number): string {
  const found = /^\s*(\d{1,2})\s*[/.\- ]\s*(\d{1,2})(?:\s*[/.\- ]\s*(\d{4}))?\s*$/.exec(typed);
  if (!found) return '';
  const of_year = (year: number) => `${year}-${two(Number(found[2]))}-${two(Number(found[1]))}`;
  const this_year = local_time(now_ms).year;
  const text = of_year(Number(found[3] ?? this_year));
  const moment = from_local(text, '23:59');
  if (Number.isNaN(moment)) return '';
  return !found[3] && moment < now_ms ? of_year(this_year + 1) : text;
}

/** "CN 22/11/2026" */
export function short_date(utc_ms: number, language: Language): string {
  return `${short_weekday(local_time(utc_ms).weekday, language)} ${date(utc_ms)}`;
}

export function same_day(a_ms: number, b_ms: number): boolean {
  return iso_date(a_ms) === iso_date(b_ms);
}

export function start_of_day(utc_ms: number): number {
  return Math.floor((utc_ms + offset_ms) / day_ms) * day_ms - offset_ms;
}

/** Minutes after local midnight. */
export function minute_of_day(utc_ms: number): number {
  const t = local_time(utc_ms);
  return t.hour * 60 + t.minute;
}

/** 330 as "05:30". */
export function minute_text(minute: number): string {
  return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
}

/** "00:47", "1:02:03": a running or remaining time. */
export function running(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(total / 3600);
  const rest = `${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/** "1 phút 10 giây" */
export function length_words(ms: number, language: Language): string {
  const total = Math.max(0, Math.round(ms / 1000));
  const minutes = Math.floor(total / 60);
  const seconds = total % 60;
  const [m, s] = language === 'vi' ? ['phút', 'giây'] : ['min', 's'];
  if (!minutes) return `${seconds} ${s}`;
  return seconds ? `${minutes} ${m} ${seconds} ${s}` : `${minutes} ${m}`;
}
