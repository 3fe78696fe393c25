// How each cluster's state looks: a shape first, so that the list is read without colour; what needs a megaphone comes first.
import type { HeardState } from '../api/heard';
import type { ClusterCast } from './model';

export const shapes: Record<HeardState, string> = {
  missed: 'M5 5l14 14M19 5L5 19',
  unconfirmed: 'M9 9a3 3 0 1 1 4 3c-1 .4-1 1-1 2M12 17v1M12 2a10 10 0 1 0 .1 0',
  waiting: 'M12 3a9 9 0 1 0 .1 0M12 7v5l3 2',
  partial: 'M12 3a9 9 0 1 0 .1 0M12 3v18',
  playing: 'M4 9v6h4l6 5V4L8 9zM17 8a5 5 0 0 1 0 8',
  played: 'M4 12l6 6L20 6',
  cancelled: 'M6 6h12v12H6z',
};

const order = Object.keys(shapes);

/** A cluster that has not answered for some seconds is "not confirmed", whatever it may be doing. */
export function ordered(clusters: ClusterCast[], waiting_is_late: boolean): ClusterCast[] {
  return clusters
    .map((cluster): ClusterCast => (cluster.state === 'waiting' && waiting_is_late ? { ...cluster, state: 'unconfirmed' } : cluster))
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.number - b.number);
}
