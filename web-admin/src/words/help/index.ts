import { spoken } from '../shared';
import { en } from './en';
import { vi, type HelpWords } from './vi';

export const help: HelpWords = spoken === 'en' ? en : vi;
export const has_help = (page: string): page is keyof HelpWords['pages'] => page in vi.pages;
