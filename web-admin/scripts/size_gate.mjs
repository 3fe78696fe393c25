// Fails when a page grew past its promise: bytes after gzip, as they cross the line.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist', import.meta.url).pathname;
const zipped = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
const linked = (page) => [...readFileSync(join(dist, page), 'utf8').matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, file]) => file);
const first_load = (page) => [page, ...linked(page)];
const sum = (files) => files.reduce((total, file) => total + zipped(file), 0);

const rows = ['khan-cap.html', 'khan-cap-en.html'].map((page) => [page, sum(first_load(page)), 30_000, linked(page).length ? 'more than one request' : '']);
rows.push(['dang-nhap.html', sum(first_load('dang-nhap.html')), 30_000, '']);
// The admin's first load is the frame and its first page with everything that page needs.
const chunks = readdirSync(join(dist, 'assets/index')).map((file) => `assets/index/${file}`);
const frame = first_load('index.html');
const lazy = chunks.filter((file) => !frame.includes(file));
const of_page = (name) => lazy.filter((file) => file.split('/').pop().startsWith(`${name}-`));
const needs = (files, seen = new Set(files)) => {
  for (const file of files) {
    for (const [, other] of readFileSync(join(dist, file), 'utf8').matchAll(/["'`]\.\/([\w.-]+\.(?:js|css))["'`]/g)) {
      const path = `assets/index/${other}`;
      if (file.endsWith('.js') && lazy.includes(path) && !seen.has(path)) seen.add(path), needs([path], seen);
    }
  }
  return [...seen];
};
const pages = ['Home', 'Announcements', 'Wizard', 'Schedule', 'Nodes', 'NodePage', 'Reports', 'Report', 'Phone', 'Missing'];
rows.push(['index.html with Home', sum(frame) + sum(needs(of_page('Home'))), 100_000, '']);
for (const name of pages) rows.push([`route ${name}`, sum(needs(of_page(name))), 60_000, of_page(name).length ? '' : 'chunk is missing']);

let missed = 0;
for (const [name, bytes, limit, trouble] of rows) {
  const verdict = bytes > limit || trouble ? 'MISS' : 'PASS';
  if (verdict === 'MISS') missed++;
  console.log(`${name.padEnd(24)} ${String(bytes).padStart(7)} of ${limit} bytes  ${verdict} ${trouble}`);
}
process.exit(missed ? 1 : 0);
