// Serves dist/ and answers openapi.yaml from the pretended commune. `FAKE=setup|empty|normal`, `PORT`. Also started by the
// screenshots script. Faults: POST /fake {"answer": 503 | 0 | "hang"} applies to what follows under /api.
import { createServer } from 'node:http';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { WebSocketServer } from 'ws';
import { iso, new_id, World } from './world.mjs';

const dist = new URL('../../dist', import.meta.url).pathname;
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.webmanifest': 'application/manifest+json' };
const statuses = { wrong_credentials: 401, not_authenticated: 401, not_found: 404, confirmation_needed: 409, version_conflict: 409, expired: 409, not_ready: 409, audio_unreadable: 422, zone_empty: 422, unavailable: 503 };

class Refused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

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

const named = (list, id) => list.find((item) => item.id === id) ?? refuse('not_found');
const refuse = (code) => {
  throw new Refused(code);
};
const minute = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

function check_hours(world, at, confirmed) {
  const allowed = world.commune.hours.allowed.some(({ from, to }) => at >= minute(from) && at < minute(to));
  if (!allowed && !confirmed) refuse('confirmation_needed');
}

function make_sound(world, announcement) {
  const job = { id: new_id(), kind: 'prepare_text', subject: announcement.id, state: 'running', percent: 0, step: 'speaking', created_at: iso(), changed_at: iso() };
  world.jobs.set(job.id, job);
  announcement.audio = 'processing';
  const timer = setInterval(() => {
    job.percent = Math.min(100, job.percent + 25);
    job.step = job.percent > 50 ? 'encoding' : 'speaking';
    if (job.percent === 100) {
      clearInterval(timer);
      job.state = 'done';
      announcement.audio = 'ready';
      announcement.content = { hash: '1'.repeat(64), size_bytes: 9000, duration_ms: 6000, loudness_lufs: -18, true_peak_dbtp: -1.5 };
      world.tell({ topic: 'announcements', announcements: [announcement] });
    }
    world.tell({ topic: 'jobs', jobs: [job] });
  }, 250);
  return job;
}

