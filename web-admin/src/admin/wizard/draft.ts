// The announcement being made, step by step, as a plain value: kept in the browser so that nothing typed is ever lost.
import { clock, from_local, iso_date, minute_of_day } from '../../time/format';

export type Source = 'text' | 'file';
export type When = 'now' | 'once' | 'repeat';

export interface Draft {
  source: Source;
  title: string;
  text: string;
  file_name: string;
  upload: string;
  /** Set once the server has the announcement; `heard_text` is the text its sound was made from. */
  announcement: string;
  heard_text: string;
  sound_ms: number;
  zones: string[];
  areas: string[];
  when: When;
  date: string;
  until: string;
  time: string;
  days: number[];
  reason: string;
  confirmed: boolean;
  idempotency_key: string;
}

export const empty_draft = (now_ms: number, key: string): Draft => ({
  source: 'text',
  title: '',
  text: '',
  file_name: '',
  upload: '',
  announcement: '',
  heard_text: '',
  sound_ms: 0,
  zones: [],
  areas: [],
  when: 'once',
  date: iso_date(now_ms),
  until: '',
  time: '',
  days: [1, 2, 3, 4, 5],
  reason: '',
  confirmed: false,
  idempotency_key: key,
});

export type Lack = 'need_text' | 'need_title' | 'need_file' | 'need_place' | 'need_time' | 'need_date' | 'need_day' | 'need_future';

const clean = (text: string) => text.normalize('NFC').trim();

/** The first words of the text, as far as a title goes. */
export function proposed_title(text: string): string {
  const line = clean(text).split(/[\n.!?:;]/)[0]?.replace(/\s+/g, ' ').trim() ?? '';
  if ([...line].length <= 70) return line;
  const cut = [...line].slice(0, 70).join('');
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 40))}…`;
}

/** How long the text will be when spoken: measured on the demo commune's bulletins, about nine letters a second. */
export function spoken_ms(text: string): number {
  return (clean(text).length / 8.9) * 1000;
}

export function has_sound(draft: Draft): boolean {
  if (!draft.announcement || !draft.sound_ms) return false;
  return draft.source === 'file' || draft.heard_text === clean(draft.text);
}

/** "5:30", "0530" and "5h30" are all 05:30; anything else stays as it is. */
export function tidy_time(typed: string): string {
  const found = /^\s*(\d{1,2})\s*[:hHgG.]?\s*(\d{2})\s*$/.exec(typed) ?? /^\s*(\d{1,2})\s*[hHgG]\s*$/.exec(typed);
  if (!found) return typed.trim();
  const hour = Number(found[1]);
  const minute = Number(found[2] ?? 0);
  if (hour > 23 || minute > 59) return typed.trim();
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

function lacks_content(draft: Draft): Lack[] {
  const lacks: Lack[] = [];
  if (draft.source === 'text' && !clean(draft.text)) lacks.push('need_text');
  if (draft.source === 'file' && !draft.upload) lacks.push('need_file');
  if (!clean(draft.title)) lacks.push('need_title');
  return lacks;
}

function lacks_time(draft: Draft, now_ms: number): Lack[] {
  if (draft.when === 'now') return [];
  const lacks: Lack[] = [];
  const starts = from_local(draft.date, draft.time);
  if (Number.isNaN(from_local(draft.date, '00:00'))) lacks.push('need_date');
  else if (Number.isNaN(starts)) lacks.push('need_time');
  else if (draft.when === 'once' && starts <= now_ms) lacks.push('need_future');
  if (draft.when === 'repeat' && !draft.days.length) lacks.push('need_day');
  return lacks;
}

/** What this step (1 to 3) still needs. */
export function lacks(draft: Draft, step: number, now_ms: number): Lack[] {
  if (step === 1) return lacks_content(draft);
  if (step === 2) return draft.zones.length + draft.areas.length ? [] : ['need_place'];
  return step === 3 ? lacks_time(draft, now_ms) : [];
}

/** Minutes after midnight at which it would start. */
export function start_minute(draft: Draft, now_ms: number): number {
  if (draft.when === 'now') return minute_of_day(now_ms);
  return Number(draft.time.slice(0, 2)) * 60 + Number(draft.time.slice(3, 5));
}

/** Another time, kind of time or place: the reason was given for the old one, and the guard is asked again. */
export function asked_anew(draft: Draft, change: Partial<Draft>): Draft {
  return { ...draft, ...change, reason: '', confirmed: false };
}

/** The draft at another moment, on the minute; of a series its time of day. */
export function shifted({ when }: Draft, starts_ms: number): Partial<Draft> {
  const minute = Math.ceil(starts_ms / 60_000) * 60_000;
  return when === 'repeat' ? { time: clock(minute) } : { when: 'once', date: iso_date(minute), time: clock(minute) };
}
