// Time that only moves when a test says so; timers run in their order.
import type { HoldClock } from '../../src/emergency/hold';

interface Timer {
  due: number;
  run: () => void;
}

export class FakeClock implements HoldClock {
  private now_ = 0;
  private timers_: Timer[] = [];

  now(): number {
    return this.now_;
  }

  after(ms: number, run: () => void): Timer {
    const timer = { due: this.now_ + ms, run };
    this.timers_.push(timer);
    return timer;
  }

  cancel(timer: unknown): void {
    this.timers_ = this.timers_.filter((one) => one !== timer);
  }

  /** Moves on, running what falls due on the way. */
  pass(ms: number): void {
    const end = this.now_ + ms;
    for (;;) {
      const next = this.timers_.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.now_ = Math.max(this.now_, next.due);
      this.cancel(next);
      next.run();
    }
    this.now_ = end;
  }

  /** The main thread was busy: time went by, no timer ran. */
  stall(ms: number): void {
    this.now_ += ms;
  }
}
