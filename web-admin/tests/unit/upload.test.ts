import { expect, test } from 'vitest';
import { Refusal } from '../../src/api/refusal';
import { piece_bytes, Upload, type UploadWorld } from '../../src/upload/resumable';

function server(break_at: number[] = []) {
  const has = { bytes: 0, pieces: [] as number[], asked: 0, opened: 0 };
  let sends = 0;
  const world: UploadWorld = {
    open: async () => {
      has.opened++;
      return 'u';
    },
    append: async (_, offset, piece, sent) => {
      sends++;
      sent(piece.size / 2);
      // The piece arrived, but its answer was lost.
      if (break_at.includes(sends)) {
        has.bytes = offset + piece.size;
        throw new Refusal('no_connection', 'cut');
      }
      expect(offset).toBe(has.bytes);
      has.pieces.push(piece.size);
      has.bytes += piece.size;
      return has.bytes;
    },
    offset: async () => {
      has.asked++;
      return has.bytes;
    },
    sleep: async () => undefined,
  };
  return { has, world };
}

const silent = { progress: () => undefined, interrupted: () => undefined };
const file = (size: number) => Object.assign(new Blob([new Uint8Array(size)]), { name: 'a.mp3' });

test('a file goes up in pieces of 256 kB and every byte arrives once', async () => {
  const { has, world } = server();

  expect(await new Upload(file(piece_bytes * 2 + 5), world, silent).run()).toBe('u');
  expect(has.pieces).toEqual([piece_bytes, piece_bytes, 5]);
});

test('after a broken line it goes on where the server says, not where it thinks', async () => {
  const { has, world } = server([2]);
  const told: number[] = [];

  await new Upload(file(piece_bytes * 3), world, { ...silent, interrupted: (part) => told.push(part) }).run();

  expect(has.bytes).toBe(piece_bytes * 3);
  expect(has.asked).toBe(1);
  expect(told).toEqual([1 / 3]);
});

test('an empty file is refused before anything is opened', async () => {
  const { has, world } = server();

  await expect(new Upload(file(0), world, silent).run()).rejects.toMatchObject({ code: 'audio_empty' });
  expect(has.opened).toBe(0);
});

test('a refusal that will not pass ends it; a dead line ends it after a bounded number of tries', async () => {
  const refused = server();
  refused.world.append = async () => Promise.reject(new Refusal('too_large', 'no'));
  await expect(new Upload(file(10), refused.world, silent).run()).rejects.toMatchObject({ code: 'too_large' });

  const dead = server();
  let tries = 0;
  dead.world.append = async () => {
    tries++;
    throw new Refusal('no_connection', 'cut');
  };
  await expect(new Upload(file(10), dead.world, silent).run()).rejects.toMatchObject({ code: 'no_connection' });
  expect(tries).toBeLessThan(20);
});

test('progress counts what the server has, and stop stops', async () => {
  const { world } = server();
  const parts: number[] = [];
  const upload: Upload = new Upload(file(piece_bytes * 4), world, {
    ...silent,
    progress: (part) => {
      parts.push(part);
      if (part === 0.5) upload.stop();
    },
  });

  await expect(upload.run()).rejects.toMatchObject({ code: 'cancelled' });
  expect(parts).toContain(0.25);
  expect(Math.max(...parts)).toBe(0.5);
});
