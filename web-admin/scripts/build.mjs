// Builds the three pages into dist/, folds the emergency page into one file (one request on a bad line), and writes beside
// it the Content-Security-Policy that allows exactly what was folded in.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const root = new URL('..', import.meta.url).pathname;
const dist = join(root, 'dist');

function sha256(text) {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function fold(page, { scripts, styles }) {
  const html = readFileSync(join(dist, 'khan-cap.html'), 'utf8')
    .replace(/<script type="module"[^>]*src="([^"]+)"[^>]*><\/script>/g, (_, src) => {
      const code = readFileSync(join(dist, src), 'utf8').trim().replaceAll('</script', '<\\/script');
      scripts.push(sha256(code));
      return `<script type="module">${code}</script>`;
    })
    .replace(/<link rel="stylesheet"[^>]*href="([^"]+)"[^>]*>/g, (_, href) => {
      const css = readFileSync(join(dist, href), 'utf8').trim();
      styles.push(sha256(css));
      return `<style>${css}</style>`;
    });
  writeFileSync(join(dist, `${page}.html`), html);
  rmSync(join(dist, 'assets', page), { recursive: true });
}

function policy({ scripts, styles }) {
  return [
    "default-src 'self'",
    `script-src 'self' ${scripts.join(' ')}`.trim(),
    `style-src 'self' ${styles.join(' ')}`.trim(),
    "img-src 'self' data:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) compress(path);
    else if (/\.(html|js|css|svg|webmanifest)$/.test(entry.name)) writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
  }
}

const allowed = { scripts: [], styles: [] };
rmSync(dist, { recursive: true, force: true });
for (const page of ['khan-cap-en', 'khan-cap', 'dang-nhap', 'index']) {
  await build({ root, mode: page, configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
  if (page.startsWith('khan-cap')) fold(page, allowed);
}
writeFileSync(join(dist, 'content-security-policy.txt'), policy(allowed) + '\n');
compress(dist);
console.log(`dist: ${readdirSync(dist).filter((name) => !name.endsWith('.gz')).join('  ')}`);
