// What the server has said about broadcasts and their clusters, by whichever way it came.
import type { Broadcast, BroadcastState, Delivery } from '../api/types';
import { cast_of, concerns, seen_from } from './from_server';
import type { Cast, Place } from './model';

const is_open = (state: BroadcastState) => state === 'planned' || state === 'counting_down' || state === 'on_air';

export class Told {
  private readonly broadcasts_ = new Map<string, Broadcast>();
  private readonly deliveries_ = new Map<string, Delivery>();

  take(broadcasts: Broadcast[] = [], deliveries: Delivery[] = []): void {
    for (const broadcast of broadcasts) this.broadcasts_.set(broadcast.id, broadcast);
    for (const delivery of deliveries) this.deliveries_.set(`${delivery.broadcast} ${delivery.node}`, delivery);
  }

  /** A snapshot lists all that is open: what was told as open and is not in it ended unheard. */
  forget_unlisted(listed: Broadcast[]): void {
    const ids = new Set(listed.map(({ id }) => id));
    for (const { id, state } of [...this.broadcasts_.values()]) {
      if (is_open(state) && !ids.has(id)) this.broadcasts_.delete(id);
    }
  }

  /** The emergencies and all-clears that sound, or are to sound, at this place. */
  casts_at(place: Place): Cast[] {
    const deliveries = [...this.deliveries_.values()];
    return [...this.broadcasts_.values()].filter((broadcast) => concerns(broadcast, place)).map((broadcast) => seen_from(place, cast_of(broadcast, deliveries)));
  }
}
