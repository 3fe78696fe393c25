// The deliberate gesture: a press held for 1.5 s fires once; anything shorter does nothing. One finger, one mouse button or
// one key owns the press; whatever else touches the glass meanwhile is ignored, so rain can neither fire nor spoil it.

export interface HoldClock {
  now(): number;
  after(ms: number, run: () => void): unknown;
  cancel(timer: unknown): void;
}

export const browser_clock: HoldClock = {
  now: () => performance.now(),
  after: (ms, run) => setTimeout(run, ms),
  cancel: (timer) => clearTimeout(timer as number),
};

export interface HoldEvents {
  /** 0 to 1; 0 again when the press ended early. */
  progress(part: number): void;
  fired(): void;
  /** Let go too early; `held_ms` says by how much. */
  released_early?(held_ms: number): void;
  /** 1 to 4: each quarter once. */
  quarter?(count: number): void;
}

const step_ms = 40;
// A release may wait behind a busy main thread: before firing late, the queue gets this long to deliver it.
const late_ms = 60;

export class Hold {
  private owner_: string | null = null;
  private started_ = 0;
  private timer_: unknown = null;
  private quarters_ = 0;
  private fired_ = false;

  constructor(
    private readonly events: HoldEvents,
    private readonly duration_ms = 1500,
    private readonly clock: HoldClock = browser_clock,
  ) {}

  /** `source` names the finger, button or key. True when it now owns the press. */
  press(source: string): boolean {
    if (this.owner_ !== null) return false;
    this.owner_ = source;
    this.started_ = this.clock.now();
    this.quarters_ = 0;
    this.fired_ = false;
    this.wait_(step_ms);
    return true;
  }

  release(source: string): void {
    if (source === this.owner_) this.cancel();
  }

  cancel(): void {
    if (this.owner_ === null) return;
    const held = this.clock.now() - this.started_;
    const early = !this.fired_;
    this.reset_();
    if (early) this.events.released_early?.(held);
  }

  private wait_(ms: number): void {
    const due = this.clock.now() + ms;
    this.timer_ = this.clock.after(ms, () => this.tick_(due));
  }

  private tick_(due: number): void {
    const now = this.clock.now();
    const held = now - this.started_;
    this.report_(Math.min(1, held / this.duration_ms));
    if (held < this.duration_ms) return this.wait_(Math.min(step_ms, this.duration_ms - held));
    if (now - due > late_ms) return this.wait_(late_ms / 2);
    this.fired_ = true;
    this.owner_ = null;
    this.events.fired();
  }

  private report_(part: number): void {
    this.events.progress(part);
    const quarters = Math.floor(part * 4);
    while (this.quarters_ < quarters) this.events.quarter?.(++this.quarters_);
  }

  private reset_(): void {
    this.clock.cancel(this.timer_);
    this.owner_ = null;
    this.events.progress(0);
  }
}
