// openapi.yaml, answered from the pretended commune: one line per operation, as far as the pages ask.
import { words_of } from './words.mjs';
import { iso, new_id } from './world.mjs';

export class Refused extends Error {
  constructor(code, rule) {
    super(code);
    this.code = code;
    this.rule = rule;
  }
}

/** Words and pauses, as a waveform shows them. */
const speech_like = Array.from({ length: 400 }, (_, i) => (i % 90 > 76 ? 3 : Math.round(90 + 80 * Math.abs(Math.sin(i / 3.1)) * Math.abs(Math.sin(i / 17)) + 50 * Math.abs(Math.sin(i * 1.7)))));

const named = (list, id) => list.find((item) => item.id === id) ?? refuse('not_found');
const refuse = (code, rule) => {
  throw new Refused(code, rule);
};
const minute = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

const holds = ({ from, to }, at) => (minute(from) <= minute(to) ? at >= minute(from) && at < minute(to) : at >= minute(from) || at < minute(to));
const is_quiet = ({ commune: { hours } }, at) => holds(hours.quiet, at);
const is_allowed = ({ commune: { hours } }, at) => hours.allowed.some((window) => holds(window, at));
const clock = (at) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
const local_minute = () => new Date(Date.now() + 7 * 3600_000).getUTCHours() * 60 + new Date().getUTCMinutes();
const span = ({ from, to }) => `${from}-${to}`;

const quiet_rule = ({ commune: { hours } }, at) => ({ name: 'quiet_hours', limit: span(hours.quiet), found: clock(at) });
const allowed_rule = ({ commune: { hours }, hours_by }, at) => ({ name: 'allowed_hours', limit: hours.allowed.map(span).join(', '), found: clock(at), by: hours_by });

/** What the clock says of a moment: its code and rule; nothing where it is allowed. */
function broken_rule(world, at) {
  if (is_quiet(world, at)) return { code: 'quiet_hours', rule: quiet_rule(world, at) };
  return is_allowed(world, at) ? undefined : { code: 'confirmation_needed', rule: allowed_rule(world, at) };
}

/** As a preview tells them. */
function problems_of(world, at) {
  const broken = broken_rule(world, at);
  return broken ? [{ ...broken, detail: 'outside', fix: 'move_into_hours', words: words_of(broken.code, broken.rule) }] : [];
}

/** While the world `meets` a schedule: it, with every choice. */
function conflicts_of({ meets, schedules, announcements }, planned, nodes) {
  if (!meets) return { items: [], count: 0 };
  const sound = { priority: 'normal', planned, nodes, parts: [{ from: planned, to: iso(Date.parse(planned) + 70_000), position_ms: 0, ducked: false }] };
  const free = (minutes) => iso(Date.parse(planned) + minutes * 60_000);
  const existing = { ...sound, broadcast: new_id(), schedule: schedules[0].id, occurrence: planned, title: announcements[1].title, outcome: 'played' };
  const draft = { ...sound, broadcast: new_id(), title: 'Tin', outcome: 'played', reason: 'normal', parts: [{ ...sound.parts[0], from: free(2) }] };
  const choices = [{ choice: 'replace_once' }, { choice: 'shift', starts_at: free(20) }, { choice: 'shift_other', starts_at: free(25) }, { choice: 'cancel' }, { choice: 'keep_both' }];
  return { items: [{ draft, existing, choices }], count: 1 };
}

