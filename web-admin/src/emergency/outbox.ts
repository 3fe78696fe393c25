// Carries one signed trigger to the server over a bad line: stored first, sent again and again with one idempotency key, and
// never after its 60 s: a stale alarm must not sound. The server counts the key, so many sends are one broadcast.

export interface Pending {
  idempotency_key: string;
  /** When it was held, by this device's own clock; it lives `lifetime_ms` from then. */
  held_at_ms: number;
  body: unknown;
}

export type Answer =
  | { kind: 'accepted'; broadcast: string }
  /** `words`: the server's, in the language of this page. */
  | { kind: 'refused'; code: string; words?: string }
  /** Our clock is wrong: sign again with this time. */
  | { kind: 'clock'; server_ms: number }
  | { kind: 'unreachable' };

export type Outcome = Exclude<Answer, { kind: 'unreachable' | 'clock' }> | { kind: 'expired' } | { kind: 'withdrawn' };

export interface Shelf {
  put(pending: Pending): Promise<void>;
  clear(): Promise<void>;
}

export interface OutboxWorld {
  shelf: Shelf;
  send(pending: Pending): Promise<Answer>;
  sign_again(pending: Pending, server_ms: number): Promise<Pending>;
  now(): number;
  sleep(ms: number): Promise<void>;
  attempt?(count: number): void;
}

export const lifetime_ms = 60_000;
// A clock set back in between makes the age unknowable: then it is over too.
const is_over = (pending: Pending, now: number) => now < pending.held_at_ms || now - pending.held_at_ms >= lifetime_ms;
const pauses_ms = [250, 500, 1000, 2000];
export const pause_after = (attempt: number): number => pauses_ms[attempt - 1] ?? 3000;

export class Outbox {
  private withdrawn_ = false;

  constructor(private readonly world: OutboxWorld) {}

  /** Stores and sends until there is an answer, the time is over, or it is withdrawn. */
  async deliver(pending: Pending): Promise<Outcome> {
    this.withdrawn_ = false;
    await this.store_(pending);
    const outcome = await this.try_all_(pending);
    await this.world.shelf.clear().catch(() => undefined);
    return outcome;
  }

  withdraw(): void {
    this.withdrawn_ = true;
  }

  private async store_(pending: Pending): Promise<void> {
    // A full or forbidden store must not keep an emergency from being sent.
    await Promise.race([this.world.shelf.put(pending).catch(() => undefined), this.world.sleep(300)]);
  }

  private async try_all_(first: Pending): Promise<Outcome> {
    let pending = first;
    for (let attempt = 1; ; attempt++) {
      if (this.withdrawn_) return { kind: 'withdrawn' };
      if (is_over(first, this.world.now())) return { kind: 'expired' };
      this.world.attempt?.(attempt);
      const answer = await this.world.send(pending);
      if (answer.kind === 'accepted' || answer.kind === 'refused') return answer;
      // One new signature is enough when only the clock was wrong; a second refusal is paced like any other failure.
      if (answer.kind === 'clock') pending = await this.world.sign_again(pending, answer.server_ms);
      if (answer.kind === 'clock' && attempt === 1) continue;
      await this.world.sleep(pause_after(attempt));
    }
  }
}
