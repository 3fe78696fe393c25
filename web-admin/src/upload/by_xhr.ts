// The upload over the wire: XMLHttpRequest, because only it tells how much of a piece has left.
import { api, value_of } from '../api/client';
import { refusal_of } from '../api/refusal';
import type { UploadWorld } from './resumable';

const piece_limit_ms = 60_000;

function append(id: string, offset: number, piece: Blob, sent: (bytes: number) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PATCH', `/api/v1/uploads/${id}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('upload-offset', String(offset));
    request.timeout = piece_limit_ms;
    request.upload.onprogress = ({ loaded }) => sent(Math.min(loaded, piece.size));
    request.onload = () => {
      const now = Number(request.getResponseHeader('upload-offset'));
      if (request.status < 300 && now > offset) return resolve(now);
      reject(refusal_of(parsed(request.responseText), request.status));
    };
    request.onerror = request.ontimeout = () => reject(refusal_of(new Error('the line broke')));
    request.send(piece);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const upload_world: UploadWorld = {
  open: async (size_bytes, name) => (await value_of(api.POST('/uploads', { body: { size_bytes, name } }))).id,
  append,
  async offset(id) {
    const answer = await fetch(`/api/v1/uploads/${id}`, { method: 'HEAD', credentials: 'same-origin' }).catch((error: unknown) => {
      throw refusal_of(error);
    });
    if (!answer.ok) throw refusal_of(undefined, answer.status);
    return Number(answer.headers.get('upload-offset'));
  },
  sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
};
