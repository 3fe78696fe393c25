// Which language this browser reads: Vietnamese unless somebody chose English here. A change reloads the page.
import type { Language } from '../time/format';

const name = 'village-language';

export function language(): Language {
  try {
    const asked = new URLSearchParams(location.search).get('lang');
    if (asked === 'vi' || asked === 'en') localStorage.setItem(name, asked);
    return localStorage.getItem(name) === 'en' ? 'en' : 'vi';
  } catch {
    return 'vi';
  }
}

export function choose_language(chosen: Language): void {
  try {
    localStorage.setItem(name, chosen);
  } catch {
    // A browser that stores nothing keeps Vietnamese.
  }
  const address = new URL(location.href);
  address.searchParams.delete('lang');
  location.replace(address.href);
  location.reload();
}
