// Turns what the server says into the emergency page's own words.
import { heard } from '../api/heard';
import type { Broadcast, Delivery, EmergencyPage, NodeCondition } from '../api/types';
import { is_english } from '../words/emergency';
import type { Cast, Cluster, Place } from './model';

export interface PlaceChoice {
  area: string;
  name: string;
  is_whole_commune: boolean;
}

export function choices(page: EmergencyPage): PlaceChoice[] {
  return page.areas.map((area) => ({ area: area.id, name: area.full_name, is_whole_commune: area.kind === 'commune' }));
}

export function place_of(page: EmergencyPage, wanted: string): Place | undefined {
  const area = page.areas.find(({ id }) => id === wanted) ?? page.areas[0];
  if (!area) return undefined;
  // Every tile keeps its place, so that the hand finds it; one whose sound is not made yet says so.
  const tiles = page.tiles.map(({ template, code, tile, icon, all_clear, sentences }) => {
    const rendered = sentences.find((sentence) => sentence.area === area.id);
    return { template, code, words: tile, icon, all_clear, sentence: rendered?.sentence ?? '', ready: !!rendered?.ready, flaw: rendered?.flaw?.words[is_english ? 'en' : 'vi'] };
  });
  const clusters = area.clusters.map(({ number, name, connected }) => ({ number, name, connected }));
  return { area: area.id, hamlet: area.full_name, reason_needed: area.reason_needed, commune: page.commune_name, duty_phone: page.duty_phone, countdown_ms: page.countdown_ms, tiles, clusters };
}

const is_called = ({ kind }: Broadcast) => kind === 'emergency' || kind === 'all_clear';

/** Is it an emergency, or an all-clear, that sounds, or is to sound, at one of this place's clusters? */
export function concerns(broadcast: Broadcast, place: Place): boolean {
  return is_called(broadcast) && broadcast.nodes.some((number) => place.clusters.some((cluster) => cluster.number === number));
}

export function cast_of(broadcast: Broadcast, deliveries: Delivery[]): Cast {
  const state_of = new Map(deliveries.filter((d) => d.broadcast === broadcast.id).map((d) => [d.node, d]));
  return {
    id: broadcast.id,
    template: broadcast.emergency_template ?? '',
    all_clear: broadcast.kind === 'all_clear',
    title: broadcast.title,
    state: broadcast.state,
    starts_at_ms: Date.parse(broadcast.starts_at),
    ended_at_ms: broadcast.ended_at ? Date.parse(broadcast.ended_at) : undefined,
    clusters: broadcast.nodes.map((number) => {
      const delivery = state_of.get(number);
      return {
        number,
        state: delivery ? heard[delivery.state] : 'waiting',
        has_order: !!delivery && delivery.state !== 'planned' && delivery.state !== 'sent',
      };
    }),
  };
}

/** What of it is heard at this place. One for the whole commune that is over here, for it was silenced here, goes on elsewhere. */
export function seen_from(place: Place, cast: Cast): Cast {
  const clusters = cast.clusters.filter(({ number }) => place.clusters.some((cluster) => cluster.number === number));
  const reaches_beyond = clusters.length < cast.clusters.length;
  const is_over_here = reaches_beyond && clusters.every(({ state }) => ['played', 'partial', 'missed', 'cancelled'].includes(state));
  return { ...cast, clusters, reaches_beyond, state: cast.state === 'on_air' && is_over_here ? 'stopped' : cast.state };
}

export function with_conditions(clusters: Cluster[], conditions: NodeCondition[]): Cluster[] {
  const connected = new Map(conditions.map((condition) => [condition.number, condition.connected]));
  return clusters.map((cluster) => ({ ...cluster, connected: connected.get(cluster.number) ?? cluster.connected }));
}