const routes = [
  ['GET', '/time', () => ({ server_time: iso() })],
  ['GET', '/setup', (w) => ({ needed: w.needs_setup, commune_name: w.commune.name, station_name: w.needs_setup ? '' : w.commune.station_name, duty_phone: w.commune.duty_phone, server_time: iso() })],
  ['POST', '/setup/check', (w, { body }) => (body.code === w.setup_code ? undefined : refuse('wrong_credentials'))],
  ['POST', '/setup', (w, { cookie }) => {
    w.needs_setup = false;
    cookie();
    return { operator: w.officer, server_time: iso() };
  }],
  ['GET', '/session', (w) => ({ operator: w.officer, server_time: iso() })],
  ['POST', '/session', (w, { body, cookie }) => {
    if (body.password !== w.password) refuse('wrong_credentials');
    cookie();
    return { operator: w.officer, server_time: iso() };
  }],
  ['DELETE', '/session', () => undefined],
  ['GET', '/commune', (w) => w.commune],
  ['GET', '/areas', (w) => ({ items: w.areas })],
  ['GET', '/zones', (w) => ({ items: w.zones })],
  ['GET', '/nodes', (w) => ({ items: w.nodes })],
  ['POST', '/nodes/:id/enrolment', (w, { id }) => {
    const node = named(w.nodes, id);
    setTimeout(() => {
      node.condition.enrolment = { six_words: 'sông lúa trăng nắng gió tre', device_facts: 'village-node 0.1.0' };
      w.tell({ topic: 'nodes', nodes: [node.condition] });
    }, 3000);
    return { node: id, code: '8ZK3-MQ7T-2VXA-9RNB-4CWD-KHP6-1YEF', qr_payload: `village1.8ZK3MQ7T2VXA9RNB4CWDKHP61YEF.${'a'.repeat(64)}.${'b'.repeat(64)}`, expires_at: iso(Date.now() + 900_000) };
  }],
  ['POST', '/nodes/:id/enrolment/confirm', (w, { id }) => {
    const node = named(w.nodes, id);
    node.stage = 'enrolled';
    delete node.condition.enrolment;
    Object.assign(node.condition, { connected: true, since: iso(), last_seen_at: iso() });
    w.tell({ topic: 'nodes', nodes: [node.condition] });
  }],
  ['POST', '/nodes/:id/revoke', (w, { id }) => void (named(w.nodes, id).stage = 'revoked')],
  ['GET', '/announcements', (w, { query }) => {
    const plain = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/gi, 'd').toLowerCase();
    return { items: w.announcements.filter((a) => plain(a.title).includes(plain(query.get('text') ?? ''))) };
  }],
  ['POST', '/announcements', (w, { body }) => {
    const made = { id: new_id(), category: '', priority: 'normal', text: '', basis: '', state: 'draft', audio: 'none', created_by: w.officer.id, created_at: iso(), version: 1, ...body };
    w.announcements.unshift(made);
    return made;
  }],
  ['GET', '/announcements/:id', (w, { id }) => named(w.announcements, id)],
  ['PATCH', '/announcements/:id', (w, { id, body }) => Object.assign(named(w.announcements, id), body, { version: 2 })],
  ['POST', '/announcements/:id/prepare', (w, { id }) => ({ job: make_sound(w, named(w.announcements, id)).id })],
  ['GET', '/jobs/:id', (w, { id }) => w.jobs.get(id) ?? refuse('not_found')],
  ['POST', '/uploads', (w, { body }) => {
    const upload = { id: new_id(), size_bytes: body.size_bytes, offset: 0, piece_bytes_max: 1_048_576 };
    w.uploads.set(upload.id, upload);
    return upload;
  }],
  ['GET', '/schedules', (w) => ({ items: w.schedules })],
  ['POST', '/schedules/preview', (w, { body }) => {
    const planned = Date.parse(`${body.local_start}${body.local_start.length === 16 ? ':00' : ''}+07:00`);
    return { next: [0, 1, 2].map((n) => ({ id: new_id(), planned: iso(planned + n * 86400_000) })), nodes: w.resolve(body.targets), problems: [] };
  }],
  ['POST', '/schedules', (w, { body }) => {
    check_hours(w, minute(body.local_start.slice(11, 16)), body.confirmed);
    const made = { id: new_id(), priority: 'normal', when_interrupted: 'resume', time_zone: 'Asia/Ho_Chi_Minh', recurrence: '', start_grace_s: 120, outside_hours_reason: '', state: 'active', created_by: w.officer.id, created_at: iso(), version: 1, ...body };
    delete made.confirmed;
    w.schedules.unshift(made);
    const announcement = named(w.announcements, body.announcement);
    w.cast({ title: announcement.title, announcement: announcement.id, nodes: w.resolve(body.targets), starts: Date.parse(`${made.local_start}+07:00`), duration_ms: announcement.content?.duration_ms ?? 6000 });
    w.tell({ topic: 'schedule', schedules: [made] });
    return made;
  }],
  ['POST', '/schedules/:id/cancel', (w, { id }) => Object.assign(named(w.schedules, id), { state: 'cancelled', version: 2 })],
  ['GET', '/broadcasts', (w, { query }) => {
    const items = [...w.broadcasts.values()].filter((b) => (!query.get('from') || b.starts_at >= query.get('from')) && (!query.get('to') || b.starts_at < query.get('to')));
    return { items: items.sort((a, b) => b.starts_at.localeCompare(a.starts_at)) };
  }],
  ['POST', '/broadcasts', (w, { body, headers }) => {
    const known = w.keys?.get(headers['idempotency-key']);
    if (known) return known;
    const now = new Date(Date.now() + 7 * 3600_000);
    check_hours(w, now.getUTCHours() * 60 + now.getUTCMinutes(), body.confirmed);
    const announcement = named(w.announcements, body.announcement);
    const made = w.cast({ title: announcement.title, announcement: announcement.id, nodes: w.resolve(body.targets), starts: Date.now() + 3000, duration_ms: announcement.content?.duration_ms ?? 6000 });
    (w.keys ??= new Map()).set(headers['idempotency-key'], made);
    w.run(made);
    return made;
  }],
  ['GET', '/broadcasts/:id', (w, { id }) => w.broadcasts.get(id) ?? refuse('not_found')],
  ['GET', '/broadcasts/:id/deliveries', (w, { id }) => ({ items: [...(w.deliveries.get(id)?.values() ?? [])] })],
  ['POST', '/stop', (w, { body }) => {
    const stopped = [...w.broadcasts.values()].filter((b) => ['on_air', 'counting_down'].includes(b.state) && (!body.broadcast || b.id === body.broadcast));
    stopped.forEach((b) => w.stop(b));
    return { broadcasts: stopped.map((b) => b.id), nodes: stopped.flatMap((b) => b.nodes), signed: true };
  }],
  ['GET', '/emergency/page-data', (w) => w.emergency_page()],
  ['POST', '/emergencies', (w, { body }) => {
    const known = w.keys?.get(body.idempotency_key);
    if (known) return known;
    if (Math.abs(Date.parse(body.made_at) - Date.now()) > 60_000) refuse('expired');
    const tile = w.tiles.find((t) => t.template === body.template);
    const made = w.cast({ title: tile.tile, kind: 'emergency', template: tile.template, area: body.area, nodes: w.resolve({ areas: [body.area] }), starts: Date.now() + 3000, duration_ms: 30_000 });
    (w.keys ??= new Map()).set(body.idempotency_key, made);
    w.run(made);
    return made;
  }],
  ['POST', '/emergencies/:id/cancel', (w, { id }) => {
    w.stop(w.broadcasts.get(id));
    return w.broadcasts.get(id);
  }],
  ['GET', '/device-keys', (w) => ({ items: w.device_keys })],
  ['POST', '/device-keys', (w, { body }) => {
    const key = { id: new_id(), owner: w.officer.id, registered_at: iso(), ...body };
    w.device_keys.push(key);
    return key;
  }],
  ['DELETE', '/device-keys/:id', (w, { id }) => void (named(w.device_keys, id).revoked_at = iso())],
];

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
    const problem = (code) => answer(statuses[code] ?? 400, { type: 'about:blank', title: code, status: statuses[code] ?? 400, code, detail: code, server_time: iso() });
    const token = /village=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
    const device = world.device_keys.find((key) => key.id === url.searchParams.get('device') && !key.revoked_at);
    if (fault) return problem('unavailable');
    if (path === '/session' && request.method === 'GET' && !world.signed_in.has(token)) return problem('not_authenticated');
    if (!open_paths.test(path) && !world.signed_in.has(token) && !device) return problem('not_authenticated');
    if (/\/audio(\/|$)/.test(path)) {
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
        if (error instanceof Refused) return problem(error.code);
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
