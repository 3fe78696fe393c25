// A file goes up in pieces of 256 kB and goes on where it broke off, asking the server where that was. Progress counts only
// what the server has.
import { may_pass, refusal_of, Refusal } from '../api/refusal';

export const piece_bytes = 262_144;

export interface UploadWorld {
  /** Opens an upload of this size; its id. */
  open(size: number, name: string): Promise<string>;
  /** Sends one piece; the new offset. `sent` may be called while it travels. */
  append(id: string, offset: number, piece: Blob, sent: (bytes: number) => void): Promise<number>;
  offset(id: string): Promise<number>;
  sleep(ms: number): Promise<void>;
}

export interface UploadEvents {
  progress(part: number): void;
  /** The line broke off at this part; it is being tried again. */
  interrupted(part: number): void;
}

const tries_in_a_row = 12;

export class Upload {
  private stopped_ = false;

  constructor(
    private readonly file: Blob & { name?: string },
    private readonly world: UploadWorld,
    private readonly events: UploadEvents,
  ) {}

  stop(): void {
    this.stopped_ = true;
  }

  /** The id of the finished upload. */
  async run(): Promise<string> {
    if (!this.file.size) throw new Refusal('audio_empty', 'the file has no bytes');
    const id = await this.world.open(this.file.size, this.file.name ?? '');
    let offset = 0;
    let failures = 0;
    while (offset < this.file.size) {
      if (this.stopped_) throw new Refusal('cancelled', 'the upload was stopped');
      try {
        offset = await this.send_(id, offset);
        failures = 0;
        this.events.progress(offset / this.file.size);
      } catch (error) {
        offset = await this.recover_(id, offset, refusal_of(error), ++failures);
      }
    }
    return id;
  }

  private send_(id: string, offset: number): Promise<number> {
    const piece = this.file.slice(offset, offset + piece_bytes);
    return this.world.append(id, offset, piece, (bytes) => this.events.progress((offset + bytes) / this.file.size));
  }

  private async recover_(id: string, offset: number, refusal: Refusal, failures: number): Promise<number> {
    const may_go_on = may_pass(refusal) || refusal.code === 'version_conflict';
    if (!may_go_on || failures > tries_in_a_row) throw refusal;
    this.events.interrupted(offset / this.file.size);
    await this.world.sleep(Math.min(8000, 250 * 2 ** failures));
    try {
      return await this.world.offset(id);
    } catch (error) {
      if (!may_pass(refusal_of(error))) throw error;
      return offset;
    }
  }
}
