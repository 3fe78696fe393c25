import type { vi } from './vi';

export const en = {
  language_other: 'Tiếng Việt',
  date_form: 'day/month/year',
  loading: 'Loading…',
  slow: 'Slow network, still loading…',
  try_again: 'Try again',
  helpdesk: (code: string) => `Error code for the helpdesk: ${code}`,
  own_problem: (code: string): string =>
    ({
      no_connection: 'The commune’s server cannot be reached. What you entered is kept. Check the network and press again.',
      not_authenticated: 'Your session has ended. Sign in again; your draft is kept.',
      timed_out: 'The server took too long. Try again.',
      audio_empty: 'This file is empty. Choose another.',
    })[code] ?? 'The server has a problem. Nothing was changed. Try again.',
} satisfies typeof vi;
