import { expect, test } from 'vitest';
import { en as admin_en } from '../../src/words/admin/en';
import { vi as admin_vi } from '../../src/words/admin/vi';
import { en as emergency_en } from '../../src/words/emergency/en';
import { vi as emergency_vi } from '../../src/words/emergency/vi';
import { en as help_en } from '../../src/words/help/en';
import { vi as help_vi } from '../../src/words/help/vi';
import { en as login_en } from '../../src/words/login/en';
import { vi as login_vi } from '../../src/words/login/vi';
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

test('a broken rule is said with what it allows and what was asked for', () => {
  const rule = { name: 'quiet_hours', limit: '21:00-05:00', found: '03:15' } as const;

  for (const words of [shared_vi, shared_en]) expect(words.broken_rule(rule)).toMatch(/21:00-05:00.*03:15/);
});

test('both languages say something of its own for every error code they know', () => {
  const other = shared_vi.problem('some_code_of_next_year');

  for (const code of ['no_connection', 'confirmation_needed', 'quiet_hours', 'zone_empty', 'audio_unreadable', 'not_permitted']) {
    expect(shared_vi.problem(code)).not.toBe(other);
    expect(shared_en.problem(code)).not.toBe(shared_en.problem('some_code_of_next_year'));
  }
});
