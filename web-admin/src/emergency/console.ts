// The emergency page behind its screens: keeps what the server said, sends what was held, asks for silence. The screens only
// show `view` and call these methods.
import { ask } from '../api/plain';
import { refusal_of, type Refusal } from '../api/refusal';
import type { Broadcast, Delivery, EmergencyPage, NodeCondition, Snapshot, StopAnswer } from '../api/types';
import { browser_line, Line, type Frame, type LinkState } from '../live/socket';
import { ServerClock } from '../time/server_clock';
import { load_device, type Device } from './device_key';
import { first_screen, next_screen, warning, type Chosen, type FlowEvent, type Screen } from './flow';
import { choices, place_of, with_conditions, type PlaceChoice } from './from_server';
import type { Intent } from './intent';
import type { Cast, Place } from './model';
import type { Outcome, Pending } from './outbox';
import { persist, sleep } from './persist';
import { phone_store } from './store';
import { Told } from './told';
import { Trigger } from './trigger';

export interface View {
  phase: 'loading' | 'unpaired' | 'ready' | 'failed';
  /** Why there is no page: shown with the way out. */
  refusal?: Refusal;
  officer_title: string;
  place?: Place;
  places: PlaceChoice[];
  screen: Screen;
  /** The emergencies that sound at this place. */
  warning: Cast[];
  link: LinkState;
  /** Set while the page shows what was kept from an earlier visit. */
  kept_at_ms?: number;
  silencing: 'no' | 'cancelling' | 'stopping' | 'retrying';
  /** The last DỪNG reached no loudspeaker. */
  unheard?: boolean;
}

interface KeptPage {
  page: EmergencyPage;
  at_ms: number;
}

export class Console {
  readonly clock = new ServerClock();
  view: View = { phase: 'loading', officer_title: '', places: [], screen: first_screen, warning: [], link: 'connecting', silencing: 'no' };
  /** Of the call that is being made: written once, though its minute may pass unanswered. */
  reason = '';
  private device_?: Device;
  private page_?: EmergencyPage;
  private area_ = '';
  private line_?: Line;
  private told_ = new Told();
  private trigger_?: Trigger;
  private watch_?: ReturnType<typeof setInterval>;
  private idle_s_ = 0;

  constructor(private readonly changed: (view: View) => void) {}

  async start(): Promise<void> {
    this.device_ = await load_device();
    if (!this.device_) return this.show_({ phase: 'unpaired' });
    this.area_ = this.device_.area;
    this.trigger_ = new Trigger(this.device_, {
      attempt: (count) => this.flow({ what: 'attempt', count }),
      started: (broadcast, withdrawn) => {
        this.take_broadcast_(broadcast);
        if (withdrawn) void this.cancel();
      },
    });
    const kept = await phone_store.get<KeptPage>('page');
    if (kept) this.take_page_(kept.page, kept.at_ms);
    await this.fetch_page_();
    this.open_line_();
    this.watch_ = setInterval(() => void this.look_(), 1000);
    // Kept in the phone for the night without a line; where that is not possible the page works all the same.
    void navigator.serviceWorker?.register('/sw.js').catch(() => undefined);
    // A trigger that was held before a reload and is still fresh goes on by itself, in plain sight.
    const pending = await phone_store.get<Pending>('pending');
    if (pending) await this.resume_(pending);
  }

  stop(): void {
    this.line_?.stop();
    clearInterval(this.watch_);
  }

  flow(event: FlowEvent): void {
    const screen = next_screen(this.view.screen, event);
    if (screen !== this.view.screen) this.show_({ screen });
  }

  choose(template: string): void {
    this.reason = '';
    this.flow({ what: 'tile_chosen', ...this.chosen_(template) });
  }

  back(): void {
    this.flow({ what: 'back' });
    // What sounds here is in sight again at once.
    this.tell_casts_();
  }

  choose_area(area: string): void {
    this.area_ = area;
    const is_whole = this.view.places.some((one) => one.area === area && one.is_whole_commune);
    // Nobody is to reach the whole commune next month by not choosing.
    if (this.device_ && !is_whole) void phone_store.set('device', { ...this.device_, area });
    if (this.page_) this.take_page_(this.page_, this.view.kept_at_ms);
  }

  listen_address(template: string): string {
    return `/api/v1/emergency/listen/${template}/${this.view.place?.area}?device=${this.device_?.device}`;
  }

