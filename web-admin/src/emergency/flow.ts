// What the emergency page shows next. Pure: an event goes in, the next screen comes out. "On air" is only ever the server's
// word; nothing here turns a timer into it.
import type { Cast, Place, Tile } from './model';
import type { Outcome } from './outbox';

export type Screen =
  | { at: 'tiles' }
  | { at: 'hold'; template: string }
  | { at: 'sending'; template: string; attempt: number; held_at_ms: number }
  | { at: 'countdown'; cast: Cast }
  | { at: 'on_air'; cast: Cast }
  | { at: 'over'; cast: Cast; how: 'cancelled' | 'stopped' | 'ended' | 'missed' }
  | { at: 'expired'; template: string }
  | { at: 'refused'; template: string; code: string; detail: string }
  | { at: 'withdrawn' };

export type FlowEvent =
  | { what: 'tile_chosen'; template: string }
  | { what: 'back' }
  | { what: 'held'; now_ms: number }
  | { what: 'attempt'; count: number }
  | { what: 'answered'; outcome: Outcome }
  | { what: 'cast'; cast: Cast };

export const first_screen: Screen = { at: 'tiles' };
export const phone_offered_after_ms = 8_000;

function template_of(screen: Screen): string {
  if ('template' in screen) return screen.template;
  if ('cast' in screen) return screen.cast.template;
  return '';
}

/** The tile that the screen is about. */
export function tile_of({ screen, place }: { screen: Screen; place?: Place }): Tile | undefined {
  return place?.tiles.find(({ template }) => template === template_of(screen));
}

function after_answer(screen: Screen, outcome: Outcome): Screen {
  const template = template_of(screen);
  switch (outcome.kind) {
    case 'accepted':
      return screen; // The server's own event brings the next screen.
    case 'expired':
      return { at: 'expired', template };
    case 'withdrawn':
      return { at: 'withdrawn' };
    case 'refused':
      return { at: 'refused', template, code: outcome.code, detail: outcome.detail };
  }
}

function screen_of(cast: Cast): Screen {
  switch (cast.state) {
    case 'planned':
    case 'counting_down':
      return { at: 'countdown', cast };
    case 'on_air':
      return { at: 'on_air', cast };
    default:
      return { at: 'over', cast, how: cast.state };
  }
}

function after_cast(screen: Screen, cast: Cast): Screen {
  const watched = 'cast' in screen ? screen.cast.id : undefined;
  if (watched === cast.id) return screen_of(cast);
  const begins = cast.state === 'counting_down' || cast.state === 'on_air';
  // Another emergency of this place interrupts whatever is being chosen, but never one that is being watched.
  const is_watching = screen.at === 'countdown' || screen.at === 'on_air';
  return begins && !is_watching ? screen_of(cast) : screen;
}

export function next_screen(screen: Screen, event: FlowEvent): Screen {
  switch (event.what) {
    case 'tile_chosen':
      return screen.at === 'tiles' || screen.at === 'over' ? { at: 'hold', template: event.template } : screen;
    case 'back':
      return screen.at === 'sending' || screen.at === 'countdown' || screen.at === 'on_air' ? screen : { at: 'tiles' };
    case 'held':
      return screen.at === 'hold' || screen.at === 'expired'
        ? { at: 'sending', template: screen.template, attempt: 1, held_at_ms: event.now_ms }
        : screen;
    case 'attempt':
      return screen.at === 'sending' ? { ...screen, attempt: event.count } : screen;
    case 'answered':
      return screen.at === 'sending' ? after_answer(screen, event.outcome) : screen;
    case 'cast':
      return after_cast(screen, event.cast);
  }
}

/** Whole seconds left until the first sound, never more than the server counts; 0 is "any moment now", which is still not "on air". */
export function seconds_left(cast: Cast, server_now_ms: number, countdown_ms = 5000): number {
  const left_ms = Math.min(countdown_ms, cast.starts_at_ms - server_now_ms);
  return Math.max(0, Math.ceil(left_ms / 1000));
}
