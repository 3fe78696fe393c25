import { expect, test } from 'vitest';
import { cast_look, delivery_look, look_in } from '../../src/ui/marks';

test('a drill that sounds is never shown in the colour of what is on the air', () => {
  for (const look of [cast_look.counting_down, cast_look.on_air, delivery_look.playing]) {
    expect(look_in('emergency', look).tone).toBe('air');
    expect(look_in('drill', look)).toEqual({ icon: look.icon, tone: 'drill' });
  }
});

test('how a drill went is shown as of any other broadcast', () => {
  for (const verdict of ['played', 'missed', 'partial'] as const) expect(look_in('drill', cast_look[verdict])).toEqual(cast_look[verdict]);
});
