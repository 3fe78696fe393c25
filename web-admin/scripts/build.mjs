// Builds the pages into dist/ and folds the emergency page into one file: one request on a bad line. The server reads what is
// inline and allows exactly that in its Content-Security-Policy, and compresses, so neither is done here.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const root = new URL('..', import.meta.url).pathname;
const dist = join(root, 'dist');

function fold(page) {
  const html = readFileSync(join(dist, 'khan-cap.html'), 'utf8')
    .replace(/<script type="module"[^>]*src="([^"]+)"[^>]*><\/script>/g, (_, src) => {
      const code = readFileSync(join(dist, src), 'utf8').trim().replaceAll('</script', '<\\/script');
      return `<script type="module">${code}</script>`;
    })
    .replace(/<link rel="stylesheet"[^>]*href="([^"]+)"[^>]*>/g, (_, href) => `<style>${readFileSync(join(dist, href), 'utf8').trim()}</style>`);
  writeFileSync(join(dist, `${page}.html`), html);
  rmSync(join(dist, 'assets', page), { recursive: true });
}

rmSync(dist, { recursive: true, force: true });
for (const page of ['khan-cap-en', 'khan-cap', 'dang-nhap', 'index']) {
  await build({ root, mode: page, configFile: join(root, 'vite.config.ts'), logLevel: 'error' });
  if (page.startsWith('khan-cap')) fold(page);
}
console.log(`dist: ${readdirSync(dist).join('  ')}`);
