// What to say when there is nothing to hold: not registered, no line on the first visit, refused, withdrawn.
import { words } from '../words/emergency';
import type { View } from './console';
import { can_hold_key } from './device_key';

export interface Notice {
  title: string;
  text: string;
  is_bad: boolean;
  small?: string;
  phone?: string;
  way: 'pair' | 'retry' | 'back' | 'none';
}

export function notice_of({ phase, screen, refusal, place }: View): Notice {
  if (phase === 'unpaired') {
    const is_gone = refusal?.code === 'key_revoked' || refusal?.code === 'key_unknown';
    const text = !can_hold_key() ? words.unpaired_https : (is_gone && words.refused(refusal.code)) || words.unpaired;
    return { title: words.unpaired_title, text, is_bad: true, way: can_hold_key() ? 'pair' : 'none' };
  }
  if (screen.at === 'refused') {
    const small = words.error_code(screen.code);
    return { title: words.refused_title, text: words.refused(screen.code) ?? screen.words ?? words.refused_else, small, phone: place?.duty_phone, is_bad: true, way: 'back' };
  }
  if (screen.at === 'withdrawn') return { title: words.withdrawn, text: words.withdrawn_late, is_bad: false, way: 'back' };
  return { title: words.page_title, text: words.first_visit_offline, small: words.no_phone, is_bad: true, way: 'retry' };
}
