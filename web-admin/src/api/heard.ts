// What a delivery means to whoever wants to hear: many states of the server, seven that people tell apart.
import type { DeliveryState } from './types';

export type HeardState = 'waiting' | 'playing' | 'played' | 'partial' | 'unconfirmed' | 'missed' | 'cancelled';

export const heard: Record<DeliveryState, HeardState> = {
  planned: 'waiting',
  sent: 'waiting',
  acknowledged: 'waiting',
  fetched: 'waiting',
  playing: 'playing',
  unconfirmed: 'unconfirmed',
  played: 'played',
  partial: 'partial',
  preempted: 'partial',
  missed: 'missed',
  cancelled: 'cancelled',
};
