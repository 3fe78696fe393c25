// What time it is at the controller: the browser's own clock may be wrong by hours, so each answer that carries the server's
// time is a sample, and the one with the shortest round trip is believed.

export class ServerClock {
  private offset_ms_ = 0;
  private best_round_trip_ms_ = Infinity;
  private sampled_at_ms_ = -Infinity;

  constructor(private readonly local: () => number = Date.now) {}

  /** `server_ms` was read between the local moments `sent_ms` and `received_ms`. */
  sample(server_ms: number, sent_ms: number, received_ms: number): void {
    const round_trip = Math.max(0, received_ms - sent_ms);
    // A good sample ages: the local clock may be set by hand at any time.
    const stale = received_ms - this.sampled_at_ms_ > 600_000 || received_ms < this.sampled_at_ms_;
    const moved = Math.abs(server_ms + round_trip / 2 - received_ms - this.offset_ms_) > 2_000 + round_trip;
    if (round_trip > this.best_round_trip_ms_ && !stale && !moved) return;
    this.best_round_trip_ms_ = round_trip;
    this.sampled_at_ms_ = received_ms;
    this.offset_ms_ = server_ms + round_trip / 2 - received_ms;
  }

  is_known(): boolean {
    return this.best_round_trip_ms_ !== Infinity;
  }

  now(): number {
    return this.local() + this.offset_ms_;
  }
}
