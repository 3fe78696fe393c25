// The smallest way to ask the server: for the emergency page, where every kilobyte is time. Always a limit in time, always a
// value or a Refusal.
import { refusal_of } from './refusal';

const base = '/api/v1';

export interface Ask {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  timeout_ms?: number;
}

export async function ask<Value>(path: string, { method, body, headers, timeout_ms = 10_000 }: Ask = {}): Promise<Value> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeout_ms);
  try {
    const response = await fetch(base + path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: stop.signal,
    });
    const text = await response.text();
    const value: unknown = text && /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined;
    if (!response.ok) throw refusal_of(value, response.status);
    return value as Value;
  } catch (error) {
    throw refusal_of(error);
  } finally {
    clearTimeout(timer);
  }
}
