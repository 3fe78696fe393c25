// The other way to the same trigger, for hands that shake, switch control and screen readers: press once, and a second
// button appears somewhere else for 6 s.
import { browser_clock, type HoldClock } from './hold';

export class TwoPresses {
  private timer_: unknown = null;
  private armed_ = false;

  constructor(
    private readonly events: { armed(is_armed: boolean): void; fired(): void },
    private readonly window_ms = 6000,
    private readonly clock: HoldClock = browser_clock,
  ) {}

  first(): void {
    this.clock.cancel(this.timer_);
    this.set_(true);
    this.timer_ = this.clock.after(this.window_ms, () => this.set_(false));
  }

  second(): void {
    if (!this.armed_) return;
    this.disarm();
    this.events.fired();
  }

  disarm(): void {
    this.clock.cancel(this.timer_);
    this.set_(false);
  }

  private set_(armed: boolean): void {
    if (this.armed_ === armed) return;
    this.armed_ = armed;
    this.events.armed(armed);
  }
}
