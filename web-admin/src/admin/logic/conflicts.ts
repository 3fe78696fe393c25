// What a conflict means for the two that meet, in the few kinds that a person tells apart.
import type { Conflict, Foreseen } from '../../api/types';

export type Fate = 'whole' | 'late' | 'resumed' | 'cut' | 'silent';

export function fate({ outcome, reason, parts, planned }: Foreseen): Fate {
  const [first, ...more] = parts;
  if (!first) return 'silent';
  if (outcome !== 'played') return 'cut';
  if (more.length) return 'resumed';
  return reason || first.from > planned ? 'late' : 'whole';
}

/** The next free moment inside the allowed hours, if the server found one. */
export function free_moment({ choices }: Conflict): number | undefined {
  const shift = choices.find(({ choice }) => choice === 'shift');
  return shift?.starts_at ? Date.parse(shift.starts_at) : undefined;
}
