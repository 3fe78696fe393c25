import { expect, test } from 'vitest';
import { refusal_of } from '../../src/api/refusal';
import { en as admin_en } from '../../src/words/admin/en';
import { vi as admin_vi } from '../../src/words/admin/vi';
import { en as emergency_en } from '../../src/words/emergency/en';
import { vi as emergency_vi } from '../../src/words/emergency/vi';
import { en as help_en } from '../../src/words/help/en';
import { vi as help_vi } from '../../src/words/help/vi';
import { en as login_en } from '../../src/words/login/en';
import { vi as login_vi } from '../../src/words/login/vi';
import { why } from '../../src/words/shared';
import { en as shared_en } from '../../src/words/shared/en';
import { vi as shared_vi } from '../../src/words/shared/vi';

const dictionaries = { admin: [admin_vi, admin_en], emergency: [emergency_vi, emergency_en], help: [help_vi, help_en], login: [login_vi, login_en], shared: [shared_vi, shared_en] } as const;

/** Every key with the text it gives; functions are asked with plausible values. */
function texts(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] => {
    const name = `${path}${key}`;
    if (typeof value === 'string') return [[name, value]];
    if (typeof value === 'function') return [[name, String((value as (...given: unknown[]) => string)(3, 4, 5, 6))]];
    return texts(value as object, `${name}.`);
  });
}

test.each(Object.entries(dictionaries))('%s: both languages have the same keys, none is empty, all text is NFC', (_, [vi, en]) => {
  const ours = texts(vi);
  const theirs = texts(en);

  expect(theirs.map(([key]) => key).sort()).toEqual(ours.map(([key]) => key).sort());
  for (const [key, text] of [...ours, ...theirs]) {
    expect(text.trim(), key).not.toBe('');
    expect(text.normalize('NFC'), key).toBe(text);
  }
});

test('a refusal is said in the words of the server, and in words of the page only where it never reached the server', () => {
  const words = { vi: 'Giờ yên tĩnh là 21:00-05:00.', en: 'The quiet hours are 21:00-05:00.' };

  expect(why(refusal_of({ code: 'quiet_hours', detail: '', words }, 422))).toBe(words.vi);
  expect(why(refusal_of(new TypeError('failed to fetch')))).toBe(shared_vi.own_problem('no_connection'));
});

test('both languages say something of its own for what a page runs into itself', () => {
  for (const words of [shared_vi, shared_en]) {
    const said = ['no_connection', 'not_authenticated', 'timed_out', 'audio_empty', 'internal'].map(words.own_problem);
    expect(new Set(said).size).toBe(said.length);
  }
});
