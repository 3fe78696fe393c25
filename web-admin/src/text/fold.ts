// Search as people type it: marks ignored, đ as d, so that "thon 3" finds "Thôn 3". Stored text stays NFC.

export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

/** Does every typed word begin some word of the text? */
export function matches(text: string, typed: string): boolean {
  const words = fold(text).split(/[^a-z0-9]+/);
  return fold(typed)
    .split(' ')
    .filter(Boolean)
    .every((part) => words.some((word) => word.startsWith(part)) || fold(text).includes(part));
}
