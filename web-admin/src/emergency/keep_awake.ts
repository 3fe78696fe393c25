// The screen stays on while an emergency is under way, where the browser can do that.

let lock: { release(): Promise<void> } | undefined;

export function keep_awake(wanted: boolean): void {
  const wake = (navigator as { wakeLock?: { request(kind: 'screen'): Promise<typeof lock> } }).wakeLock;
  if (!wake) return;
  if (wanted && !lock) void wake.request('screen').then((got) => (lock = got), () => undefined);
  if (!wanted && lock) {
    void lock.release().catch(() => undefined);
    lock = undefined;
  }
}
