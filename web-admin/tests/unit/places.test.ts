// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { is_ours, route_of } from '../../src/admin/router';
import { node_counts, node_rows, node_state } from '../../src/admin/logic/node_state';
import type { Node, NodeCondition } from '../../src/api/types';
import { cast_of, concerns, place_of, seen_from } from '../../src/emergency/from_server';
import { missing, empty_form, request_of } from '../../src/login/setup';
import { way_back } from '../../src/login/way_back';

test('addresses show their pages and unknown ones say so', () => {
  expect(route_of('/')).toEqual({ name: 'home', params: {} });
  expect(route_of('/index.html').name).toBe('home');
  expect(route_of('/cum-loa/12/')).toEqual({ name: 'node', params: { number: '12' } });
  expect(route_of('/luot-phat/0190f3c8-0000-7000-8000-000000000001').params.id).toHaveLength(36);
  expect(route_of('/khong-co').name).toBe('missing');
});

test('only plain clicks on our own routes are ours', () => {
  const link = (href: string) => Object.assign(document.createElement('a'), { href });
  const click = (change = {}) => new MouseEvent('click', change);
  const origin = 'http://localhost:3000';

  expect(is_ours(link(`${origin}/ban-tin`), click(), origin)).toBe(true);
  expect(is_ours(link(`${origin}/khan-cap`), click(), origin)).toBe(false);
  expect(is_ours(link('http://elsewhere.example/ban-tin'), click(), origin)).toBe(false);
  expect(is_ours(link(`${origin}/ban-tin`), click({ ctrlKey: true }), origin)).toBe(false);
});

test('after signing in one comes back to the same place and never to another site', () => {
  expect(way_back('?ve=%2Ftao-ban-tin%3Fbuoc%3D3')).toBe('/tao-ban-tin?buoc=3');
  for (const bad of ['', '?ve=https://evil.example', '?ve=//evil.example', '?ve=/%5Cevil.example', '?ve=javascript:alert(1)']) expect(way_back(bad)).toBe('/');
});

const condition = (change: Partial<NodeCondition> = {}): NodeCondition => ({ number: 1, connected: true, since: 'x', clock_trusted: true, round_trip_ms: 40, software: '', content_ready: 1, content_wanted: 1, ...change });
const node = (number: number, change: Partial<Node> = {}): Node => ({
  id: `n${number}`, number, hamlet: 'h', name: `Cụm ${number}`, device_code: '', link: '4g', position: { latitude: 0, longitude: 0 }, volume: { day: 70, evening: 60, emergency: 100 }, start_delay_ms: 0, echo_group: 0, stage: 'enrolled', version: 1, condition: condition({ number }), ...change,
});

test('a cluster’s state follows from what is known, the newest first', () => {
  expect(node_state(node(1), undefined)).toBe('good');
  expect(node_state(node(1), condition({ connected: false }))).toBe('lost');
  expect(node_state(node(1), condition({ clock_trusted: false }))).toBe('weak');
  expect(node_state(node(1), condition({ playing: 'b' }))).toBe('playing');
  expect(node_state(node(1), condition({ playing: 'b' }), true)).toBe('unsure');
  expect(node_state(node(1, { stage: 'expected' }), condition({ connected: false }))).toBe('expected');
  expect(node_state(node(1, { stage: 'expected' }), condition({ enrolment: { six_words: 'a b c d e f', device_facts: '' } }))).toBe('waiting');
});

test('what needs attention stands first, and what is not in use is counted apart', () => {
  const rows = node_rows([node(1), node(2), node(3, { stage: 'expected' })], { 2: condition({ number: 2, connected: false }) });

  expect(rows.map(({ node: { number } }) => number)).toEqual([2, 3, 1]);
  expect(node_counts(rows)).toEqual({ good: 1, weak: 0, lost: 1, rest: 1 });
});

