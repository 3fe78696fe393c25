// Which acts of approval a person is offered for an announcement. The server decides; what it would refuse anyway is not shown.
import type { components } from '../../api/schema';
import type { Announcement, Area, Operator, Schedule } from '../../api/types';
import { inside } from './targets';

type Schemas = components['schemas'];
export type ApprovalAct = Schemas['ApprovalAct']['act'];

export interface ApprovalWorld {
  policy: Schemas['ApprovalPolicy'];
  delegations: Schemas['Delegation'][];
}

const is_open: Announcement['state'][] = ['draft', 'returned', 'withdrawn'];

/** Whose rules ask for nobody see nothing of all this. */
export const asks_somebody = (world: ApprovalWorld): boolean => world.policy.rules.some((rule) => rule.steps > 0);

function holds_right(who: Operator, world: ApprovalWorld, now: number): boolean {
  if (who.roles.includes('approver')) return true;
  return world.delegations.some(
    (lent) => lent.borrower === who.id && !lent.ended_at && Date.parse(lent.from) <= now && now < Date.parse(lent.until),
  );
}

const is_covered = (row: Announcement, area: string, areas: Area[]): boolean =>
  row.consents.some((consent) => consent.areas.some((outer) => inside({ areas }, outer, area)));

/** The areas that an approval reaches so far, where it does not reach the whole commune; empty where it does, or nobody was asked. */
export function approved_only_in(row: Announcement, areas: Area[]): Area[] {
  const commune = areas.find(({ kind }) => kind === 'commune');
  if (row.state !== 'approved' || !commune || !row.consents.length || is_covered(row, commune.id, areas)) return [];
  return areas.filter(({ id }) => row.consents.some((consent) => consent.areas.includes(id)));
}

export function acts_for(row: Announcement, who: Operator, world: ApprovalWorld, now: number, areas: Area[]): ApprovalAct[] {
  if (row.audio !== 'ready') return [];
  const writes = who.roles.some((role) => role === 'editor' || role === 'approver' || role === 'hamlet_head');
  if (is_open.includes(row.state)) return writes && asks_somebody(world) ? ['submit'] : [];
  if (!holds_right(who, world, now)) return [];
  const is_own = row.created_by === who.id || row.consents.some((one) => one.approver === who.id || one.given_by === who.id);
  if (row.state === 'waiting') return is_own ? ['return', 'reject'] : ['approve', 'return', 'reject'];
  const reaches_further = approved_only_in(row, areas).length > 0 && who.areas.some((area) => !is_covered(row, area, areas));
  return reaches_further && !is_own ? ['approve'] : [];
}

/** Planned outside the hours where the commune wants two persons, and nobody else agreed yet. */
export function waits_for_second(rule: Schedule, policy: Schemas['ApprovalPolicy']): boolean {
  if (!policy.second_person_outside_hours || rule.state !== 'active') return false;
  const reasons = [rule.outside_hours_reason, ...(rule.changes ?? []).map(({ wanted }) => wanted?.outside_hours_reason)];
  return reasons.some(Boolean) && rule.askings.some(({ agreed_by }) => !agreed_by);
}

export const may_agree = (rule: Schedule, who: Operator): boolean => rule.askings.some(({ by, agreed_by }) => !agreed_by && by !== who.id);
