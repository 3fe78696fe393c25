// A commune that only pretends: the demo commune's places, loudspeakers that answer after a moment. For looking at the pages
// and for faults that the real controller cannot be asked to show; never a proof of anything about the real one.
import { readFileSync } from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import { words_of } from './words.mjs';

const demo = JSON.parse(readFileSync(new URL('../../../controller/ctl/demo/demo-commune.json', import.meta.url), 'utf8'));

export const id_of = (name) => {
  const hex = createHash('sha256').update(`fake ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
export const new_id = () => id_of(randomBytes(8).toString('hex'));
export const iso = (ms = Date.now()) => new Date(ms).toISOString();

const point = ([latitude, longitude]) => ({ latitude, longitude });

export class World {
  constructor({ needs_setup = false, empty = false } = {}) {
    this.needs_setup = needs_setup;
    this.setup_code = 'ABCD-2345';
    this.password = 'mat-khau-mau-2026';
    this.signed_in = new Set();
    this.tell = () => undefined;
    const { commune, hamlets, nodes, zones, emergency_templates, emergency_tile_order } = demo;
    this.commune = {
      id: id_of('xa'),
      name: `${commune.unit} ${commune.name}`,
      station_name: commune.station_name,
      time_zone: commune.time_zone,
      duty_phone: commune.phones.duty_officer,
      hours: {
        allowed: commune.policy.allowed_windows.map(([from, to]) => ({ from, to })),
        quiet: { from: commune.policy.quiet[0], to: commune.policy.quiet[1] },
        longest_session_minutes: 60,
        sessions_per_day: 2,
      },
    };
    this.areas = [
      { id: id_of('xa'), kind: 'commune', unit: 'xã', name: commune.name, full_name: this.commune.name, assembly_point: '', center: point([21.33, 106.09]), version: 1 },
      ...hamlets.map((h) => ({ id: id_of(h.id), parent: id_of('xa'), kind: 'hamlet', unit: h.unit, name: h.name, full_name: h.full_name, assembly_point: h.assembly_point, center: point(h.center), version: 1 })),
    ];
    this.zones = empty ? [] : zones.map((z) => ({ id: id_of(z.id), name: z.name, areas: (z.hamlets ?? []).map(id_of), nodes: (z.nodes ?? []).map(id_of), version: 1 }));
    const started = Date.now() - 3 * 3600_000;
    this.nodes = empty ? [] : nodes.map((n) => ({
      id: id_of(n.id), number: n.number, hamlet: id_of(n.hamlet), name: n.name, device_code: n.device_code, link: n.link,
      position: point(n.position), volume: n.volume, start_delay_ms: n.start_delay_ms, echo_group: 0, stage: n.number === 18 ? 'expected' : 'enrolled', version: 1,
      condition: { number: n.number, connected: ![12, 18].includes(n.number), since: iso(started), last_seen_at: iso(n.number === 12 ? started : Date.now()), clock_trusted: n.number !== 17, round_trip_ms: 42, software: '0.1.0', content_ready: n.number === 16 ? 3 : 7, content_wanted: 7 },
    }));
    const order = ['e1', 'e2', 'e3', 'e4', 'e5', 'e6'];
    this.tiles = order.map((code) => emergency_templates.find((t) => t.id === code)).map((t) => ({ template: id_of(t.id), code: t.id, tile: t.tile, icon: t.icon, all_clear: t.all_clear ?? false, text: t.text, order: emergency_tile_order }));
    this.officer = { id: id_of('op'), login: 'bientap1', title: 'Công chức Phòng Văn hóa - Xã hội', roles: ['approver', 'editor', 'administrator'], areas: [id_of('xa')], active: true, version: 1 };
    const head = { id: id_of('head'), login: 'truong-ben', title: 'Trưởng thôn Bến', roles: ['hamlet_head'], areas: [id_of('h05')], active: true, version: 1 };
    const gone = { id: id_of('gone'), login: 'bientap2', title: 'Biên tập viên (đã nghỉ)', roles: ['editor'], areas: [id_of('xa')], active: false, version: 2 };
    this.operators = [this.officer, head, gone];
    this.device_keys = [];
    this.jobs = new Map();
    this.uploads = new Map();
    this.broadcasts = new Map();
    this.deliveries = new Map();
    this.schedules = [];
    this.programmes = [{ id: id_of('p1'), name: 'Chương trình sáng', length_s: 3600, items: [], version: 1 }];
    this.announcements = empty ? [] : demo.announcements.slice(0, 5).map((a, i) => ({
      id: id_of(a.id), title: a.title, category: a.category, priority: 'normal', source: i === 3 ? 'file' : 'text', text: a.text, basis: '', music: false,
      state: 'approved', audio: i === 4 ? 'failed' : 'ready', consents: [], remark: '', created_by: this.officer.id, created_at: iso(started - i * 86400_000), version: 1,
      // One that is approved for a hamlet only.
      ...(i === 2 ? { created_by: head.id, consents: [{ approver: id_of('deputy'), given_by: id_of('deputy'), by_telephone: false, areas: [id_of('h05')], at: iso(started - 3600_000) }] } : {}),
      ...(i === 4 ? { audio_error: { code: 'speech_failed', detail: 'no', fix: 'correct_input', words: words_of('speech_failed') } } : { content: { hash: '0'.repeat(64), size_bytes: 200_000, duration_ms: 70_000 + i * 1000, loudness_lufs: -18, true_peak_dbtp: -2 } }),
    }));
    if (!empty && !needs_setup) this.#history();
  }

  #history() {
    const day = 24 * 3600_000;
    const today = Math.floor((Date.now() + 7 * 3600_000) / day) * day - 7 * 3600_000 + 5.5 * 3600_000;
    const morning = today > Date.now() ? today - day : today;
    const past = this.cast({ title: this.announcements[0].title, announcement: this.announcements[0].id, nodes: this.nodes.map((n) => n.number).filter((n) => n !== 18), starts: morning, duration_ms: 70_000, state: 'ended' });
    for (const n of past.nodes) {
      const states = { 12: ['unconfirmed', 'none', 0, ''], 7: ['partial', 'E2', 64_000, 'mất mạng 6 giây'], 9: ['missed', 'E0', 0, 'mất điện'] };
      const [state, evidence, played, reason] = states[n] ?? ['played', n % 4 ? 'E2' : 'E3', 70_000, ''];
      this.deliver(past, n, state, { evidence, played_ms: played, reason, ...(played ? { first_sample_at: iso(morning + 4), last_sample_at: iso(morning + played) } : {}) });
    }
    const ben = this.areas.find(({ name }) => name === 'Bến').id;
    for (const [kind, title, hours_before] of [['all_clear', 'HẾT NGUY HIỂM - Thôn Bến', 20], ['drill', 'DIỄN TẬP: LŨ, NƯỚC DÂNG - Thôn Bến', 19]]) {
      const called = this.cast({ title, kind, area: ben, nodes: this.resolve({ areas: [ben] }), starts: morning - hours_before * 3600_000, duration_ms: 40_000, state: 'ended' });
      for (const n of called.nodes) this.deliver(called, n, 'played', { evidence: 'E2', played_ms: 40_000 });
    }
    this.cast({ title: this.announcements[1].title, announcement: this.announcements[1].id, nodes: [4, 5, 6, 7], starts: morning + day, duration_ms: 71_000, state: 'planned' });
    this.schedules.push({ id: id_of('s1'), announcement: this.announcements[1].id, targets: { areas: [id_of('h02'), id_of('h03')] }, priority: 'normal', when_interrupted: 'resume', local_start: iso(morning + day + 7 * 3600_000).slice(0, 19), time_zone: 'Asia/Ho_Chi_Minh', recurrence: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', start_grace_s: 120, outside_hours_reason: 'đoàn kiểm tra', on_special_days: [], staggered: false, askings: [{ edition: 0, by: id_of('o9') }], state: 'active', created_by: this.officer.id, created_at: iso(), version: 1 });
    this.schedules.push({ id: id_of('s2'), programme: id_of('p1'), targets: { areas: [id_of('h02'), id_of('h03')] }, priority: 'normal', when_interrupted: 'resume', local_start: iso(morning + day + 7 * 3600_000).slice(0, 19), time_zone: 'Asia/Ho_Chi_Minh', recurrence: 'FREQ=DAILY', start_grace_s: 120, outside_hours_reason: '', on_special_days: [], staggered: false, askings: [{ edition: 0, by: id_of('o9') }], state: 'active', created_by: this.officer.id, created_at: iso(), version: 1 });
  }

  cast({ title, announcement, nodes, starts, duration_ms, state = 'planned', kind = 'scheduled', template, area }) {
    const broadcast = {
      id: new_id(), kind, priority: { emergency: 'emergency', all_clear: 'priority' }[kind] ?? 'normal', when_interrupted: 'resume', title, nodes,
      ...(announcement ? { announcement } : {}), ...(template ? { emergency_template: template } : {}), ...(area ? { area } : {}),
      starts_at: iso(starts), start_by: iso(starts + 120_000), duration_ms, max_duration_ms: kind === 'emergency' ? 1_800_000 : duration_ms + 1000,
      streamed: false, state, created_by: this.officer.id, created_at: iso(), ...(state === 'ended' ? { ended_at: iso(starts + duration_ms) } : {}),
    };
    this.broadcasts.set(broadcast.id, broadcast);
    this.deliveries.set(broadcast.id, new Map());
    for (const node of nodes) this.deliver(broadcast, node, 'planned');
    return broadcast;
  }

  deliver(broadcast, node, state, more = {}) {
    const before = this.deliveries.get(broadcast.id).get(node);
    const row = { broadcast: broadcast.id, node, played_ms: 0, expected_ms: broadcast.duration_ms, evidence: 'none', reason: '', ...before, ...more, state, changed_at: iso() };
    this.deliveries.get(broadcast.id).set(node, row);
    this.tell({ topic: 'cast', deliveries: [row] });
  }

  coverage({ id }) {
    const counts = { played: 0, partial: 0, preempted: 0, missed: 0, cancelled: 0, unconfirmed: 0, playing: 0, open: 0, of: 0 };
    for (const { state } of this.deliveries.get(id).values()) {
      counts[state in counts ? state : 'open']++;
      counts.of++;
    }
    return counts;
  }

  /** Whom a replay would reach: who missed an announcement that is over, and was given it by no later broadcast. */
  replay_to({ id, kind, announcement, ended_at, starts_at }) {
    if (kind !== 'scheduled' || !announcement || !ended_at) return [];
    const since = [...this.broadcasts.values()].filter((b) => b.announcement === announcement && b.starts_at > starts_at && b.state !== 'planned').flatMap(({ nodes }) => nodes);
    const missed = [...this.deliveries.get(id).values()].filter(({ state }) => ['missed', 'partial', 'preempted'].includes(state));
    return missed.map(({ node }) => node).filter((node) => !since.includes(node));
  }

  set(broadcast, change) {
    Object.assign(broadcast, change);
    this.tell({ topic: 'cast', broadcasts: [broadcast] });
  }

  /** Counts down, plays, ends; loudspeaker 12 never answers. */
  run(broadcast) {
    const hears = (node) => this.nodes.find((n) => n.number === node).condition.connected;
    const wait = (at, work) => setTimeout(() => !['cancelled', 'stopped'].includes(broadcast.state) && work(), Math.max(0, at - Date.now()));
    const starts = Date.parse(broadcast.starts_at);
    this.set(broadcast, { state: 'counting_down' });
    wait(Date.now() + 500, () => broadcast.nodes.filter(hears).forEach((n) => this.deliver(broadcast, n, 'acknowledged', { evidence: 'E0' })));
    wait(starts, () => {
      if (broadcast.kind === 'all_clear') this.#over_with(broadcast);
      this.set(broadcast, { state: 'on_air' });
      broadcast.nodes.filter(hears).forEach((n) => this.deliver(broadcast, n, 'playing', { evidence: 'E1', first_sample_at: iso(starts + 12) }));
    });
    wait(starts + broadcast.duration_ms, () => broadcast.kind !== 'emergency' && this.#finish(broadcast, hears));
  }

  /** As the controller: what warned where the danger is over is ended. */
  #over_with({ nodes }) {
    const warns_here = (b) => b.kind === 'emergency' && b.state === 'on_air' && b.nodes.some((node) => nodes.includes(node));
    [...this.broadcasts.values()].filter(warns_here).forEach((b) => this.stop(b));
  }

  #finish(broadcast, hears) {
    const now = Date.now();
    for (const n of broadcast.nodes) {
      if (hears(n)) this.deliver(broadcast, n, 'played', { evidence: 'E2', played_ms: broadcast.duration_ms, last_sample_at: iso(now) });
      else this.deliver(broadcast, n, 'unconfirmed');
    }
    this.set(broadcast, { state: 'ended', ended_at: iso(now) });
  }

  stop(broadcast) {
    const sounded = broadcast.state === 'on_air';
    for (const [node, row] of this.deliveries.get(broadcast.id)) {
      this.deliver(broadcast, node, row.state === 'playing' ? 'partial' : 'cancelled', row.state === 'playing' ? { played_ms: 5000, last_sample_at: iso(), evidence: 'E2', reason: 'stop', reason_words: { vi: 'Có người đã bấm dừng.', en: 'Somebody stopped it.' } } : {});
    }
    this.set(broadcast, { state: sounded ? 'stopped' : 'cancelled', ended_at: iso() });
  }

  resolve(targets) {
    const zones = this.zones.filter((z) => targets.zones?.includes(z.id));
    const areas = [...(targets.areas ?? []), ...zones.flatMap((z) => z.areas)];
    const nodes = [...(targets.nodes ?? []), ...zones.flatMap((z) => z.nodes)];
    return this.nodes.filter((n) => areas.includes(n.hamlet) || areas.includes(this.commune.id) || nodes.includes(n.id)).map((n) => n.number);
  }

  emergency_page() {
    const nodes_of = (area) => this.nodes.filter((n) => n.hamlet === area.id || area.kind === 'commune').map((n) => ({ number: n.number, name: n.name, connected: n.condition.connected }));
    const hamlets = this.areas.filter((a) => a.kind === 'hamlet');
    const ben = hamlets.filter((a) => a.name === 'Bến');
    const areas = [...ben, ...hamlets.filter((a) => a.name !== 'Bến'), ...this.areas.filter((a) => a.kind === 'commune')];
    const fill = (text, area) => text.replace('{issuer}', `${area.kind === 'hamlet' ? 'Trưởng' : 'Ủy ban nhân dân'} ${area.full_name.toLowerCase().replace(area.name.toLowerCase(), area.name)}`).replace(/\{hamlet\}/g, area.full_name).replace('{assembly_point}', area.assembly_point || 'nơi đã định của thôn, bản').replace('{duty_phone}', this.commune.duty_phone).replace(/\{\w+\}/g, this.commune.name);
    return {
      server_time: iso(), commune_name: this.commune.name, station_name: this.commune.station_name, duty_phone: this.commune.duty_phone,
      officer: { id: this.officer.id, title: this.officer.title }, countdown_ms: 3000,
      areas: areas.map((a) => ({ id: a.id, kind: a.kind, full_name: a.full_name, assembly_point: a.assembly_point, reason_needed: a.kind === 'commune', clusters: nodes_of(a) })),
      tiles: this.tiles.map((t) => ({ template: t.template, code: t.code, tile: t.tile, icon: t.icon, all_clear: t.all_clear, sentences: areas.map((a) => ({ area: a.id, sentence: fill(t.text, a), ready: true, duration_ms: 30_000 })) })),
      on_air: [...this.broadcasts.values()].filter((b) => ['emergency', 'all_clear'].includes(b.kind) && ['counting_down', 'on_air'].includes(b.state)),
    };
  }

  /** As the controller's: only what is still open. */
  snapshot(seq) {
    const open = [...this.broadcasts.values()].filter(({ state, starts_at }) => ['planned', 'counting_down', 'on_air'].includes(state) && Date.parse(starts_at) < Date.now() + 24 * 3600_000);
    return { type: 'snapshot', seq, server_time: iso(), nodes: this.nodes.map((n) => n.condition), broadcasts: open, deliveries: open.flatMap(({ id }) => [...this.deliveries.get(id).values()]), jobs: [...this.jobs.values()] };
  }
}
