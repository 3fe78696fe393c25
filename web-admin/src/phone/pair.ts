// Registering this phone or browser, once: a signed-in person makes a key here and gives its public half to the commune.
import { ask } from '../api/plain';
import type { DeviceKey, EmergencyPage } from '../api/types';
import { keep_device, make_key } from '../emergency/device_key';
import { choices, type PlaceChoice } from '../emergency/from_server';
import { base64 } from '../emergency/intent';

export interface Candidate {
  officer: string;
  title: string;
  places: PlaceChoice[];
}

/** Who would be registered: the signed-in person and where they may call. */
export async function candidate(): Promise<Candidate> {
  const page = await ask<EmergencyPage>('/emergency/page-data');
  return { officer: page.officer.id, title: page.officer.title, places: choices(page).filter((one) => !one.is_whole_commune) };
}

export async function pair(who: Candidate, name: string, area: string): Promise<void> {
  const { key, public_key } = await make_key();
  const registered = await ask<DeviceKey>('/device-keys', { body: { name: name.trim(), public_key: base64(public_key) } });
  await keep_device({
    key,
    device: registered.id,
    officer: registered.owner,
    officer_title: who.title,
    area,
    registered_at_ms: Date.parse(registered.registered_at),
  });
}
