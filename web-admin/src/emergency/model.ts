// What the emergency page knows, in its own words; api.ts fills it from the server's answers.
import type { HeardState } from '../api/heard';

export interface Tile {
  template: string;
  code: string;
  words: string;
  icon: string;
  /** Hết nguy hiểm: heard once, and ends the emergencies that are on the air here. */
  all_clear: boolean;
  /** The very sentence that will be spoken in this hamlet. */
  sentence: string;
  /** Is its finished audio made, so that the loudspeakers can have it? */
  ready: boolean;
  /** What is wrong with it, in the reader's language: it is older than its words, or lacks something. */
  flaw?: string | undefined;
}

export interface Cluster {
  number: number;
  name: string;
  connected: boolean;
}

export interface Place {
  area: string;
  hamlet: string;
  /** The server wants to know why: an editor's call for the whole commune. */
  reason_needed: boolean;
  commune: string;
  duty_phone: string;
  countdown_ms: number;
  tiles: Tile[];
  clusters: Cluster[];
}

export type CastState = 'planned' | 'counting_down' | 'on_air' | 'ended' | 'stopped' | 'cancelled' | 'missed';

export interface ClusterCast {
  number: number;
  state: HeardState;
  /** It has acknowledged the order. */
  has_order: boolean;
}

/** An emergency or an all-clear, as the server tells it. */
export interface Cast {
  id: string;
  template: string;
  all_clear: boolean;
  title: string;
  state: CastState;
  starts_at_ms: number;
  ended_at_ms?: number;
  /** At this place ... */
  clusters: ClusterCast[];
  /** ... and elsewhere, too: who is of this place alone silences it here alone. */
  reaches_beyond?: boolean;
}
