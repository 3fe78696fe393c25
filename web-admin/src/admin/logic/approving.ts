// Which acts of approval a person is offered for an announcement. The server decides; what it would refuse anyway is not shown.
import type { components } from '../../api/schema';
import type { Announcement, Operator, Schedule } from '../../api/types';

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

export function acts_for(row: Announcement, who: Operator, world: ApprovalWorld, now: number): ApprovalAct[] {
  if (row.audio !== 'ready') return [];
  const writes = who.roles.some((role) => role === 'editor' || role === 'approver' || role === 'hamlet_head');
  if (is_open.includes(row.state)) return writes && asks_somebody(world) ? ['submit'] : [];
  if (row.state !== 'waiting' || !holds_right(who, world, now)) return [];
  const is_own = row.created_by === who.id || row.consents.some((one) => one.approver === who.id || one.given_by === who.id);
  return is_own ? ['return', 'reject'] : ['approve', 'return', 'reject'];
}

/** Planned outside the hours where the commune wants two persons, and nobody else agreed yet. */
export function waits_for_second(rule: Schedule, policy: Schemas['ApprovalPolicy']): boolean {
  if (!policy.second_person_outside_hours || rule.state !== 'active') return false;
  const reasons = [rule.outside_hours_reason, ...(rule.changes ?? []).map(({ wanted }) => wanted?.outside_hours_reason)];
  return reasons.some(Boolean) && rule.askings.some(({ agreed_by }) => !agreed_by);
}

export const may_agree = (rule: Schedule, who: Operator): boolean => rule.askings.some(({ by, agreed_by }) => !agreed_by && by !== who.id);