function check_hours(world, at, confirmed) {
  const broken = broken_rule(world, at);
  if (broken && !(confirmed && broken.code === 'confirmation_needed')) refuse(broken.code, broken.rule);
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

export const routes = [
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
    const made = { id: new_id(), category: '', priority: 'normal', text: '', basis: '', music: false, state: 'draft', audio: 'none', consents: [], remark: '', created_by: w.officer.id, created_at: iso(), version: 1, ...body };
    w.announcements.unshift(made);
    return made;
  }],
  ['GET', '/announcements/:id/peaks', (w, { id }) => ({ duration_ms: named(w.announcements, id).content.duration_ms, peaks: speech_like })],
  ['GET', '/announcements/:id', (w, { id }) => named(w.announcements, id)],
  ['PATCH', '/announcements/:id', (w, { id, body }) => Object.assign(named(w.announcements, id), body, { version: 2 })],
  ['POST', '/announcements/:id/prepare', (w, { id }) => ({ job: make_sound(w, named(w.announcements, id)).id })],
  ['POST', '/announcements/:id/approval', (w, { id, body }) => {
    const states = { submit: 'waiting', approve: 'approved', agree_by_telephone: 'approved', return: 'returned', reject: 'rejected', withdraw: 'withdrawn' };
    const row = named(w.announcements, id);
    const consents = body.act === 'approve' ? [...row.consents, { approver: w.officer.id, given_by: w.officer.id, by_telephone: false, areas: w.officer.areas, at: iso() }] : [];
    return Object.assign(row, { state: states[body.act], consents, remark: body.words ?? '', version: row.version + 1 });
  }],
  ['GET', '/approval-policy', () => ({ rules: [], second_person_outside_hours: true, version: 1 })],
  ['GET', '/delegations', () => ({ items: [] })],
  ['GET', '/jobs/:id', (w, { id }) => w.jobs.get(id) ?? refuse('not_found')],
  ['POST', '/uploads', (w, { body }) => {
    const upload = { id: new_id(), size_bytes: body.size_bytes, offset: 0, piece_bytes_max: 1_048_576 };
    w.uploads.set(upload.id, upload);
    return upload;
  }],
  ['GET', '/programmes', (w) => ({ items: w.programmes })],
  ['GET', '/schedules', (w) => ({ items: w.schedules })],
  ['POST', '/schedules/preview', (w, { body }) => {
    const planned = Date.parse(`${body.local_start}${body.local_start.length === 16 ? ':00' : ''}+07:00`);
    return { next: [0, 1, 2].map((n) => ({ id: new_id(), planned: iso(planned + n * 86400_000) })), nodes: w.resolve(body.targets), problems: problems_of(w, minute(body.local_start.slice(11, 16))), conflicts: conflicts_of(w, iso(planned), w.resolve(body.targets)) };
  }],
  ['POST', '/schedules', (w, { body }) => {
    check_hours(w, minute(body.local_start.slice(11, 16)), body.confirmed);
    const made = { id: new_id(), priority: 'normal', when_interrupted: 'resume', time_zone: 'Asia/Ho_Chi_Minh', recurrence: '', start_grace_s: 120, outside_hours_reason: '', on_special_days: [], staggered: false, askings: [], state: 'active', created_by: w.officer.id, created_at: iso(), version: 1, ...body };
    delete made.confirmed;
    delete made.keep_both;
    w.schedules.unshift(made);
    const announcement = named(w.announcements, body.announcement);
    w.cast({ title: announcement.title, announcement: announcement.id, nodes: w.resolve(body.targets), starts: Date.parse(`${made.local_start}+07:00`), duration_ms: announcement.content?.duration_ms ?? 6000 });
    w.tell({ topic: 'schedule', schedules: [made] });
    return made;
  }],
  ['PATCH', '/schedules/:id', (w, { id }) => {
    w.meets = false;
    return { schedule: named(w.schedules, id), dropped: [] };
  }],
  ['POST', '/schedules/:id/cancel', (w, { id }) => Object.assign(named(w.schedules, id), { state: 'cancelled', version: 2 })],
  ['GET', '/broadcasts', (w, { query }) => {
    const items = [...w.broadcasts.values()].filter((b) => (!query.get('from') || b.starts_at >= query.get('from')) && (!query.get('to') || b.starts_at < query.get('to')));
    return { items: items.sort((a, b) => b.starts_at.localeCompare(a.starts_at)).map((b) => ({ ...b, coverage: w.coverage(b) })) };
  }],
  ['POST', '/broadcasts', (w, { body, headers }) => {
    const known = w.keys?.get(headers['idempotency-key']);
    if (known) return known;
    check_hours(w, local_minute(), body.confirmed);
    const announcement = named(w.announcements, body.announcement);
    const made = w.cast({ title: announcement.title, announcement: announcement.id, nodes: w.resolve(body.targets), starts: Date.now() + 3000, duration_ms: announcement.content?.duration_ms ?? 6000 });
    (w.keys ??= new Map()).set(headers['idempotency-key'], made);
    w.run(made);
    return made;
  }],
  ['POST', '/broadcasts/:id/replay', (w, { id, body, headers }) => {
    const known = w.keys?.get(headers['idempotency-key']);
    if (known) return known;
    check_hours(w, local_minute(), body.confirmed);
    const missed = w.broadcasts.get(id) ?? refuse('not_found');
    const made = w.cast({ title: missed.title, announcement: missed.announcement, nodes: w.replay_to(missed), starts: Date.now() + 3000, duration_ms: missed.duration_ms });
    (w.keys ??= new Map()).set(headers['idempotency-key'], made);
    w.run(made);
    return made;
  }],
  ['GET', '/broadcasts/:id', (w, { id }) => {
    const found = w.broadcasts.get(id) ?? refuse('not_found');
    return { ...found, coverage: w.coverage(found), replay_to: w.replay_to(found) };
  }],
  ['GET', '/broadcasts/:id/deliveries', (w, { id }) => ({ items: [...(w.deliveries.get(id)?.values() ?? [])] })],
  ['POST', '/stop', (w, { body }) => {
    const stopped = [...w.broadcasts.values()].filter((b) => ['on_air', 'counting_down'].includes(b.state) && (!body.broadcast || b.id === body.broadcast));
    stopped.forEach((b) => w.stop(b));
    const nodes = stopped.flatMap((b) => b.nodes);
    return { broadcasts: stopped.map((b) => b.id), nodes, in_contact: nodes, signed: true };
  }],
  ['GET', '/emergency/page-data', (w) => w.emergency_page()],
  ['POST', '/emergencies', (w, { body }) => {
    const known = w.keys?.get(body.idempotency_key);
    if (known) return known;
    if (Math.abs(Date.parse(body.made_at) - Date.now()) > 60_000) refuse('expired');
    const tile = w.tiles.find((t) => t.template === body.template);
    const made = w.cast({ title: tile.tile, kind: tile.all_clear ? 'all_clear' : 'emergency', template: tile.template, area: body.area, nodes: w.resolve({ areas: [body.area] }), starts: Date.now() + 3000, duration_ms: tile.all_clear ? 6000 : 30_000 });
    (w.keys ??= new Map()).set(body.idempotency_key, made);
    w.run(made);
    return made;
  }],
  ['POST', '/emergencies/:id/cancel', (w, { id }) => {
    w.stop(w.broadcasts.get(id));
    return w.broadcasts.get(id);
  }],
  ['GET', '/operators', (w) => ({ items: w.operators })],
  ['POST', '/operators', (w, { body: { password, ...person } }) => {
    if (w.operators.some(({ login }) => login === person.login)) refuse('already_exists');
    const made = { id: new_id(), active: true, version: 1, ...person };
    w.operators.push(made);
    return made;
  }],
  ['PATCH', '/operators/:id', (w, { id, body: { password, ...change } }) => {
    const person = named(w.operators, id);
    return Object.assign(person, change, { version: person.version + 1 });
  }],
  ['GET', '/device-keys', (w) => ({ items: w.device_keys })],
  ['POST', '/device-keys', (w, { body }) => {
    const key = { id: new_id(), owner: w.officer.id, registered_at: iso(), ...body };
    w.device_keys.push(key);
    return key;
  }],
  ['DELETE', '/device-keys/:id', (w, { id }) => void (named(w.device_keys, id).revoked_at = iso())],
];
