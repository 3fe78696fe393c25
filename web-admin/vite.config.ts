// One configuration, one build per page: the emergency page shares no file with the others and can be folded into one
// (scripts/build.mjs); it is built once in each language.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { lean_svelte } from './scripts/lean_svelte';

const pages: Record<string, string> = {
  'khan-cap': 'khan-cap.html',
  'khan-cap-en': 'khan-cap.html',
  'dang-nhap': 'dang-nhap.html',
  index: 'index.html',
};

/** Windows 7 and iPhone 6s stay at browsers of that age; all of them read ES2020 (scripts/floor_gate.mjs holds us to it). */
const browser_floor = ['chrome87', 'safari15.4', 'firefox98'];

export default defineConfig(({ mode }) => ({
  plugins: [
    // The emergency page keeps only whole values in its state.
    lean_svelte({ deep_state: !mode.startsWith('khan-cap') }),
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
    rolldownOptions: { input: pages[mode] ?? 'index.html', transform: { assumptions: { setPublicClassFields: true } } },
  },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true } } },
}));
