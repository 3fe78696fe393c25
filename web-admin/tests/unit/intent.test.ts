import { expect, test } from 'vitest';
import { base64, intent_bytes, random_uuid, uuid_bytes, uuid_text } from '../../src/emergency/intent';

const id = (digit: string) => `${digit.repeat(8)}-${digit.repeat(4)}-7${digit.repeat(3)}-8${digit.repeat(3)}-${digit.repeat(12)}`;

test('an intent is 106 bytes, laid out as PROTOCOL.md says', () => {
  const bytes = intent_bytes({ officer: id('1'), device: id('2'), area: id('3'), template: id('4'), idempotency_key: id('5'), made_at_ms: 1_795_374_000_123 });

  expect(bytes).toHaveLength(106);
  expect(new TextDecoder().decode(bytes.slice(0, 17))).toBe('village-intent-v1');
  expect(bytes[17]).toBe(0);
  for (const [index, digit] of ['1', '2', '3', '4', '5'].entries()) {
    expect(uuid_text(bytes.slice(18 + 16 * index, 34 + 16 * index))).toBe(id(digit));
  }
  expect(new DataView(bytes.buffer).getBigInt64(98)).toBe(1_795_374_000_123_000n);
});

test('the signature that WebCrypto makes of it is 64 bytes and verifies with the raw public key', async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const bytes = intent_bytes({ officer: id('1'), device: id('2'), area: id('3'), template: id('4'), idempotency_key: id('5'), made_at_ms: 1 });
  const how = { name: 'ECDSA', hash: 'SHA-256' };
  const signature = await crypto.subtle.sign(how, pair.privateKey, bytes);

  expect(signature.byteLength).toBe(64);
  expect((await crypto.subtle.exportKey('raw', pair.publicKey)).byteLength).toBe(65);
  expect(await crypto.subtle.verify(how, pair.publicKey, signature, bytes)).toBe(true);
});

test('ids survive the way to bytes and back, and what is none is refused', () => {
  const made = random_uuid();

  expect(made).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(uuid_text(uuid_bytes(made))).toBe(made);
  expect(() => uuid_bytes('12')).toThrow();
  expect(base64(new Uint8Array([0, 255, 16]))).toBe('AP8Q');
});
