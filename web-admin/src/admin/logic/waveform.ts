// The waveform of a sound: from the server's peaks (0 to 255) to a drawing, and to what it shows in words.

export const wave_width = 400;
export const wave_height = 64;

const quiet = 8; // About -30 dB of full scale: a pause between words, not a word.
const pause_ms_min = 3000;

/** Closed bars around the middle line, as the `d` of an SVG path; nothing is drawn thinner than the line itself. */
export function wave_path(peaks: readonly number[]): string {
  const step = wave_width / Math.max(peaks.length, 1);
  const middle = wave_height / 2;
  return peaks
    .map((peak, at) => {
      const half = Math.max(0.5, (Math.min(peak, 255) / 255) * middle);
      return `M${round(at * step)} ${round(middle - half)}h${round(step * 0.7)}v${round(2 * half)}h${round(-step * 0.7)}z`;
    })
    .join('');
}

export interface Pause {
  at_ms: number;
  length_ms: number;
}

/** Where nothing is heard for three seconds and more: what a person would see at a glance. */
export function pauses(peaks: readonly number[], duration_ms: number): Pause[] {
  const found: Pause[] = [];
  const ms = duration_ms / Math.max(peaks.length, 1);
  let from = 0;
  for (let at = 0; at <= peaks.length; at++) {
    if (at < peaks.length && peaks[at]! < quiet) continue;
    const length_ms = Math.round((at - from) * ms);
    if (length_ms >= pause_ms_min) found.push({ at_ms: Math.round(from * ms), length_ms });
    from = at + 1;
  }
  return found;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