  /** The gesture is complete: sign, store, send until answered or over. */
  async fire(reason?: string): Promise<void> {
    const { screen, place } = this.view;
    if (!this.trigger_ || !place || (screen.at !== 'hold' && screen.at !== 'expired')) return;
    this.reason = reason ?? '';
    const held_at_ms = Date.now();
    this.flow({ what: 'held', now_ms: held_at_ms });
    await this.settle_(this.trigger_.fire({ area: place.area, template: screen.template, reason }, held_at_ms, Math.round(this.clock.now())));
  }

  /** No more sending; and if the server has it already, it is cancelled there. */
  withdraw(): void {
    this.trigger_?.withdraw();
  }

  /** HỦY. After the countdown the server makes a STOP of it, and its answer says which. */
  async cancel(): Promise<void> {
    const { screen } = this.view;
    if (screen.at !== 'countdown' || this.view.silencing !== 'no') return;
    const { id, reaches_beyond } = screen.cast;
    await this.silence_('cancelling', async () => {
      if (!reaches_beyond) return ask<Broadcast>(`/emergencies/${id}/cancel`, { body: { device: this.device_?.device }, timeout_ms: 4000 });
      // It is not this officer's to take back, but here it is to be silent.
      await this.stop_({ broadcast: id });
      this.flow({ what: 'cast', cast: { ...screen.cast, state: 'stopped' } });
      return undefined;
    });
  }

  async silence(): Promise<void> {
    const { screen } = this.view;
    if (screen.at !== 'on_air' || (this.view.silencing !== 'no' && this.view.silencing !== 'retrying')) return;
    await this.silence_('stopping', async () => {
      if (await this.stop_({ broadcast: screen.cast.id })) return this.fetch_broadcast_(screen.cast.id);
      // A server that lost its memory does not know it any more: the hamlet is silenced whole.
      await this.stop_({ area: this.view.place?.area });
      this.flow({ what: 'cast', cast: { ...screen.cast, state: 'stopped' } });
      return undefined;
    });
  }

  /** False: the server knows no such broadcast. */
  private async stop_(body: { broadcast?: string; area?: string }): Promise<boolean> {
    try {
      const told = await ask<StopAnswer>(`/stop?device=${this.device_?.device}`, { body, timeout_ms: 4000 });
      this.show_({ unheard: told.nodes.length > 0 && told.in_contact.length === 0 });
      return true;
    } catch (error) {
      if (body.broadcast && refusal_of(error).code === 'not_found') return false;
      throw error;
    }
  }

  private async silence_(silencing: View['silencing'], send: () => Promise<Broadcast | undefined>): Promise<void> {
    const retrying = () => this.show_({ silencing: 'retrying' });
    this.show_({ silencing });
    try {
      const broadcast = await persist(send, { sleep, failed: retrying });
      if (broadcast) this.take_broadcast_(broadcast);
      this.show_({ silencing: 'no' });
    } catch {
      retrying();
    }
  }

  private async resume_(pending: Pending): Promise<void> {
    const template = (pending.body as Intent).template;
    this.show_({ screen: { at: 'sending', ...this.chosen_(template), attempt: 1, held_at_ms: pending.held_at_ms } });
    await this.settle_(this.trigger_!.deliver(pending));
  }

  private chosen_(template: string): Chosen {
    const tile = this.view.place?.tiles.find((one) => one.template === template);
    return { template, ends: tile?.all_clear ? this.view.warning.map(({ id }) => id) : [] };
  }

  private async settle_(sending: Promise<Outcome>): Promise<void> {
    this.flow({ what: 'answered', outcome: await sending });
  }

  private async fetch_page_(): Promise<void> {
    const sent = Date.now();
    try {
      const page = await ask<EmergencyPage>(`/emergency/page-data?device=${this.device_!.device}`, { timeout_ms: 8000 });
      this.clock.sample(Date.parse(page.server_time), sent, Date.now());
      this.take_page_(page);
      for (const broadcast of page.on_air) this.take_broadcast_(broadcast);
      await phone_store.set('page', { page, at_ms: Date.now() } satisfies KeptPage).catch(() => undefined);
    } catch (error) {
      this.page_refused_(refusal_of(error));
    }
  }

