import { expect, test } from 'vitest';
import { acts_for as acts_in, approved_only_in, may_agree, waits_for_second, type ApprovalWorld } from '../../src/admin/logic/approving';
import type { Announcement, Area, Operator, Schedule } from '../../src/api/types';

const person = (id: string, role: Operator['roles'][number]): Operator => ({ id, login: id, title: '', roles: [role], areas: ['a'], active: true, version: 1 });
const row = (state: Announcement['state']): Announcement => ({
  id: 'b', title: 'Họp thôn', category: '', priority: 'normal', source: 'text', text: '', basis: '', music: false, state, audio: 'ready', consents: [], remark: '',
  created_by: 'writer', created_at: '2026-11-22T00:00:00.000Z', version: 1,
});
const areas = [{ id: 'a', kind: 'commune', full_name: 'Xã Bình Hòa' }, { id: 'ben', kind: 'hamlet', parent: 'a', full_name: 'Thôn Bến' }] as Area[];
const acts_for = (one: Announcement, who: Operator, world: ApprovalWorld, at: number) => acts_in(one, who, world, at, areas);
const asking: ApprovalWorld = { policy: { rules: [{ steps: 1 }], second_person_outside_hours: false, version: 1 }, delegations: [] };
const nobody_asked: ApprovalWorld = { policy: { rules: [{ steps: 0 }], second_person_outside_hours: false, version: 1 }, delegations: [] };
const now = Date.parse('2026-11-22T00:00:00Z');

test('where nobody is asked, nobody is offered to send anything for approval', () => {
  expect(acts_for(row('draft'), person('writer', 'editor'), nobody_asked, now)).toEqual([]);
  expect(acts_for(row('draft'), person('writer', 'editor'), asking, now)).toEqual(['submit']);
  expect(acts_for({ ...row('draft'), audio: 'processing' }, person('writer', 'editor'), asking, now)).toEqual([]);
});

test('an approver is offered to approve what others wrote and nobody has approved in their name', () => {
  expect(acts_for(row('waiting'), person('leader', 'approver'), asking, now)).toEqual(['approve', 'return', 'reject']);
  expect(acts_for(row('waiting'), person('writer', 'approver'), asking, now)).toEqual(['return', 'reject']);
  const once = { ...row('waiting'), consents: [{ approver: 'leader', given_by: 'leader', by_telephone: false, areas: ['a'], at: '2026-11-22T00:00:00.000Z' }] };
  expect(acts_for(once, person('leader', 'approver'), asking, now)).not.toContain('approve');
  expect(acts_for(row('waiting'), person('other', 'editor'), asking, now)).toEqual([]);
  expect(acts_for(row('approved'), person('leader', 'approver'), asking, now)).toEqual([]);
});

test('what is approved in a part of the places says so, and is offered to whoever reaches further', () => {
  const consent = (area: string) => ({ approver: 'of-ben', given_by: 'of-ben', by_telephone: false, areas: [area], at: '2026-11-22T00:00:00.000Z' });
  const in_ben = { ...row('approved'), consents: [consent('ben')] };

  expect(approved_only_in(in_ben, areas).map(({ id }) => id)).toEqual(['ben']);
  expect(acts_for(in_ben, person('leader', 'approver'), asking, now)).toEqual(['approve']);
  expect(acts_for(in_ben, { ...person('deputy', 'approver'), areas: ['ben'] }, asking, now), 'reaches no further').toEqual([]);
  expect(acts_for(in_ben, person('writer', 'approver'), asking, now), 'own words').toEqual([]);
  expect(acts_for(in_ben, person('of-ben', 'approver'), asking, now), 'agreed already').toEqual([]);
  expect(acts_for(in_ben, person('other', 'editor'), asking, now)).toEqual([]);
  const everywhere = { ...row('approved'), consents: [consent('ben'), consent('a')] };
  expect(approved_only_in(everywhere, areas)).toEqual([]);
  expect(acts_for(everywhere, person('leader', 'approver'), asking, now)).toEqual([]);
});

test('to whom an approver lent the right is offered the same, for as long as it was lent', () => {
  const lent = { id: 'd', lender: 'leader', borrower: 'other', from: '2026-11-21T00:00:00.000Z', until: '2026-11-23T00:00:00.000Z' };
  const other = person('other', 'editor');

  expect(acts_for(row('waiting'), other, { ...asking, delegations: [lent] }, now)).toContain('approve');
  expect(acts_for(row('waiting'), other, { ...asking, delegations: [lent] }, now + 2 * 86_400_000)).toEqual([]);
  expect(acts_for(row('waiting'), other, { ...asking, delegations: [{ ...lent, ended_at: '2026-11-21T12:00:00.000Z' }] }, now)).toEqual([]);
});

test('a second person is offered to agree to what somebody else planned outside the hours, and only where the commune wants one', () => {
  const policy = { rules: [], second_person_outside_hours: true, version: 1 };
  const rule = { state: 'active', outside_hours_reason: 'đoàn kiểm tra', askings: [{ edition: 0, by: 'writer' }] } as unknown as Schedule;

  expect(waits_for_second(rule, policy)).toBe(true);
  expect(waits_for_second(rule, { ...policy, second_person_outside_hours: false })).toBe(false);
  expect(waits_for_second({ ...rule, outside_hours_reason: '' }, policy)).toBe(false);
  expect(waits_for_second({ ...rule, askings: [{ edition: 0, by: 'writer', agreed_by: 'boss' }] }, policy)).toBe(false);
  expect(may_agree(rule, person('writer', 'editor'))).toBe(false);
  expect(may_agree(rule, person('boss', 'approver'))).toBe(true);
});
