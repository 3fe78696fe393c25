// Makes the sound of an announcement on the server, from a text or a finished upload, and follows the work honestly.
import { api, value_of } from '../../api/client';
import { Refusal, refusal_of } from '../../api/refusal';
import type { Announcement, Job } from '../../api/types';
import type { Draft } from './draft';

export interface Making {
  percent: number;
  step: string;
}

export interface Sound {
  announcement: string;
  sound_ms: number;
}

const nfc = (text: string) => text.normalize('NFC').trim();
const asked_every_ms = 700;
const asked_at_most = 1200;

async function stored(draft: Draft): Promise<Announcement> {
  const body = { title: nfc(draft.title), text: draft.source === 'text' ? nfc(draft.text) : '' };
  if (!draft.announcement) return value_of(api.POST('/announcements', { body: { ...body, source: draft.source } }));
  const path = { id: draft.announcement };
  const now = await value_of(api.GET('/announcements/{id}', { params: { path } }));
  if (now.title === body.title && now.text === body.text) return now;
  return value_of(api.PATCH('/announcements/{id}', { params: { path, header: { 'If-Match': `"${now.version}"` } }, body }));
}

async function finished(job: string, follow: (making: Making) => void, sleep: (ms: number) => Promise<void>): Promise<Job> {
  for (let asked = 0; asked < asked_at_most; asked++) {
    const now = await value_of(api.GET('/jobs/{id}', { params: { path: { id: job } } }));
    follow({ percent: now.percent, step: now.state === 'waiting' ? 'waiting' : now.step });
    if (now.state !== 'waiting' && now.state !== 'running') return now;
    await sleep(asked_every_ms);
  }
  throw new Refusal('timed_out', 'the sound took too long');
}

/** Stores title and text without making sound: enough to ask the server about hours. */
export async function store(draft: Draft): Promise<string> {
  return (await stored(draft)).id;
}

export async function make_sound(
  draft: Draft,
  follow: (making: Making) => void,
  sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms)),
): Promise<Sound> {
  const announcement = await stored(draft);
  const body = draft.source === 'file' && draft.upload ? { upload: draft.upload } : {};
  const path = { id: announcement.id };
  const { job } = await value_of(api.POST('/announcements/{id}/prepare', { params: { path }, body }));
  const done = await finished(job, follow, sleep);
  if (done.state !== 'done') throw done.error ? refusal_of(done.error) : new Refusal('internal', done.state);
  const made = await value_of(api.GET('/announcements/{id}', { params: { path } }));
  return { announcement: made.id, sound_ms: made.content?.duration_ms ?? 0 };
}
