import { expect, test } from 'vitest';
import { sources } from '../../src/admin/logic/listening';
import { pauses, wave_height, wave_path, wave_width } from '../../src/admin/logic/waveform';
import { en } from '../../src/words/admin/en';
import { vi } from '../../src/words/admin/vi';

const bars = (path: string) => [...path.matchAll(/M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)/g)].map(([, x, y, width, height]) => ({ x: Number(x), y: Number(y), width: Number(width), height: Number(height) }));

test('a browser is offered what every one plays before what only newer ones play', () => {
  expect(sources('id-1', 'ab c')).toEqual([
    { src: '/api/v1/announcements/id-1/listen?v=ab%20c', type: 'audio/mpeg' },
    { src: '/api/v1/announcements/id-1/audio?v=ab%20c', type: 'audio/ogg; codecs=opus' },
  ]);
});

test('another sound has other addresses, so that no browser plays what it has of the old one', () => {
  expect(sources('id-1', 1)[0]!.src).not.toBe(sources('id-1', 2)[0]!.src);
});

test('the waveform has a bar for each peak, as high as it is loud, inside the picture', () => {
  const drawn = bars(wave_path([0, 128, 255, 999]));
  expect(drawn.map((bar) => bar.height)).toEqual([1, 32.13, 64, 64]);
  expect(drawn.map((bar) => bar.x)).toEqual([0, 100, 200, 300]);
  for (const bar of drawn) {
    expect(bar.y).toBeCloseTo((wave_height - bar.height) / 2, 1);
    expect(bar.x + bar.width).toBeLessThanOrEqual(wave_width);
  }
  expect(bars(wave_path(new Array<number>(400).fill(50)))).toHaveLength(400);
  expect(wave_path([])).toBe('');
});

test('long pauses are named, breaths between words are not', () => {
  const peaks = [100, 0, 0, 100, 0, 0, 0, 0, 100, 0, 0, 0, 0, 0];
  expect(pauses(peaks, 14_000)).toEqual([{ at_ms: 4000, length_ms: 4000 }, { at_ms: 9000, length_ms: 5000 }]);
  expect(pauses([0, 0, 0, 0], 12_000)).toEqual([{ at_ms: 0, length_ms: 12_000 }]);
  expect(pauses([90, 90], 12_000)).toEqual([]);
  expect(pauses([], 0)).toEqual([]);
});

test('what the waveform shows is said in words', () => {
  expect(vi.waveform('1 phút', [])).toBe('Hình sóng âm, dài 1 phút. Không có khoảng lặng dài.');
  expect(vi.waveform('1 phút', [vi.waveform_pause('4 giây', '5 giây')])).toBe('Hình sóng âm, dài 1 phút. Khoảng lặng: từ 4 giây, lặng 5 giây.');
  expect(en.waveform('1 min', [en.waveform_pause('4 s', '5 s')])).toBe('Waveform, 1 min long. Pauses: at 4 s, for 5 s.');
});
