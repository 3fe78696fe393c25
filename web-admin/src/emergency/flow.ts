// What the emergency page shows next. Pure: an event goes in, the next screen comes out. "On air" is only ever the server's
// word; nothing here turns a timer into it.
import type { Cast, Place, Tile } from './model';
import type { Outcome } from './outbox';

/** What the person is about to call. */
export interface Chosen {
  template: string;
  /** What sounds here and would end by it (none but the all-clear ends anything): it does not interrupt. */
  ends: string[];
}

export type Screen =
  | { at: 'tiles' }
  | ({ at: 'hold' } & Chosen)
  | ({ at: 'sending'; attempt: number; held_at_ms: number } & Chosen)
  | { at: 'countdown'; cast: Cast }
  | { at: 'on_air'; cast: Cast }
  | { at: 'over'; cast: Cast; how: 'cancelled' | 'stopped' | 'ended' | 'missed' }
  | ({ at: 'expired' } & Chosen)
  | { at: 'refused'; template: string; code: string; words?: string }
  | { at: 'withdrawn' };

export type FlowEvent =
  | ({ what: 'tile_chosen' } & Chosen)
  | { what: 'back' }
  | { what: 'held'; now_ms: number }
  | { what: 'attempt'; count: number }
  | { what: 'answered'; outcome: Outcome }
  | { what: 'cast'; cast: Cast };

export const first_screen: Screen = { at: 'tiles' };
export const phone_offered_after_ms = 8_000;

/** The emergencies that sound here: the all-clear, held, would end them. */
export function warning(casts: Cast[]): Cast[] {
  return casts.filter(({ all_clear, state }) => !all_clear && state === 'on_air');
}

function template_of(screen: Screen): string {
  if ('template' in screen) return screen.template;
  if ('cast' in screen) return screen.cast.template;
  return '';
}

/** The tile that the screen is about. */
export function tile_of({ screen, place }: { screen: Screen; place?: Place }): Tile | undefined {
  return place?.tiles.find(({ template }) => template === template_of(screen));
}

function after_choice(screen: Screen, { template, ends }: Chosen): Screen {
  // What sounds is left for nothing but what ends it.
  const may_leave = screen.at === 'tiles' || screen.at === 'over' || (screen.at === 'on_air' && ends.includes(screen.cast.id));
  return may_leave ? { at: 'hold', template, ends } : screen;
}

function after_answer(screen: Screen & { at: 'sending' }, outcome: Outcome): Screen {
  const { template, ends } = screen;
  switch (outcome.kind) {
    case 'accepted':
      return screen; // The server's own event brings the next screen.
    case 'expired':
      return { at: 'expired', template, ends };
    case 'withdrawn':
      return { at: 'withdrawn' };
    case 'refused':
      return { at: 'refused', template, code: outcome.code, words: outcome.words };
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

/** Another emergency of this place interrupts whatever is being chosen, but nothing that is being watched: except an all-clear, over
 * which it sounds all the same. */
function may_interrupt(screen: Screen, cast: Cast): boolean {
  if (screen.at === 'on_air') return screen.cast.all_clear && warning([cast]).length > 0;
  return screen.at !== 'countdown';
}

function after_cast(screen: Screen, cast: Cast): Screen {
  const watched = 'cast' in screen ? screen.cast.id : undefined;
  if (watched === cast.id) return screen_of(cast);
  const begins = cast.state === 'counting_down' || cast.state === 'on_air';
  const is_known = 'ends' in screen && screen.ends.includes(cast.id);
  return begins && !is_known && may_interrupt(screen, cast) ? screen_of(cast) : screen;
}

export function next_screen(screen: Screen, event: FlowEvent): Screen {
  switch (event.what) {
    case 'tile_chosen':
      return after_choice(screen, event);
    case 'back':
      return screen.at === 'sending' || screen.at === 'countdown' || screen.at === 'on_air' ? screen : { at: 'tiles' };
    case 'held':
      return screen.at === 'hold' || screen.at === 'expired'
        ? { at: 'sending', template: screen.template, ends: screen.ends, attempt: 1, held_at_ms: event.now_ms }
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
