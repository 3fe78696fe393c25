// An order that must arrive (HỦY, DỪNG): tried until the server answers, for at most a minute.
import { pause_after } from './outbox';
import { may_pass, refusal_of, type Refusal } from '../api/refusal';

export const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

export async function persist<Value>(
  send: () => Promise<Value>,
  world: { sleep(ms: number): Promise<void>; failed?(refusal: Refusal, attempt: number): void },
  tries = 24,
): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const refusal = refusal_of(error);
      world.failed?.(refusal, attempt);
      if (!may_pass(refusal) || attempt >= tries) throw refusal;
      await world.sleep(pause_after(attempt));
    }
  }
}