  private page_refused_(refusal: Refusal): void {
    const key_is_gone = /^(not_authenticated|key_unknown|key_revoked|not_found)$/.test(refusal.code);
    if (key_is_gone) return this.show_({ phase: 'unpaired', refusal });
    if (!this.page_) this.show_({ phase: 'failed', refusal });
  }

  /** Asked for again by the person, after a first visit without a line. */
  async retry(): Promise<void> {
    this.show_({ phase: 'loading', refusal: undefined });
    await this.fetch_page_();
  }

  private take_page_(page: EmergencyPage, kept_at_ms?: number): void {
    this.page_ = page;
    const place = place_of(page, this.area_);
    this.show_({ phase: 'ready', place, places: choices(page), officer_title: page.officer.title, kept_at_ms });
  }

  private open_line_(): void {
    const device = this.device_!.device;
    const poll = async (): Promise<Frame> => {
      const state = await ask<{ seq: number; snapshot?: Snapshot }>(`/state?device=${device}`);
      return { ...state.snapshot, type: 'snapshot', seq: state.seq };
    };
    this.line_ = new Line(browser_line(`/api/v1/live?device=${device}`, poll), {
      frame: (frame) => this.take_frame_(frame),
      link: (link) => this.link_(link),
    });
    this.line_.start();
    const hurry = () => document.visibilityState === 'visible' && this.line_?.hurry();
    window.addEventListener('online', hurry);
    document.addEventListener('visibilitychange', hurry);
  }

  private link_(link: LinkState): void {
    this.show_({ link });
    const needs_page = link === 'live' && (this.view.kept_at_ms !== undefined || this.view.phase === 'failed');
    if (needs_page) void this.fetch_page_();
  }

  private take_frame_(frame: Frame): void {
    const now = Date.now();
    if (typeof frame.server_time === 'string') this.clock.sample(Date.parse(frame.server_time), now - 500, now);
    const { place } = this.view;
    if (place && frame.nodes) {
      this.show_({ place: { ...place, clusters: with_conditions(place.clusters, frame.nodes as NodeCondition[]) } });
    }
    if (frame.type === 'snapshot') this.told_.forget_unlisted(frame.broadcasts as Broadcast[]);
    this.told_.take(frame.broadcasts as Broadcast[], frame.deliveries as Delivery[]);
    this.tell_casts_();
    if (this.ended_unheard_(frame)) void this.ask_watched_();
  }

  private take_broadcast_(broadcast: Broadcast): void {
    this.told_.take([broadcast]);
    this.tell_casts_();
  }

  private tell_casts_(): void {
    const { place } = this.view;
    const casts = place ? this.told_.casts_at(place) : [];
    this.show_({ warning: warning(casts) });
    for (const cast of casts) this.flow({ what: 'cast', cast });
  }

  /** A snapshot lists only what is open: what is watched and not in it ended while the line was away. */
  private ended_unheard_({ type, broadcasts }: Frame): boolean {
    const { screen } = this.view;
    return type === 'snapshot' && 'cast' in screen && !(broadcasts as Broadcast[]).some(({ id }) => id === screen.cast.id);
  }

  /** Where the live line is away, what is being watched is asked for each second. */
  private async look_(): Promise<void> {
    const { screen, link, place } = this.view;
    const is_idle = screen.at === 'tiles' || screen.at === 'hold';
    // Sounds are still being made after a change; the page learns of them without being opened again.
    if (is_idle && ++this.idle_s_ % 10 === 0 && place?.tiles.some(({ ready }) => !ready)) return this.fetch_page_();
    if (link !== 'live') await this.ask_watched_();
  }

  private async ask_watched_(): Promise<void> {
    const { screen } = this.view;
    if (screen.at !== 'countdown' && screen.at !== 'on_air') return;
    try {
      const broadcast = await this.fetch_broadcast_(screen.cast.id);
      const rows = await ask<{ items: Delivery[] }>(`/broadcasts/${broadcast.id}/deliveries?device=${this.device_?.device}`);
      this.take_frame_({ type: 'look', broadcasts: [broadcast], deliveries: rows.items });
    } catch {
      // The next second asks again; the screen says that the line is away.
    }
  }

  private fetch_broadcast_(id: string): Promise<Broadcast> {
    return ask<Broadcast>(`/broadcasts/${id}?device=${this.device_?.device}`, { timeout_ms: 4000 });
  }

  private show_(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    this.changed(this.view);
  }
}
