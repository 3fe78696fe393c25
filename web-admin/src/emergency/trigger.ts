// One completed gesture on its way to the server: signed by this device, kept through a reload, sent until it is answered, over
// or taken back.
import { ask } from '../api/plain';
import { may_pass, refusal_of, type Refusal } from '../api/refusal';
import type { Broadcast } from '../api/types';
import { is_english } from '../words/emergency';
import { sign_intent, type Device } from './device_key';
import { random_uuid, type Intent } from './intent';
import { Outbox, type Answer, type Outcome, type Pending } from './outbox';
import { sleep } from './persist';
import { phone_store } from './store';

export interface TriggerWorld {
  attempt(count: number): void;
  /** The server has it; `withdrawn` when the person has meanwhile taken it back. */
  started(broadcast: Broadcast, withdrawn: boolean): void;
}

export class Trigger {
  private readonly outbox_: Outbox;
  private withdrawn_ = false;

  constructor(
    private readonly device_: Device,
    private readonly world_: TriggerWorld,
  ) {
    this.outbox_ = new Outbox({
      shelf: {
        put: async (pending) => void (await phone_store.set('pending', pending)),
        clear: async () => void (await phone_store.remove('pending')),
      },
      send: (pending) => this.send_(pending),
      sign_again: (pending, server_ms) => this.sign_({ ...(pending.body as Intent), made_at_ms: server_ms }, pending.held_at_ms),
      now: Date.now,
      sleep,
      attempt: world_.attempt,
    });
  }

  async fire(wish: Pick<Intent, 'area' | 'template' | 'reason'>, held_at_ms: number, made_at_ms: number): Promise<Outcome> {
    const { officer, device } = this.device_;
    return this.deliver(await this.sign_({ ...wish, officer, device, idempotency_key: random_uuid(), made_at_ms }, held_at_ms));
  }

  /** Also for what was held before a reload and is not answered yet. */
  deliver(pending: Pending): Promise<Outcome> {
    this.withdrawn_ = false;
    return this.outbox_.deliver(pending);
  }

  withdraw(): void {
    this.withdrawn_ = true;
    this.outbox_.withdraw();
  }

  private async sign_(intent: Intent, held_at_ms: number): Promise<Pending> {
    const signature = await sign_intent(this.device_.key, intent);
    return { idempotency_key: intent.idempotency_key, held_at_ms, body: { ...intent, signature } };
  }

  private async send_(pending: Pending): Promise<Answer> {
    const { made_at_ms, ...intent } = pending.body as Intent & { signature: string };
    try {
      const body = { ...intent, made_at: new Date(made_at_ms).toISOString() };
      const broadcast = await ask<Broadcast>('/emergencies', { body, timeout_ms: 8000 });
      this.world_.started(broadcast, this.withdrawn_);
      return { kind: 'accepted', broadcast: broadcast.id };
    } catch (error) {
      return answer_of(refusal_of(error));
    }
  }
}

function answer_of(refusal: Refusal): Answer {
  const server_ms = Date.parse(refusal.problem?.server_time ?? '');
  if (refusal.code === 'expired' && server_ms) return { kind: 'clock', server_ms };
  if (may_pass(refusal)) return { kind: 'unreachable' };
  return { kind: 'refused', code: refusal.code, words: refusal.problem?.words?.[is_english ? 'en' : 'vi'] };
}