test('every emergency tile keeps its place, and one without its sound here says so', () => {
  const page = {
    server_time: '', commune_name: 'xã An Bình', station_name: '', duty_phone: '113', officer: { id: 'o', title: 'Trưởng thôn Bến' }, countdown_ms: 3000, on_air: [],
    areas: [{ id: 'h5', kind: 'hamlet' as const, full_name: 'Thôn Bến', assembly_point: '', reason_needed: false, clusters: [{ number: 9, name: 'Bến đò', connected: true }] },
      { id: 'c1', kind: 'commune' as const, full_name: 'Xã An Bình', assembly_point: '', reason_needed: true, clusters: [] }],
    tiles: [
      { template: 't1', code: 'e1', tile: 'LŨ', icon: 'wave', all_clear: false, sentences: [{ area: 'h5', sentence: 'Nước dâng tại Thôn Bến', ready: true, flaw: { name: 'older' as const, words: { vi: 'Tiếng cũ hơn lời', en: 'It is older' } } }] },
      { template: 't2', code: 'e2', tile: 'BÃO', icon: 'storm', all_clear: false, sentences: [{ area: 'h1', sentence: '…', ready: true }] },
      { template: 't3', code: 'e3', tile: 'BÁO YÊN', icon: 'other', all_clear: true, sentences: [] },
    ],
  };
  const place = place_of(page, 'unknown')!;

  expect(place.hamlet).toBe('Thôn Bến');
  expect([place.reason_needed, place_of(page, 'c1')?.reason_needed]).toEqual([false, true]);
  expect(place.tiles.map(({ words, ready }) => [words, ready])).toEqual([['LŨ', true], ['BÃO', false], ['BÁO YÊN', false]]);
  expect(place.tiles.map(({ flaw }) => flaw)).toEqual(['Tiếng cũ hơn lời', undefined, undefined]);
  expect(place.tiles.filter(({ all_clear }) => all_clear).map(({ words }) => words)).toEqual(['BÁO YÊN']);
});

test('only what is called at one’s own clusters concerns the page, a drill does not, and silence is not playing', () => {
  const place = { area: 'h', hamlet: '', reason_needed: false, commune: '', duty_phone: '', countdown_ms: 3000, tiles: [], clusters: [{ number: 9, name: '', connected: true }] };
  const broadcast = { id: 'b', kind: 'emergency', nodes: [9, 10], starts_at: '2026-11-22T00:00:00Z', state: 'on_air', title: '' } as never;
  const delivery = { broadcast: 'b', node: 9, state: 'acknowledged' } as never;

  expect(concerns(broadcast, place)).toBe(true);
  expect(concerns({ ...(broadcast as object), kind: 'all_clear' } as never, place)).toBe(true);
  for (const kind of ['scheduled', 'drill']) expect(concerns({ ...(broadcast as object), kind } as never, place)).toBe(false);
  expect(cast_of({ ...(broadcast as object), kind: 'all_clear' } as never, []).all_clear).toBe(true);
  const over_here = { broadcast: 'b', node: 9, state: 'partial' } as never;
  expect(seen_from(place as never, cast_of(broadcast, [delivery]))).toMatchObject({ state: 'on_air', clusters: [{ number: 9 }] });
  expect(seen_from(place as never, cast_of(broadcast, [over_here])).state).toBe('stopped');
  expect(cast_of(broadcast, [delivery]).clusters).toEqual([
    { number: 9, state: 'waiting', has_order: true },
    { number: 10, state: 'waiting', has_order: false },
  ]);
});

test('set-up names what is missing and sends tidy NFC text', () => {
  expect(missing(empty_form, 2)).toEqual(['title', 'login', 'password']);
  expect(missing({ ...empty_form, title: 'a', login: 'b', password: 'ngắn quá' }, 2)).toEqual(['password']);
  const request = request_of({ ...empty_form, code: ' x ', login: 'vanhoa1', name: ' An  Bình '.normalize('NFD'), province_name: 'Minh Hà' });
  expect(request.commune).toEqual({ unit: 'xã', name: 'An Bình', province: { unit: 'tỉnh', name: 'Minh Hà' } });
  expect(request.code).toBe('x');
});
