// The first steps of a new commune, in order: each with the page where it is done.

export interface Step {
  step: 'places' | 'node' | 'announcement' | 'broadcast';
  done: boolean;
  address: string;
}

export interface Begun {
  has_places: boolean;
  has_node: boolean;
  has_announcement: boolean;
  has_broadcast: boolean;
}

export function first_steps(begun: Begun): Step[] {
  return [
    { step: 'places', done: begun.has_places, address: '/cum-loa' },
    { step: 'node', done: begun.has_node, address: '/cum-loa' },
    { step: 'announcement', done: begun.has_announcement, address: '/tao-ban-tin' },
    { step: 'broadcast', done: begun.has_broadcast, address: '/tao-ban-tin' },
  ];
}
