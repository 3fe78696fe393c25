import { expect, test } from 'vitest';
import { fold, matches } from '../../src/text/fold';

test('marks are ignored and đ is d, in either form of writing them', () => {
  expect(fold('Thôn 3 – ĐỒI CHÈ')).toBe('thon 3 – doi che');
  expect(fold('Đình'.normalize('NFD'))).toBe(fold('Đình'));
});

test('what people type finds what they mean', () => {
  expect(matches('Thôn 3', 'thon 3')).toBe(true);
  expect(matches('Nhà văn hóa thôn Đồi Chè', 'doi ch')).toBe(true);
  expect(matches('Vận động tham gia bảo hiểm y tế', 'bao hiem')).toBe(true);
  expect(matches('Bến đò', 'bến')).toBe(true);
  expect(matches('Bến đò', 'trạm')).toBe(false);
  expect(matches('Bến đò', '  ')).toBe(true);
});
