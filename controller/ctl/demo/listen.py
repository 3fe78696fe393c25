"""Listens to what the loudspeakers sounded: reads the recordings of the file sink and compares them with what was meant.

A recording is mono 16-bit PCM at 48 kHz; the JSON beside it says the UTC moment of its first sample. Levels are dBFS.
"""
import json
import pathlib
import subprocess

import numpy as np

RATE = 48000
SILENCE = -200.0


def dbfs(samples):
    """RMS level."""
    if len(samples) == 0:
        return SILENCE
    power = float(np.mean(samples.astype(np.float64) ** 2))
    return 10 * np.log10(power) if power > 1e-20 else SILENCE


def peak_dbfs(samples):
    top = float(np.max(np.abs(samples))) if len(samples) else 0.0
    return 20 * np.log10(top) if top > 1e-10 else SILENCE


def decode(decoder, content):
    """The announcement as PCM, by the project's own decoder."""
    done = subprocess.run([str(decoder)], input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60, check=True)
    return np.frombuffer(done.stdout, dtype="<i2").astype(np.float32) / 32768


class Recording:
    """What one node sounded, on the UTC time line."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def _files(self):
        for facts in sorted(self.folder.glob("*.json")):
            wav = facts.with_suffix(".wav")
            if wav.exists() and not facts.is_symlink():
                yield json.loads(facts.read_text())["first_sample_utc_us"], wav

    def between(self, start_us, end_us):
        """Samples in [start, end), silence where nothing is recorded."""
        out = np.zeros(max(0, round((end_us - start_us) * RATE / 1e6)), dtype=np.float32)
        for first_us, wav in self._files():
            pcm = np.memmap(wav, dtype="<i2", mode="r", offset=44)
            at = round((start_us - first_us) * RATE / 1e6)
            take_from, take_to = max(0, at), min(len(pcm), at + len(out))
            if take_to > take_from:
                out[take_from - at:take_to - at] = pcm[take_from:take_to].astype(np.float32) / 32768
        return out

    def until_us(self):
        """Up to which moment there is a recording."""
        return max((first + (wav.stat().st_size - 44) // 2 * 1_000_000 // RATE for first, wav in self._files()), default=0)

    def first_sound(self, start_us, end_us, level=-60.0):
        """The moment the first 5 ms louder than `level` begin; None when there is none."""
        samples = self.between(start_us, end_us)
        block = RATE // 200
        for index in range(len(samples) // block):
            if dbfs(samples[index * block:(index + 1) * block]) > level:
                return start_us + index * 5000
        return None

    def last_sound(self, start_us, end_us, level=-60.0):
        samples = self.between(start_us, end_us)
        block = RATE // 200
        for index in reversed(range(len(samples) // block)):
            if dbfs(samples[index * block:(index + 1) * block]) > level:
                return start_us + (index + 1) * 5000
        return None


def compare(meant, heard_by, start_us, search_ms=250):
    """Finds `meant` in a recording near `start_us`: (correlation, start error in ms, level difference in dB, longest gap in ms, where in s)."""
    search = search_ms * RATE // 1000
    heard = heard_by.between(start_us - search_ms * 1000, start_us + round(len(meant) * 1e6 / RATE) + search_ms * 1000)
    size = 1 << int(np.ceil(np.log2(len(heard) + len(meant))))
    products = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(meant, size)), size)[:2 * search + 1]
    lag = int(np.argmax(products))
    found = heard[lag:lag + len(meant)]
    norm = float(np.linalg.norm(found) * np.linalg.norm(meant))
    correlation = float(products[lag]) / norm if norm > 0 else 0.0
    return correlation, (lag - search) * 1000 / RATE, dbfs(found) - dbfs(meant), *longest_gap(meant, found)


def longest_gap(meant, found):
    """The longest stretch that should be loud (above -40 dBFS) and is nearly silent (40 dB below): (its ms, where it ends in s)."""
    block = RATE // 200
    longest, where, run = 0, 0.0, 0
    for index in range(min(len(meant), len(found)) // block):
        piece = slice(index * block, (index + 1) * block)
        wanted = dbfs(meant[piece])
        run = run + 5 if wanted > -40 and dbfs(found[piece]) < wanted - 40 else 0
        if run > longest:
            longest, where = run, index * block / RATE
    return longest, where
