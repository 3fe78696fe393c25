// A person with an account, as the administrator fills it in, and as the server is asked.
import type { components } from '../../api/schema';
import type { Operator } from '../../api/types';

type Schemas = components['schemas'];
export type Role = Schemas['Role'];
export type PersonEdit = Schemas['OperatorEdit'];

/** The order in which people are offered them: who speaks most often first. */
export const roles: Role[] = ['editor', 'hamlet_head', 'approver', 'administrator', 'viewer'];
export const password_length = 10;

export interface PersonForm {
  login: string;
  title: string;
  password: string;
  roles: Role[];
  areas: string[];
}

export type PersonLack = 'need_login' | 'need_person_title' | 'need_password' | 'need_role' | 'need_area';

export const is_administrator = (who?: Operator): boolean => !!who?.roles.includes('administrator');

export const empty_person = (): PersonForm => ({ login: '', title: '', password: '', roles: [], areas: [] });

export function form_of({ login, title, roles, areas }: Operator): PersonForm {
  return { login, title, password: '', roles: [...roles], areas: [...areas] };
}

const tidy = (text: string) => text.normalize('NFC').trim().replace(/\s+/g, ' ');

/** What is still needed. Who has an account keeps the password as long as no other is written. */
export function person_lacks(form: PersonForm, has_account: boolean): PersonLack[] {
  const length = [...form.password].length;
  const lacks: PersonLack[] = [];
  if (!tidy(form.title)) lacks.push('need_person_title');
  if (!tidy(form.login)) lacks.push('need_login');
  if (length < password_length && !(has_account && !length)) lacks.push('need_password');
  if (!form.roles.length) lacks.push('need_role');
  if (!form.areas.length) lacks.push('need_area');
  return lacks;
}

export function new_person(form: PersonForm): Schemas['NewOperator'] {
  return { login: tidy(form.login), title: tidy(form.title), password: form.password, roles: form.roles, areas: form.areas };
}

export function changed_person(form: PersonForm): PersonEdit {
  return { title: tidy(form.title), roles: form.roles, areas: form.areas, ...(form.password ? { password: form.password } : {}) };
}
