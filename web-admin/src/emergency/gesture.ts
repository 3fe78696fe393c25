// The deliberate gesture at a button: hold 1.5 s, or press twice. What its page shows of it is told; both hold buttons use it.
import { feel } from './feel';
import { Hold } from './hold';
import { hold_action } from './hold_action';
import { TwoPresses } from './two_presses';

export interface GestureEvents {
  holding(is_holding: boolean): void;
  too_short(is_too_short: boolean): void;
  /** The second button is there. */
  armed(is_armed: boolean): void;
  fired(): void;
}

export class Gesture {
  readonly twice: TwoPresses;

  constructor(private readonly events: GestureEvents) {
    this.twice = new TwoPresses(events);
  }

  /** Joins the button that is held, which draws its progress from `--part`; returns how to let it go. */
  join(button: HTMLElement): () => void {
    const { events, twice } = this;
    const hold = new Hold({
      progress(part) {
        events.holding(part > 0);
        if (part > 0) events.too_short(false);
        button.style.setProperty('--part', `${part * 100}%`);
      },
      fired: () => events.fired(),
      released_early: () => events.too_short(true),
      quarter: feel,
    });
    const joined = hold_action(button, hold);
    return () => {
      joined.destroy();
      twice.disarm();
    };
  }
}
