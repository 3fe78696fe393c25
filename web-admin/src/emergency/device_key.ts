// The key of this phone or browser: ECDSA P-256, made here, not extractable, kept in IndexedDB. It does not expire; a person
// at the commune can revoke it. Without it this device cannot start an emergency, whoever is signed in.
import { base64, intent_bytes, uuid_bytes, type Intent } from './intent';
import { phone_store } from './store';

export interface DeviceIdentity {
  device: string;
  officer: string;
  officer_title: string;
  area: string;
  registered_at_ms: number;
}

export interface Device extends DeviceIdentity {
  key: CryptoKey;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
const signing = { name: 'ECDSA', hash: 'SHA-256' };

export function can_hold_key(): boolean {
  return typeof indexedDB !== 'undefined' && typeof crypto !== 'undefined' && !!crypto.subtle;
}

/** A new pair; the public half as 65 raw bytes. */
export async function make_key(): Promise<{ key: CryptoKey; public_key: Uint8Array }> {
  const pair = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return { key: pair.privateKey, public_key: raw };
}

/** Proof that whoever registers the public key holds the private one. */
export async function registration_signature(key: CryptoKey, device: string, officer: string, public_key: Uint8Array) {
  const bytes = new Uint8Array(115);
  bytes.set(new TextEncoder().encode('village-device-v1\0'), 0);
  bytes.set(uuid_bytes(device), 18);
  bytes.set(uuid_bytes(officer), 34);
  bytes.set(public_key, 50);
  return base64(new Uint8Array(await crypto.subtle.sign(signing, key, bytes)));
}

export async function sign_intent(key: CryptoKey, intent: Intent): Promise<string> {
  return base64(new Uint8Array(await crypto.subtle.sign(signing, key, intent_bytes(intent))));
}

export async function load_device(): Promise<Device | undefined> {
  return phone_store.get<Device>('device');
}

export async function keep_device(device: Device): Promise<void> {
  await phone_store.set('device', device);
  // Without this a browser short of space may forget the key on the one night it is for.
  await navigator.storage?.persist?.().catch(() => false);
}

export async function forget_device(): Promise<void> {
  await phone_store.remove('device');
}
