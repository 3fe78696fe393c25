import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { __ENGLISH__: 'false' },
  test: {
    // The few files that need a document name happy-dom themselves: starting one costs more than their tests.
    environment: 'node',
    include: ['tests/unit/**/*.test.ts'],
    // A browser far from Vietnam, on purpose: every time on the screen is the commune's.
    env: { TZ: 'America/New_York' },
    pool: 'threads',
    maxWorkers: 2,
  },
});
