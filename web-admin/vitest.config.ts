import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  define: { __ENGLISH__: 'false' },
  resolve: { conditions: ['browser'] },
  test: {
    environment: 'happy-dom',
    include: ['tests/unit/**/*.test.ts'],
    // A browser far from Vietnam, on purpose: every time on the screen is the commune's.
    env: { TZ: 'America/New_York' },
  },
});
