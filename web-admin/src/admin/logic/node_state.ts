// How a loudspeaker cluster is, in one word; and the order in which a person should look at them.
import type { Node, NodeCondition } from '../../api/types';

export type NodeState = 'waiting' | 'lost' | 'weak' | 'expected' | 'playing' | 'unsure' | 'good' | 'revoked';

export type Weakness = 'slow' | 'clock';

const slow_ms = 1500;

/** Why a connected cluster is not to be relied on. */
export function weakness({ round_trip_ms, clock_trusted }: NodeCondition): Weakness | undefined {
  if (round_trip_ms > slow_ms) return 'slow';
  return clock_trusted ? undefined : 'clock';
}

/** `line_is_lost`: nobody can say any more whether what sounded then sounds still. */
export function node_state(node: Node, condition: NodeCondition | undefined, line_is_lost = false): NodeState {
  const now = condition ?? node.condition;
  if (now.enrolment) return 'waiting';
  if (node.stage === 'revoked') return 'revoked';
  if (node.stage === 'expected') return 'expected';
  if (!now.connected) return 'lost';
  if (now.playing) return line_is_lost ? 'unsure' : 'playing';
  return weakness(now) ? 'weak' : 'good';
}

const attention: NodeState[] = ['waiting', 'lost', 'weak', 'expected', 'revoked', 'unsure', 'playing', 'good'];

export interface NodeRow {
  node: Node;
  condition: NodeCondition;
  state: NodeState;
}

export function node_rows(nodes: Node[], conditions: Record<number, NodeCondition>, line_is_lost = false): NodeRow[] {
  return nodes
    .map((node) => ({ node, condition: conditions[node.number] ?? node.condition, state: node_state(node, conditions[node.number], line_is_lost) }))
    .sort((a, b) => attention.indexOf(a.state) - attention.indexOf(b.state) || a.node.number - b.node.number);
}

export interface NodeCounts {
  good: number;
  weak: number;
  lost: number;
  rest: number;
}

export function node_counts(rows: NodeRow[]): NodeCounts {
  const counts = { good: 0, weak: 0, lost: 0, rest: 0 };
  for (const { state } of rows) {
    if (state === 'good' || state === 'playing' || state === 'unsure') counts.good++;
    else if (state === 'weak') counts.weak++;
    else if (state === 'lost') counts.lost++;
    else counts.rest++;
  }
  return counts;
}

/** What a person is told besides the state: only what is not as it should be. */
export interface NodeNotes {
  lost_since?: string;
  weakness?: Weakness;
  content?: { ready: number; wanted: number };
}

export function node_notes({ node, condition, state }: NodeRow): NodeNotes {
  const { since, content_ready: ready, content_wanted: wanted } = condition;
  return {
    ...(state === 'lost' ? { lost_since: since } : {}),
    ...(state === 'weak' ? { weakness: weakness(condition) } : {}),
    ...(node.stage === 'enrolled' && ready < wanted ? { content: { ready, wanted } } : {}),
  };
}
