// What every page may look at: who is signed in, the commune and its places, and what is true now by the live line.
import { api, value_of } from '../../api/client';
import { refusal_of, type Refusal } from '../../api/refusal';
import type { Area, Broadcast, Commune, Delivery, Node, Operator, Snapshot, Zone } from '../../api/types';
import { browser_line, Line, type Frame, type LinkState } from '../../live/socket';
import { ServerClock } from '../../time/server_clock';
import { empty_live, ended_unheard, known_by_figures, take_frame, type LiveFrame } from '../logic/live';

const clock = new ServerClock();

async function poll(): Promise<Frame> {
  const state = await value_of(api.GET('/state', {}));
  return { ...(state.snapshot as Snapshot), type: 'snapshot', seq: state.seq };
}

class CommuneState {
  who = $state.raw<Operator>();
  commune = $state.raw<Commune>();
  areas = $state.raw<Area[]>([]);
  zones = $state.raw<Zone[]>([]);
  nodes = $state.raw<Node[]>([]);
  live = $state(empty_live());
  link = $state<LinkState>('connecting');
  /** Server time, moved on each second. */
  now = $state(clock.now());
  lost_since = $state(0);
  refusal = $state.raw<Refusal>();
  private line_?: Line;

  async start(): Promise<void> {
    setInterval(() => (this.now = clock.now()), 1000);
    try {
      await this.load_();
      this.refusal = undefined;
    } catch (error) {
      this.refusal = refusal_of(error);
      return;
    }
    this.open_line_();
  }

  async reload_nodes(): Promise<void> {
    this.nodes = (await value_of(api.GET('/nodes', {}))).items;
  }

  async reload_places(): Promise<void> {
    await this.load_();
  }

  async fetch_cast(id: string): Promise<void> {
    const path = { params: { path: { id } } };
    const [broadcast, rows] = await Promise.all([
      value_of(api.GET('/broadcasts/{id}', path)),
      value_of(api.GET('/broadcasts/{id}/deliveries', path)),
    ]);
    this.take({ type: 'fetched', broadcasts: [broadcast], deliveries: rows.items as Delivery[] });
  }

  /** Broadcasts of a list, with their figures; what the live line tells of some is newer. */
  learn(casts: Broadcast[]): void {
    this.take({ type: 'fetched', broadcasts: casts.filter(({ id }) => !this.live.deliveries[id]) });
  }

  /** Whom a replay would reach, or what took a loudspeaker: the server is asked for one broadcast after the other. */
  async find_out(casts: Pick<Broadcast, 'id'>[]): Promise<void> {
    for (const { id } of casts) await this.fetch_cast(id).catch(() => undefined);
  }

  get is_lost(): boolean {
    return this.link === 'lost';
  }

  take(frame: LiveFrame): void {
    take_frame(this.live, frame);
  }

  server_now(): number {
    return clock.now();
  }

  private async load_(): Promise<void> {
    const sent = Date.now();
    const session = await value_of(api.GET('/session'));
    clock.sample(Date.parse(session.server_time), sent, Date.now());
    this.who = session.operator;
    this.now = clock.now();
    const [commune, areas, zones, nodes] = await Promise.all([
      value_of(api.GET('/commune', {})),
      value_of(api.GET('/areas', {})),
      value_of(api.GET('/zones')),
      value_of(api.GET('/nodes', {})),
    ]);
    this.commune = commune;
    this.areas = areas.items;
    this.zones = zones.items;
    this.nodes = nodes.items;
  }

  private open_line_(): void {
    const line = new Line(browser_line('/api/v1/live', poll), {
      frame: (frame) => this.heard_(frame as LiveFrame),
      link: (link) => this.linked_(link),
    });
    this.line_ = line;
    line.start();
    const hurry = () => document.visibilityState === 'visible' && line.hurry();
    window.addEventListener('online', hurry);
    document.addEventListener('visibilitychange', hurry);
  }

  private heard_(frame: LiveFrame): void {
    const now = Date.now();
    if (typeof frame.server_time === 'string') clock.sample(Date.parse(frame.server_time), now - 500, now);
    const unheard = frame.type === 'snapshot' ? ended_unheard(this.live, frame, this.server_now()) : [];
    const asked_again = [...unheard, ...known_by_figures(this.live, frame)];
    this.take(frame);
    for (const id of asked_again) void this.look_again_(id);
  }

  private async look_again_(id: string): Promise<void> {
    try {
      await this.fetch_cast(id);
    } catch (error) {
      // A server set back to an older state does not know it: then it is not on the air either.
      if (refusal_of(error).code === 'not_found') delete this.live.broadcasts[id];
    }
  }

  private linked_(link: LinkState): void {
    if (link === 'lost' && this.link !== 'lost') this.lost_since = this.line_?.heard_at() ?? 0;
    this.link = link;
  }
}

export const village = new CommuneState();
