// The emergency page is built once in each language, so that it stays one small file: the build says which this is.
import { en } from './en';
import { vi, type EmergencyWords } from './vi';

declare const __ENGLISH__: boolean;

export const is_english = __ENGLISH__;
export const words: EmergencyWords = __ENGLISH__ ? en : vi;
/** The words of calling: an all-clear is called like an emergency, and nothing it shows calls it one. */
export const words_of = ({ all_clear }: { all_clear: boolean }) => (all_clear ? words.all_clear : words.emergency);
/** Where the same page lies in the other language. */
export const other_page = __ENGLISH__ ? '/khan-cap' : '/khan-cap-en';
