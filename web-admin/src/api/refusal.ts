// Why something did not work, as one value: the server's problem+json, or that the server was not reached.
import type { ErrorCode, Problem } from './types';

export type RefusalCode = ErrorCode | 'no_connection';

export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly detail: string,
    readonly problem?: Partial<Problem>,
  ) {
    super(`${code}: ${detail}`);
  }
}

export function refusal_of(error: unknown, status = 0): Refusal {
  if (error instanceof Refusal) return error;
  const problem = error as Partial<Problem> | undefined;
  if (problem && typeof problem.code === 'string') return new Refusal(problem.code, problem.detail ?? '', problem);
  if (status >= 400) return new Refusal(status === 401 ? 'not_authenticated' : 'internal', `HTTP ${status}`);
  return new Refusal('no_connection', error instanceof Error ? error.message : String(error));
}

/** Would the same request, sent again a little later, perhaps be taken? */
export function may_pass({ code }: Refusal): boolean {
  return /^(no_connection|unavailable|timed_out|too_many_requests|internal|storage_failed)$/.test(code);
}
