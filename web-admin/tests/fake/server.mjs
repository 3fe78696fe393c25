// Serves dist/ and answers openapi.yaml from the pretended commune. `FAKE=setup|empty|normal`, `PORT`. Also started by the
// screenshots script. Faults: POST /fake {"answer": 503 | 0 | "hang"} applies to what follows under /api.
import { createServer } from 'node:http';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { WebSocketServer } from 'ws';
import { Refused, routes } from './routes.mjs';
import { words_of } from './words.mjs';
import { iso, new_id, World } from './world.mjs';

const dist = new URL('../../dist', import.meta.url).pathname;
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.webmanifest': 'application/manifest+json' };
const statuses = { wrong_credentials: 401, not_authenticated: 401, not_found: 404, confirmation_needed: 409, version_conflict: 409, expired: 409, not_ready: 409, audio_unreadable: 422, zone_empty: 422, quiet_hours: 422, unavailable: 503 };

const hashes = (html, name) => [...html.matchAll(new RegExp(`<${name}[^>]*>([\\s\\S]*?)</${name}`, 'g'))].map(([, text]) => text && `'sha256-${createHash('sha256').update(text).digest('base64')}'`).filter(Boolean).join(' ');

function page(path, response) {
  const file = [path, `${path}.html`, '/index.html'].find((name) => name !== '/' && existsSync(join(dist, name)) && extname(name)) ?? '/index.html';
  if (extname(path) && file === '/index.html') return response.writeHead(404).end();
  const content = readFileSync(join(dist, file));
  const html = extname(file) === '.html' ? content.toString() : '';
  const policy = `default-src 'self'; script-src 'self' ${hashes(html, 'script')}; style-src 'self' ${hashes(html, 'style')}; img-src 'self' data:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'content-security-policy': policy, 'cache-control': 'no-cache' });
  response.end(content);
}

/** A WAV of a soft tone: something to hear that any browser plays. */
function tone() {
  const rate = 16_000;
  const samples = rate * 2;
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write('RIFF', 0), wav.writeUInt32LE(36 + samples * 2, 4), wav.write('WAVEfmt ', 8), wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20), wav.writeUInt16LE(1, 22), wav.writeUInt32LE(rate, 24), wav.writeUInt32LE(rate * 2, 28), wav.writeUInt16LE(2, 32), wav.writeUInt16LE(16, 34);
  wav.write('data', 36), wav.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i++) wav.writeInt16LE(Math.round(3000 * Math.sin((2 * Math.PI * 440 * i) / rate)), 44 + i * 2);
  return wav;
}

const open_paths = /^\/(time|setup|setup\/check|session|emergencies.*)$/;

async function body_of(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces);
}

export function start({ port = 0, mode = 'normal' } = {}) {
  const world = new World({ needs_setup: mode === 'setup', empty: mode === 'empty' });
  let fault;
  let seq = 0;
  const sockets = new Set();
  world.tell = (change) => {
    const text = JSON.stringify({ type: 'delta', seq: ++seq, ...change });
    for (const socket of sockets) socket.send(text);
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://x');
    if (url.pathname === '/fake') {
      fault = JSON.parse((await body_of(request)).toString()).answer;
      if (fault !== undefined) sockets.forEach((socket) => socket.terminate());
      return response.writeHead(204).end();
    }
    if (!url.pathname.startsWith('/api/v1')) return page(url.pathname, response);
    if (fault === 'hang') return undefined;
    if (fault === 0) return request.socket.destroy();
    const path = url.pathname.slice(7);
    const answer = (status, value, headers = {}) => {
      response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', ...headers });
      response.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const problem = (code, rule) => answer(statuses[code] ?? 400, { type: 'about:blank', title: code, status: statuses[code] ?? 400, code, detail: code, rule, fix: 'try_again', words: words_of(code, rule), server_time: iso() });
    const token = /village=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
    const device = world.device_keys.find((key) => key.id === url.searchParams.get('device') && !key.revoked_at);
    if (fault) return problem('unavailable');
    if (path === '/session' && request.method === 'GET' && !world.signed_in.has(token)) return problem('not_authenticated');
    if (!open_paths.test(path) && !world.signed_in.has(token) && !device) return problem('not_authenticated');
    if (/\/(audio|listen)(\/|$)/.test(path)) {
      const wav = tone();
      response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': wav.length });
      return response.end(wav);
    }
    const upload = /^\/uploads\/([\w-]+)$/.exec(path);
    if (upload) {
      const file = world.uploads.get(upload[1]);
      if (request.method === 'PATCH') file.offset += (await body_of(request)).length;
      await new Promise((done) => setTimeout(done, 120));
      return response.writeHead(204, { 'upload-offset': file.offset, 'upload-length': file.size_bytes }).end();
    }
    for (const [method, pattern, work] of routes) {
      const found = new RegExp(`^${pattern.replace(':id', '([\\w-]+)')}$`).exec(path);
      if (!found || method !== request.method) continue;
      const raw = await body_of(request);
      const headers = {};
      const cookie = () => {
        const fresh = new_id();
        world.signed_in.add(fresh);
        headers['set-cookie'] = `village=${fresh}; Path=/; HttpOnly; SameSite=Strict`;
      };
      try {
        const value = work(world, { id: found[1], body: raw.length ? JSON.parse(raw) : {}, query: url.searchParams, headers: request.headers, cookie });
        return answer(value === undefined ? 204 : 200, value, headers);
      } catch (error) {
        if (error instanceof Refused) return problem(error.code, error.rule);
        throw error;
      }
    }
    return problem('not_found');
  });

  const live = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (fault !== undefined) return socket.destroy();
    live.handleUpgrade(request, socket, head, (open) => {
      sockets.add(open);
      open.send(JSON.stringify({ type: 'hello', seq, server_time: iso(), server_version: 'fake' }));
      open.send(JSON.stringify(world.snapshot(seq)));
      open.on('message', (text) => JSON.parse(text).type === 'snapshot' && open.send(JSON.stringify(world.snapshot(seq))));
      open.on('close', () => sockets.delete(open));
    });
  });
  return new Promise((done) => {
    server.listen(port, '127.0.0.1', () => done({ world, url: `http://127.0.0.1:${server.address().port}`, close: () => (server.closeAllConnections(), server.close()) }));
  });
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { url, world } = await start({ port: Number(process.env.PORT ?? 8090), mode: process.env.FAKE });
  console.log(`${url}  login ${world.officer.login}  password ${world.password}  set-up code ${world.setup_code}`);
}
