// The draft survives a closed page, a lost session and a power cut: it lies in this browser until it is sent or dropped.
import type { Draft } from './draft';

const name = 'village-draft-1';

export function keep(draft: Draft): boolean {
  try {
    localStorage.setItem(name, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function kept(fresh: Draft): Draft {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(name) ?? 'null');
    // A draft of an older page may lack fields; those of a fresh one fill in.
    return stored && typeof stored === 'object' ? { ...fresh, ...(stored as Partial<Draft>), idempotency_key: fresh.idempotency_key } : fresh;
  } catch {
    return fresh;
  }
}

export function drop(): void {
  try {
    localStorage.removeItem(name);
  } catch {
    // Nothing was kept.
  }
}
