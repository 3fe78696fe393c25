// A stored schedule in words: "05:30, Thứ Hai, Thứ Tư; từ 23/11/2026". A rule this page cannot make is shown as it is.
import type { Schedule } from '../../api/types';
import { date, from_local, weekday, weekday_name, type Language } from '../../time/format';

export interface RuleWords {
  review_once(weekday: string, date: string, time: string): string;
  review_repeat(days: string, time: string, from: string, until: string): string;
  review_lunar(days: string, months: string): string;
  review_more(count: number): string;
  working_days: string;
  every_day: string;
}

const rrule_days = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

export function days_words(days: number[], words: RuleWords, language: Language): string {
  const set = [1, 2, 3, 4, 5, 6, 0].filter((day) => days.includes(day));
  if (set.length === 7) return words.every_day;
  if (set.join() === '1,2,3,4,5') return words.working_days;
  return set.map((day) => weekday_name(day, language)).join(', ');
}

function until_words(rule: string): string {
  const found = /UNTIL=(\d{4})(\d{2})(\d{2})/.exec(rule);
  return found ? `${found[3]}/${found[2]}/${found[1]}` : '';
}

type Rule = Pick<Schedule, 'local_start' | 'recurrence'> & Partial<Schedule>;

/// One occurrence that was moved or changed, or what held before an edit: a person is told that there is more than this line.
function edits_words({ changes, earlier, also_on, not_on }: Rule, words: RuleWords): string {
  const count = (changes?.length ?? 0) + (earlier?.length ?? 0) + (also_on?.length ?? 0) + (not_on?.length ?? 0);
  return count ? `; ${words.review_more(count)}` : '';
}

export function rule_words(rule: Rule, words: RuleWords, language: Language): string {
  const { local_start, recurrence, lunar, also_at } = rule;
  const time = [local_start.slice(11, 16), ...(also_at ?? [])].join(', ');
  const starts = from_local(local_start.slice(0, 10), local_start.slice(11, 16));
  const more = edits_words(rule, words);
  if (lunar) {
    const days = words.review_lunar(lunar.days.join(', '), (lunar.months ?? []).join(', '));
    return words.review_repeat(days, time, date(starts), '') + more;
  }
  if (!recurrence) return words.review_once(weekday(starts, language), date(starts), time) + more;
  const days = /^FREQ=WEEKLY;BYDAY=([A-Z,]+)/.exec(recurrence)?.[1]?.split(',').map((day) => rrule_days.indexOf(day));
  if (recurrence.startsWith('FREQ=DAILY') || !days) {
    const every = recurrence.startsWith('FREQ=DAILY') ? words.every_day : recurrence;
    return words.review_repeat(every, time, date(starts), until_words(recurrence)) + more;
  }
  return words.review_repeat(days_words(days, words, language), time, date(starts), until_words(recurrence)) + more;
}
