// What the hand and ear notice while holding: a short vibration at each quarter, or a tick where nothing vibrates (iPhone).

let audio: AudioContext | undefined;

function tick(): void {
  audio ??= new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  volume.gain.value = 0.06;
  tone.frequency.value = 880;
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.05);
}

export function feel(quarter: number): void {
  try {
    if (navigator.vibrate) navigator.vibrate(quarter === 4 ? 200 : 40);
    else tick();
  } catch {
    // Feeling is a help, never a condition.
  }
}
