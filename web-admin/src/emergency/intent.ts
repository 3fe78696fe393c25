// The bytes an officer's device signs to start an emergency (protocol/PROTOCOL.md, Intents): fixed, 106 bytes.

export interface Intent {
  officer: string;
  device: string;
  area: string;
  template: string;
  idempotency_key: string;
  /** Server time as this device knows it. */
  made_at_ms: number;
  /** Not signed: for the audit log. */
  reason?: string | undefined;
}

export const intent_size = 106;
const prefix = 'village-intent-v1\0';

export function uuid_bytes(text: string): Uint8Array {
  const hex = text.replace(/-/g, '');
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new Error(`not an id: ${text}`);
  return Uint8Array.from({ length: 16 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

export function uuid_text(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Version 4, random: `crypto.randomUUID` is younger than our oldest browsers. */
export function random_uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return uuid_text(bytes);
}

/** The same moment as it is written into the bytes and into the request: whole milliseconds, in microseconds. */
export function microseconds(ms: number): bigint {
  return BigInt(Math.round(ms)) * 1000n;
}

export function intent_bytes(intent: Intent): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(intent_size);
  bytes.set(new TextEncoder().encode(prefix), 0);
  const ids = [intent.officer, intent.device, intent.area, intent.template, intent.idempotency_key];
  ids.forEach((id, i) => bytes.set(uuid_bytes(id), 18 + 16 * i));
  new DataView(bytes.buffer).setBigInt64(98, microseconds(intent.made_at_ms));
  return bytes;
}

export function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
