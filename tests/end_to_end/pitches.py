"""Sounds of one pitch, and which of them a loudspeaker's recording holds when."""
import numpy as np
import sounds

HEADER_SAMPLES = 22
RATE = 48000
PARTS = 4  # Of a second.


def tone(pitch, seconds):
    t = np.arange(int(seconds * RATE)) / RATE
    return sounds.wav((0.4 * 32767 * np.sin(2 * np.pi * pitch * t)).astype("<i2").tobytes())


def heard(recording, pitches):
    """The pitch that sounds in each quarter of a second since the first sound; 0: silence."""
    samples = np.fromfile(recording.resolve(), dtype="<i2")[HEADER_SAMPLES:].astype(float)
    samples = samples[np.flatnonzero(np.abs(samples) > 600)[0]:]
    part = RATE // PARTS
    found = []
    for at in range(0, len(samples) - part, part):
        window = samples[at:at + part]
        if np.abs(window).max() < 300:
            found.append(0)
            continue
        loudest = np.abs(np.fft.rfft(window * np.hanning(part))).argmax() * RATE / part
        found.append(min(pitches, key=lambda pitch: abs(pitch - loudest)))
    return found
