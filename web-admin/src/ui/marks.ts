// How each state looks: a shape, a word and a colour together; the shape alone already tells it.
import type { BroadcastKind, DeliveryState } from '../api/types';
import type { CastVerdict } from '../admin/logic/coverage';
import type { NodeState } from '../admin/logic/node_state';
import type { IconName } from './icons';

export type Tone = 'good' | 'busy' | 'warning' | 'bad' | 'calm' | 'air' | 'drill';

export interface Look {
  icon: IconName;
  tone: Tone;
}

export const delivery_look: Record<DeliveryState, Look> = {
  planned: { icon: 'clock', tone: 'calm' },
  sent: { icon: 'clock', tone: 'calm' },
  acknowledged: { icon: 'clock', tone: 'busy' },
  fetched: { icon: 'clock', tone: 'busy' },
  playing: { icon: 'speaker', tone: 'air' },
  unconfirmed: { icon: 'question', tone: 'warning' },
  played: { icon: 'check', tone: 'good' },
  partial: { icon: 'half', tone: 'warning' },
  preempted: { icon: 'half', tone: 'warning' },
  missed: { icon: 'cross', tone: 'bad' },
  cancelled: { icon: 'stop', tone: 'calm' },
};

export const cast_look: Record<CastVerdict, Look> = {
  planned: { icon: 'clock', tone: 'calm' },
  counting_down: { icon: 'clock', tone: 'air' },
  on_air: { icon: 'speaker', tone: 'air' },
  ended: { icon: 'check', tone: 'calm' },
  played: { icon: 'check', tone: 'good' },
  partial: { icon: 'half', tone: 'warning' },
  unconfirmed: { icon: 'question', tone: 'warning' },
  unsure: { icon: 'question', tone: 'warning' },
  stopped: { icon: 'stop', tone: 'calm' },
  cancelled: { icon: 'minus', tone: 'calm' },
  missed: { icon: 'cross', tone: 'bad' },
};

/** A drill that sounds has a colour of its own: nobody is to take it for the real thing. */
export function look_in(kind: BroadcastKind, look: Look): Look {
  return kind === 'drill' && look.tone === 'air' ? { ...look, tone: 'drill' } : look;
}

export const node_look: Record<NodeState, Look> = {
  waiting: { icon: 'pair', tone: 'warning' },
  lost: { icon: 'cross', tone: 'bad' },
  weak: { icon: 'triangle', tone: 'warning' },
  expected: { icon: 'minus', tone: 'calm' },
  revoked: { icon: 'stop', tone: 'calm' },
  playing: { icon: 'speaker', tone: 'air' },
  unsure: { icon: 'question', tone: 'warning' },
  good: { icon: 'check', tone: 'good' },
};
