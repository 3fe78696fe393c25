// The wizard behind its pages: one draft, the upload and the making of its sound, and the sending. The pages show and call.
import { api, value_of } from '../../api/client';
import { refusal_of, type Refusal } from '../../api/refusal';
import type { Broadcast, Conflict, Conflicts, ErrorValue } from '../../api/types';
import { random_uuid } from '../../emergency/intent';
import { clock, minute_text } from '../../time/format';
import { Upload } from '../../upload/resumable';
import { upload_world } from '../../upload/by_xhr';
import { village } from '../state/commune.svelte';
import { empty_draft, has_sound, lacks, proposed_title, shifted, spoken_ms, start_minute, asked_anew, type Draft, type Lack } from './draft';
import { drop, keep, kept } from './keep';
import { broadcast_request, preview_request, schedule_request } from './requests';
import { make_room, type Room } from './resolving';
import { make_sound, type Making } from './sound_maker';

const asks_for_reason = ['confirmation_needed', 'outside_allowed_hours', 'quiet_hours'];

export class WizardDesk {
  draft = $state.raw<Draft>(kept(empty_draft(village.server_now(), random_uuid())));
  saved_at = $state('');
  lacks = $state.raw<Lack[]>([]);
  refusal = $state.raw<Refusal>();
  upload_part = $state<number>();
  upload_broken = $state(false);
  upload_bytes = $state(0);
  making = $state.raw<Making>();
  /** The rule that stands in the way, as the server says it. */
  guarding = $state.raw<Refusal>();
  /** What it would meet, once the person was shown it: sent then, it is to be kept beside the others. */
  meeting = $state.raw<Conflicts>();
  /** What is to be done about the others once this one was taken. */
  room = $state.raw<Room[]>([]);
  busy = $state(false);
  private upload_?: Upload;
  private sounding_?: Promise<void>;

  change(change: Partial<Draft>): void {
    this.draft = { ...this.draft, ...change };
    this.lacks = [];
    this.refusal = undefined;
    if (keep(this.draft)) this.saved_at = clock(village.server_now());
  }

  /** Typing a text proposes its title until somebody writes one. */
  change_text(text: string): void {
    const follows = !this.draft.title.trim() || this.draft.title === proposed_title(this.draft.text);
    this.change({ text, ...(follows ? { title: proposed_title(text) } : {}) });
  }

  change_when_or_where(change: Partial<Draft>): void {
    this.change(asked_anew(this.draft, change));
  }

  length_ms(): number {
    return has_sound(this.draft) ? this.draft.sound_ms : this.draft.source === 'text' ? spoken_ms(this.draft.text) : this.draft.sound_ms;
  }

  has_sound(): boolean {
    return has_sound(this.draft);
  }

  start_over(): void {
    this.upload_?.stop();
    drop();
    this.draft = empty_draft(village.server_now(), random_uuid());
    this.upload_part = undefined;
    this.making = undefined;
    this.refusal = undefined;
    this.lacks = [];
  }

  /** Takes an announcement that exists: only where and when are still to be chosen. */
  async take(id: string): Promise<boolean> {
    try {
      const found = await value_of(api.GET('/announcements/{id}', { params: { path: { id } } }));
      const source = found.source === 'file' ? 'file' : 'text';
      const sound_ms = found.audio === 'ready' ? (found.content?.duration_ms ?? 0) : 0;
      const fresh = empty_draft(village.server_now(), random_uuid());
      const upload = source === 'file' && sound_ms ? 'kept' : '';
      this.change({ ...fresh, source, title: found.title, text: found.text, announcement: id, heard_text: found.text, sound_ms, upload });
      return sound_ms > 0;
    } catch (error) {
      this.refusal = refusal_of(error);
      return false;
    }
  }

  async send_file(file: File): Promise<void> {
    this.upload_?.stop();
    this.refusal = undefined;
    this.upload_bytes = file.size;
    this.upload_part = 0;
    const title = this.draft.title.trim() || file.name.replace(/\.[^.]+$/, '').replace(/[_-]+/g, ' ');
    this.change({ file_name: file.name, upload: '', announcement: '', sound_ms: 0, title });
    const upload = new Upload(file, upload_world, {
      progress: (part) => {
        this.upload_part = part;
        this.upload_broken = false;
      },
      interrupted: () => (this.upload_broken = true),
    });
    this.upload_ = upload;
    try {
      this.change({ upload: await upload.run() });
      this.upload_part = 1;
      await this.make_sound();
    } catch (error) {
      this.upload_part = undefined;
      const refusal = refusal_of(error);
      if (refusal.code !== 'cancelled') this.refusal = refusal;
    }
  }

  stop_upload(): void {
    this.upload_?.stop();
    this.upload_part = undefined;
  }

  /** Only one at a time; whoever asks again waits for the same. */
  make_sound(): Promise<void> {
    if (this.has_sound()) return Promise.resolve();
    this.sounding_ ??= this.make_().finally(() => (this.sounding_ = undefined));
    return this.sounding_;
  }

