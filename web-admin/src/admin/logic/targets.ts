// What was chosen, as loudspeakers: the union of zones, hamlets and single clusters, the way the server resolves it.
import type { Area, Node, Targets, Zone } from '../../api/types';

export interface Places {
  areas: Area[];
  zones: Zone[];
  nodes: Node[];
}

export const hamlets_of = ({ areas }: Places): Area[] => areas.filter(({ kind }) => kind === 'hamlet');

export function commune_of({ areas }: Places): Area | undefined {
  return areas.find(({ kind }) => kind === 'commune');
}

/** Whether the one is the other, or lies somewhere below it. */
export function inside(places: Pick<Places, 'areas'>, outer: string, inner: string): boolean {
  for (let id: string | undefined = inner, depth = 0; id && depth < 8; depth++) {
    if (id === outer) return true;
    id = places.areas.find((area) => area.id === id)?.parent;
  }
  return false;
}

/** The clusters that would sound: those with a device, or still to get one; never the revoked. */
export function resolve(places: Places, targets: Targets): Node[] {
  const zones = places.zones.filter(({ id }) => targets.zones?.includes(id));
  const areas = [...(targets.areas ?? []), ...zones.flatMap((zone) => zone.areas)];
  const nodes = new Set([...(targets.nodes ?? []), ...zones.flatMap((zone) => zone.nodes)]);
  return places.nodes.filter((node) => nodes.has(node.id) || areas.some((area) => inside(places, area, node.hamlet)));
}

export function hamlets_touched(places: Places, nodes: Node[]): Area[] {
  const ids = new Set(nodes.map(({ hamlet }) => hamlet));
  return hamlets_of(places).filter(({ id }) => ids.has(id));
}

/** "Thôn Chợ, Các thôn vùng đồi" */
export function target_names(places: Places, targets: Targets): string {
  return [
    ...places.zones.filter(({ id }) => targets.zones?.includes(id)).map(({ name }) => name),
    ...places.areas.filter(({ id }) => targets.areas?.includes(id)).map(({ full_name }) => full_name),
    ...places.nodes.filter(({ id }) => targets.nodes?.includes(id)).map(({ name }) => name),
  ].join(', ');
}

export function toggled(ids: string[], id: string): string[] {
  return ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id];
}
