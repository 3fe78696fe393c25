// Fails when the built pages need more than our oldest browsers have: scripts must parse as ES2020, styles must do without
// oklch, color-mix, nesting, :has and container queries, and nothing may name another origin.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'acorn';

const dist = new URL('../dist', import.meta.url).pathname;
const troubles = [];

function check_script(name, code) {
  try {
    parse(code, { ecmaVersion: 2020, sourceType: 'module' });
  } catch (error) {
    troubles.push(`${name}: not ES2020, ${error.message}`);
  }
  for (const [, method] of code.matchAll(/\.(at|findLast|findLastIndex|toSorted|toReversed|hasOwn)\(/g)) {
    troubles.push(`${name}: .${method}() is younger than the oldest browser`);
  }
}

function check_style(name, css) {
  for (const young of ['oklch(', 'color-mix(', ':has(', '@container', '@layer', 'dvh']) {
    if (css.includes(young)) troubles.push(`${name}: ${young} is younger than the oldest browser`);
  }
  if (/\{[^{}]*&[^{}]*\{/.test(css)) troubles.push(`${name}: nested rules`);
}

function check_origins(name, text) {
  // Names that are never fetched: XML namespaces and the addresses of Svelte's error explanations.
  const fetched = [...text.matchAll(/https?:\/\/[\w./-]+/g)].map(([address]) => address).filter((address) => !/^https?:\/\/(www\.w3\.org|svelte\.dev\/e)/.test(address));
  for (const address of fetched) troubles.push(`${name}: names ${address}`);
}

for (const entry of readdirSync(dist, { recursive: true })) {
  if (!/\.(html|js|css)$/.test(entry)) continue;
  const text = readFileSync(join(dist, entry), 'utf8');
  check_origins(entry, text);
  if (entry.endsWith('.js')) check_script(entry, text);
  if (entry.endsWith('.css')) check_style(entry, text);
  if (entry.endsWith('.html')) {
    for (const [, code] of text.matchAll(/<script type="module">([\s\S]*?)<\/script>/g)) check_script(entry, code);
    for (const [, css] of text.matchAll(/<style>([\s\S]*?)<\/style>/g)) check_style(entry, css);
  }
}
console.log(troubles.length ? troubles.join('\n') : 'floor: ES2020, plain CSS, own origin only  PASS');
process.exit(troubles.length ? 1 : 0);
