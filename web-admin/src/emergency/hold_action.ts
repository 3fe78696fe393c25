// Joins a button to a Hold: pointer with capture (a drifting thumb keeps it), Space or Enter held down; any loss of the page
// lets go.
import type { Hold } from './hold';

export function hold_action(button: HTMLElement, hold: Hold) {
  const pointer = (event: PointerEvent) => `pointer ${event.pointerId}`;
  const is_key = (event: KeyboardEvent) => event.key === ' ' || event.key === 'Enter';
  const let_go = () => hold.cancel();

  const listeners: [EventTarget, string, (event: never) => void][] = [
    [button, 'pointerdown', (event: PointerEvent) => {
      if (event.button !== 0) return;
      event.preventDefault();
      button.focus();
      if (hold.press(pointer(event))) button.setPointerCapture?.(event.pointerId);
    }],
    [button, 'pointerup', (event: PointerEvent) => hold.release(pointer(event))],
    [button, 'pointercancel', (event: PointerEvent) => hold.release(pointer(event))],
    [button, 'keydown', (event: KeyboardEvent) => {
      if (!is_key(event)) return;
      event.preventDefault();
      if (!event.repeat) hold.press('key');
    }],
    [button, 'keyup', (event: KeyboardEvent) => is_key(event) && hold.release('key')],
    [button, 'blur', let_go],
    [button, 'contextmenu', (event: Event) => event.preventDefault()],
    [window, 'blur', let_go],
    [document, 'visibilitychange', let_go],
  ];
  for (const [target, name, listener] of listeners) target.addEventListener(name, listener as EventListener);
  return {
    destroy() {
      hold.cancel();
      for (const [target, name, listener] of listeners) target.removeEventListener(name, listener as EventListener);
    },
  };
}
