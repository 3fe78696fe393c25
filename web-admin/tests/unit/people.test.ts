import { expect, test } from 'vitest';
import { changed_person, empty_person, form_of, new_person, person_lacks } from '../../src/admin/logic/people';
import type { Operator } from '../../src/api/types';

const head: Operator = { id: 'o', login: 'truong-ben', title: 'Trưởng thôn Bến', roles: ['hamlet_head'], areas: ['a'], active: true, version: 3 };

test('a new person needs a title, a name to sign in with, a password of ten characters, a role and a place', () => {
  expect(person_lacks(empty_person(), false)).toEqual(['need_person_title', 'need_login', 'need_password', 'need_role', 'need_area']);
  expect(person_lacks({ ...form_of(head), password: 'mot cau nho' }, false)).toEqual([]);
  expect(person_lacks({ ...form_of(head), password: 'ngan' }, false)).toEqual(['need_password']);
});

test('the password stays when none is written, and a short one is not taken', () => {
  expect(person_lacks(form_of(head), true)).toEqual([]);
  expect(person_lacks({ ...form_of(head), password: 'ngan' }, true)).toEqual(['need_password']);
  expect(changed_person(form_of(head))).toEqual({ title: 'Trưởng thôn Bến', roles: ['hamlet_head'], areas: ['a'] });
  expect(changed_person({ ...form_of(head), password: 'mot cau nho' }).password).toBe('mot cau nho');
});

test('what was typed is stored in one spelling', () => {
  const typed = { ...form_of(head), title: ' Trưởng  thôn Bến '.normalize('NFD'), login: ' truong-ben ', password: ' giữ nguyên ' };

  expect(new_person(typed)).toMatchObject({ title: 'Trưởng thôn Bến'.normalize('NFC'), login: 'truong-ben', password: ' giữ nguyên ' });
});
