// One configuration, one build per page: the emergency page shares no file with the others and can be folded into one
// (scripts/build.mjs); it is built once in each language.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

const pages: Record<string, string> = {
  'khan-cap': 'khan-cap.html',
  'khan-cap-en': 'khan-cap.html',
  'dang-nhap': 'dang-nhap.html',
  index: 'index.html',
};

/** Windows 7 and iPhone 6s stay at browsers of that age; all of them read ES2020 (scripts/floor_gate.mjs holds us to it). */
const browser_floor = ['chrome87', 'safari15.4', 'firefox98'];

/**
 * The emergency page keeps only whole values in its state, so Svelte's deep-state proxy is left out of it: 0.8 kB of 30.
 * Says so loudly when a newer Svelte has moved the file.
 */
function without_deep_state(): Plugin {
  let found = false;
  return {
    name: 'without-deep-state',
    enforce: 'pre',
    load(id) {
      if (!id.split('?')[0]?.endsWith('svelte/src/internal/client/proxy.js')) return;
      found = true;
      return 'export const proxy = (value) => value; export const get_proxied_value = proxy; export const is = Object.is;';
    },
    buildEnd(error) {
      if (!error && !found) throw new Error('Svelte moved its proxy.js; without_deep_state in vite.config.ts has to follow.');
    },
  };
}

export default defineConfig(({ mode }) => ({
  plugins: [
    ...(mode.startsWith('khan-cap') ? [without_deep_state()] : []),
    svelte({ compilerOptions: { cssHash: ({ hash, filename }) => `s${hash(filename).slice(0, 4)}` } }),
  ],
  define: { __ENGLISH__: JSON.stringify(mode === 'khan-cap-en') },
  build: {
    target: 'es2020',
    cssTarget: browser_floor,
    modulePreload: { polyfill: false },
    emptyOutDir: false,
    assetsDir: `assets/${pages[mode] ? mode : 'index'}`,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { input: pages[mode] ?? 'index.html' },
  },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true } } },
}));
