import { spoken } from '../shared';
import { en } from './en';
import { vi, type AdminWords } from './vi';

export const words: AdminWords = spoken === 'en' ? en : vi;
