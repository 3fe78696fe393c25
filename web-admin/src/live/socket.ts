// The one live line to the controller: hello, then a whole snapshot, then numbered changes. A missing number asks for a new
// snapshot; silence for 35 s is a dead line; it comes back by itself, and where a proxy blocks it the page asks every 5 s.

export interface Frame {
  type: string;
  seq?: number;
  [key: string]: unknown;
}

export type LinkState = 'connecting' | 'live' | 'polling' | 'lost';

export interface SocketLike {
  send(text: string): void;
  close(): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
}

export interface LineWorld {
  open(): SocketLike;
  /** The same snapshot over plain HTTP, for where a proxy blocks WebSockets. */
  poll(): Promise<Frame>;
  now(): number;
  after(ms: number, run: () => void): unknown;
  cancel(timer: unknown): void;
  random(): number;
}

export interface LineEvents {
  frame(frame: Frame): void;
  link(state: LinkState): void;
}

export const dead_after_ms = 35_000;
const ping_every_ms = 15_000;
const poll_every_ms = 5_000;
const first_retry_ms = 300;
const last_retry_ms = 8_000;
const tries_before_polling = 3;

export const browser_line = (path: string, poll: () => Promise<Frame>): LineWorld => ({
  open: () => new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`),
  poll,
  now: () => Date.now(),
  after: (ms, run) => setTimeout(run, ms),
  cancel: (timer) => clearTimeout(timer as number),
  random: Math.random,
});

export class Line {
  private socket_: SocketLike | null = null;
  private seq_: number | null = null;
  private heard_at_ = 0;
  private failures_ = 0;
  private stopped_ = false;
  private timers_ = new Map<string, unknown>();
  private state_: LinkState = 'connecting';

  constructor(
    private readonly world: LineWorld,
    private readonly events: LineEvents,
  ) {}

  start(): void {
    this.stopped_ = false;
    this.open_();
  }

  stop(): void {
    this.stopped_ = true;
    for (const timer of this.timers_.values()) this.world.cancel(timer);
    this.timers_.clear();
    this.drop_();
  }

  /** The network came back, or the page is looked at again: do not wait for the next retry. */
  hurry(): void {
    if (this.stopped_ || this.state_ === 'live') return;
    this.open_();
  }

  /** When the last word came, by the local clock; 0 before the first. */
  heard_at(): number {
    return this.heard_at_;
  }

  private open_(): void {
    this.drop_();
    let socket: SocketLike;
    try {
      socket = this.world.open();
    } catch {
      return this.failed_();
    }
    this.socket_ = socket;
    this.arm_('dead', dead_after_ms / 3, () => this.failed_());
    socket.onmessage = (event: { data: unknown }) => socket === this.socket_ && this.heard_(String(event.data));
    socket.onclose = socket.onerror = () => socket === this.socket_ && this.failed_();
  }

  private heard_(text: string): void {
    this.heard_at_ = this.world.now();
    this.arm_('dead', dead_after_ms, () => this.failed_());
    let frame: Frame;
    try {
      frame = JSON.parse(text) as Frame;
    } catch {
      return;
    }
    this.take_(frame);
  }

  private take_(frame: Frame): void {
    if (frame.type === 'snapshot') {
      this.seq_ = frame.seq ?? 0;
      this.failures_ = 0;
      this.set_('live');
      this.arm_('ping', ping_every_ms, () => this.ping_());
    } else if (frame.type === 'delta') {
      if (this.seq_ === null || frame.seq === undefined) return;
      if (frame.seq <= this.seq_) return;
      if (frame.seq !== this.seq_ + 1) {
        this.seq_ = null;
        this.send_({ type: 'snapshot' });
        return;
      }
      this.seq_ = frame.seq;
    }
    this.events.frame(frame);
  }

  private ping_(): void {
    this.send_({ type: 'ping' });
    this.arm_('ping', ping_every_ms, () => this.ping_());
  }

  private send_(message: Frame): void {
    try {
      this.socket_?.send(JSON.stringify(message));
    } catch {
      this.failed_();
    }
  }

  private failed_(): void {
    if (this.stopped_) return;
    this.drop_();
    this.failures_++;
    if (this.state_ !== 'polling') this.set_('lost');
    if (this.failures_ >= tries_before_polling && !this.timers_.has('poll')) this.poll_();
    const ceiling = Math.min(last_retry_ms, first_retry_ms * 2 ** (this.failures_ - 1));
    this.arm_('retry', ceiling * (0.5 + this.world.random() / 2), () => this.open_());
  }

  private async poll_(): Promise<void> {
    this.arm_('poll', poll_every_ms, () => void this.poll_());
    try {
      const frame = await this.world.poll();
      if (this.stopped_ || this.state_ === 'live') return;
      this.heard_at_ = this.world.now();
      this.set_('polling');
      this.events.frame(frame);
    } catch {
      if (!this.stopped_ && this.state_ === 'polling') this.set_('lost');
    }
  }

  private drop_(): void {
    const socket = this.socket_;
    this.socket_ = null;
    this.seq_ = null;
    for (const name of ['dead', 'ping', 'retry']) this.disarm_(name);
    try {
      socket?.close();
    } catch {
      // It is gone already.
    }
  }

  private set_(state: LinkState): void {
    if (state === 'live') this.disarm_('poll');
    if (state === this.state_) return;
    this.state_ = state;
    this.events.link(state);
  }

  private arm_(name: string, ms: number, run: () => void): void {
    this.disarm_(name);
    this.timers_.set(
      name,
      this.world.after(ms, () => {
        this.timers_.delete(name);
        run();
      }),
    );
  }

  private disarm_(name: string): void {
    this.world.cancel(this.timers_.get(name));
    this.timers_.delete(name);
  }
}
