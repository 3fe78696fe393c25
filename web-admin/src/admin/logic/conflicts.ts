// What a conflict means for the two that meet, in the few kinds that a person tells apart.
import type { Foreseen } from '../../api/types';

export type Fate = 'whole' | 'late' | 'resumed' | 'beneath' | 'cut' | 'silent';

export function fate({ outcome, reason, parts, planned }: Foreseen): Fate {
  const [first, ...more] = parts;
  if (!first) return 'silent';
  if (outcome !== 'played') return 'cut';
  if (parts.some(({ ducked }) => ducked)) return 'beneath';
  if (more.length) return 'resumed';
  return reason || first.from > planned ? 'late' : 'whole';
}