  private async make_(): Promise<void> {
    const made_from = this.draft;
    this.refusal = undefined;
    this.making = { percent: 0, step: 'waiting' };
    try {
      const sound = await make_sound(made_from, (making) => (this.making = making));
      this.change({ ...sound, heard_text: made_from.text.normalize('NFC').trim() });
    } catch (error) {
      this.refusal = refusal_of(error);
    } finally {
      this.making = undefined;
    }
  }

  /** May the person leave this step? Says what is missing, or opens the guard of the clock. */
  async may_leave(step: number): Promise<boolean> {
    this.lacks = lacks(this.draft, step, village.server_now());
    if (this.lacks.length) return false;
    // The sound is made while the next questions are answered.
    if (step === 1 && !this.has_sound()) void this.make_sound();
    return step === 3 ? this.guard_() : true;
  }

  private async guard_(): Promise<boolean> {
    await this.look_ahead_();
    return !this.guarding && !this.refusal;
  }

  /** Asks what the clock and the others say before anything is sent: hamlets have hours of their own, which only the server knows. */
  private async look_ahead_(): Promise<void> {
    this.busy = true;
    this.meeting = undefined;
    this.room = [];
    try {
      if (!this.draft.announcement) await this.sounding_;
      if (this.draft.announcement) await this.preview_();
    } catch (error) {
      this.refused_(refusal_of(error));
    } finally {
      this.busy = false;
    }
  }

  private async preview_(): Promise<void> {
    const body = preview_request(this.draft, village.server_now());
    const shown = await value_of(api.POST('/schedules/preview', { body }));
    if (shown.conflicts.count) this.meeting = shown.conflicts;
    const [problem] = shown.problems;
    if (problem && !this.is_answered_(problem)) this.refused_(refusal_of(problem));
  }

  /** Its reason was given already; none opens the quiet hours. */
  private is_answered_({ code }: ErrorValue): boolean {
    return this.draft.confirmed && code !== 'quiet_hours' && asks_for_reason.includes(code);
  }

  /** This one at another time: looks again what it meets there. */
  async shift(starts_at: string): Promise<void> {
    this.change_when_or_where(shifted(this.draft, Date.parse(starts_at)));
    this.begin_review();
    await this.look_ahead_();
  }

  plan_room(room: Room): void {
    this.room = [...this.room_beside_(room.existing), room];
  }

  forget_room({ existing }: Room): void {
    this.room = this.room_beside_(existing);
  }

  room_for({ existing }: Conflict): Room | undefined {
    return this.room.find((one) => one.existing.broadcast === existing.broadcast);
  }

  keeps_both(): boolean {
    return (this.meeting?.count ?? 0) > this.room.length;
  }

  private room_beside_({ broadcast }: Room['existing']): Room[] {
    return this.room.filter((one) => one.existing.broadcast !== broadcast);
  }

  /** Whose room could not be made. */
  private async make_room_(): Promise<string[]> {
    const left: string[] = [];
    for (const room of this.room) await make_room(room, village.server_now()).catch(() => left.push(room.existing.title));
    return left;
  }

  private refused_(refusal: Refusal): void {
    if (refusal.problem?.conflicts) [this.meeting, this.room] = [refusal.problem.conflicts, []];
    else if (asks_for_reason.includes(refusal.code)) this.guarding = refusal;
    else if (refusal.code !== 'not_ready') this.refusal = refusal;
  }

  time_text(): string {
    return minute_text(start_minute(this.draft, village.server_now()));
  }

  confirm_hours(reason: string): void {
    this.guarding = undefined;
    this.change({ reason, confirmed: true });
  }

  /** A new key for each review: sent twice by a nervous hand it is one broadcast, changed it is another. */
  begin_review(): void {
    this.change({ idempotency_key: random_uuid() });
  }

  /** The broadcast, for "now"; and what stayed as it was. Undefined with `refusal` or `guarding` set when it was not taken. */
  async send(): Promise<{ broadcast?: Broadcast; unmoved: string[] } | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.refusal = undefined;
    try {
      await this.make_sound();
      if (!this.has_sound()) return undefined;
      const done = this.draft.when === 'now' ? { broadcast: await this.play_() } : await this.schedule_();
      drop();
      return { ...done, unmoved: await this.make_room_() };
    } catch (error) {
      this.refused_(refusal_of(error));
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  private play_(): Promise<Broadcast> {
    const params = { header: { 'Idempotency-Key': this.draft.idempotency_key } };
    return value_of(api.POST('/broadcasts', { params, body: broadcast_request(this.draft, !!this.meeting) }));
  }

  private async schedule_(): Promise<Record<string, never>> {
    await value_of(api.POST('/schedules', { body: schedule_request(this.draft, !!this.meeting) }));
    return {};
  }
}
