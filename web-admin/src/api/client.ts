// The server as typed calls, for the pages of signed-in people. Each call ends in time; each failure is a Refusal.
import createClient from 'openapi-fetch';
import type { paths } from './schema';
import { Refusal, refusal_of } from './refusal';

const limit_ms = 20_000;

async function bounded_fetch(request: Request): Promise<Response> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), limit_ms);
  try {
    return await fetch(new Request(request, { signal: stop.signal }));
  } finally {
    clearTimeout(timer);
  }
}

export const api = createClient<paths>({ baseUrl: '/api/v1', credentials: 'same-origin', cache: 'no-store', fetch: bounded_fetch });

interface Reply<Value> {
  data?: Value;
  error?: unknown;
  response: Response;
}

/** What to do when nobody is signed in (any more); set once by the page. */
let signed_out = (): void => undefined;
export function when_signed_out(act: () => void): void {
  signed_out = act;
}

/** The value, or a Refusal thrown. */
export async function value_of<Value>(reply: Promise<Reply<Value>>): Promise<Value> {
  let answer: Reply<Value>;
  try {
    answer = await reply;
  } catch (error) {
    throw refusal_of(error);
  }
  if (answer.response.ok) return answer.data as Value;
  const refusal = refusal_of(answer.error, answer.response.status);
  if (refusal.code === 'not_authenticated') signed_out();
  throw refusal;
}

export function is_refusal(error: unknown, ...codes: string[]): error is Refusal {
  return error instanceof Refusal && codes.includes(error.code);
}
