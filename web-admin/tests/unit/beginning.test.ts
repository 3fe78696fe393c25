import { expect, test } from 'vitest';
import { first_steps } from '../../src/admin/logic/beginning';

test('a new commune is led from its places to its first broadcast, and what is done stays in its place', () => {
  const steps = first_steps({ has_places: true, has_node: false, has_announcement: true, has_broadcast: false });

  expect(steps.map(({ step, done }) => `${step} ${done}`)).toEqual(['places true', 'node false', 'announcement true', 'broadcast false']);
});
