import type { Refusal } from '../../api/refusal';
import { language } from '../language';
import { en } from './en';
import { vi, type SharedWords } from './vi';

export const spoken = language();
export const shared: SharedWords = spoken === 'en' ? en : vi;

/** What the server says of it in the reader's language; what never reached it, this page says. */
export const why = ({ code, problem }: Refusal): string => problem?.words?.[spoken] ?? shared.own_problem(code);
