import { language } from '../language';
import { en } from './en';
import { vi, type SharedWords } from './vi';

export const spoken = language();
export const shared: SharedWords = spoken === 'en' ? en : vi;
