import { spoken } from '../shared';
import { en } from './en';
import { vi, type LoginWords } from './vi';

export const words: LoginWords = spoken === 'en' ? en : vi;
