// The first set-up as data: four small pages, each checked before the next; nothing is stored before the last.
import type { components } from '../api/schema';

export type SetupRequest = components['schemas']['SetupRequest'];

export interface SetupForm {
  code: string;
  title: string;
  login: string;
  password: string;
  unit: 'xã' | 'phường' | 'đặc khu';
  name: string;
  province_unit: 'tỉnh' | 'thành phố';
  province_name: string;
  duty_phone: string;
}

export const empty_form: SetupForm = {
  code: '',
  title: '',
  login: '',
  password: '',
  unit: 'xã',
  name: '',
  province_unit: 'tỉnh',
  province_name: '',
  duty_phone: '',
};

export const proposed_hours = {
  allowed: [
    { from: '05:30', to: '06:30' },
    { from: '17:00', to: '18:00' },
  ],
  quiet: { from: '21:00', to: '05:00' },
  longest_session_minutes: 60,
  sessions_per_day: 2,
};

export const password_length = 10;
const needed: (keyof SetupForm)[][] = [['code'], ['title', 'login', 'password'], ['name', 'province_name'], []];
export const steps = needed.length;

/** The fields of this page that still need something. */
export function missing(form: SetupForm, step: number): (keyof SetupForm)[] {
  return (needed[step - 1] ?? []).filter((field) => {
    if (field === 'password') return [...form.password].length < password_length;
    return !form[field].trim();
  });
}

const tidy = (text: string) => text.normalize('NFC').trim().replace(/\s+/g, ' ');

export function request_of(form: SetupForm): SetupRequest {
  const duty_phone = tidy(form.duty_phone);
  return {
    code: form.code.trim(),
    login: tidy(form.login),
    password: form.password,
    title: tidy(form.title),
    commune: {
      unit: form.unit,
      name: tidy(form.name),
      province: { unit: form.province_unit, name: tidy(form.province_name) },
      ...(duty_phone ? { duty_phone } : {}),
    },
    hours: proposed_hours,
  };
}
