"""Listens to what the loudspeakers sounded: reads the recordings of the file sink and compares them with what was meant.

A recording is mono 16-bit PCM at 48 kHz; the JSON beside it says the UTC moment of its first sample. Levels are dBFS.
"""
import json
import pathlib
import subprocess
import typing

import numpy as np

RATE = 48000
SILENCE = -200.0

# What is asked of every loudspeaker.
CORRELATION_MIN = 0.9
START_MS_MAX = 50        # Off its plan.
TOGETHER_MS_MAX = 20     # Between the first and the last of those that play the same.
GAP_MS_MAX = 40
LEVEL_DB_MAX = 3         # Off what its volume makes of the announcement.
ELSEWHERE_DBFS_MAX = -80
EMERGENCY_MS_MAX = 500   # After the server's event.
STOP_MS_MAX = 500        # After the server accepted it.


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

    def last_sound(self, start_us, end_us, level=-60.0):
        """The moment the last 5 ms louder than `level` end; None when there is none."""
        samples = self.between(start_us, end_us)
        block = RATE // 200
        for index in reversed(range(len(samples) // block)):
            if dbfs(samples[index * block:(index + 1) * block]) > level:
                return start_us + (index + 1) * 5000
        return None


class Comparison(typing.NamedTuple):
    """How what was heard differs from what was meant."""
    correlation: float
    start_ms: float   # After the plan; negative: before.
    level_db: float
    gap_ms: int       # The longest.
    gap_at_s: float   # Where it ends.

    def faults(self, gain_db=0.0):
        """What does not hold, in words; `gain_db` is the volume of the loudspeaker."""
        found = self.faults_of_start(START_MS_MAX)
        if not abs(self.level_db - gain_db) <= LEVEL_DB_MAX:
            found.append(f"level {self.level_db - gain_db:+.1f} dB off")
        if not self.gap_ms <= GAP_MS_MAX:
            found.append(f"gap of {self.gap_ms} ms at {self.gap_at_s:.1f} s")
        return found

    def faults_of_start(self, late_ms_max):
        """Whether it is the right thing, at the right time: never early, whatever is allowed for late."""
        found = []
        if not self.correlation >= CORRELATION_MIN:
            found.append(f"not what was meant (r={self.correlation:.3f})")
        if not -START_MS_MAX <= self.start_ms <= late_ms_max:
            found.append(f"starts {self.start_ms:+.1f} ms off")
        return found


def correlate(long, short):
    """The dot product of `short` with every part of `long` it fits on."""
    size = 1 << int(np.ceil(np.log2(len(long) + len(short))))
    products = np.fft.irfft(np.fft.rfft(long, size) * np.conj(np.fft.rfft(short, size)), size)
    return products[:max(1, len(long) - len(short) + 1)]


def likeness(product, one, other):
    norm = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(product) / norm if norm > 0 else 0.0


def compare(meant, heard_by, start_us, search_ms=250):
    """Finds `meant` in a recording near `start_us`."""
    search = search_ms * RATE // 1000
    heard = heard_by.between(start_us - search_ms * 1000, start_us + round(len(meant) * 1e6 / RATE) + search_ms * 1000)
    products = correlate(heard, meant)
    lag = int(np.argmax(products))
    found = heard[lag:lag + len(meant)]
    return Comparison(likeness(products[lag], found, meant), (lag - search) * 1000 / RATE, dbfs(found) - dbfs(meant),
                      *longest_gap(meant, found))


def place_in(meant, heard):
    """Which part of `meant` was heard: (correlation, where it begins in s)."""
    products = correlate(meant, heard)
    at = int(np.argmax(products))
    return likeness(products[at], meant[at:at + len(heard)], heard), at / RATE


def peak_outside(heard_by, from_us, until_us, spans):
    """The loudest sample where nothing was wanted; `spans` are (start, end) in us."""
    samples = heard_by.between(from_us, until_us)
    for start, end in spans:
        samples[max(0, round((start - from_us) * RATE / 1e6)):max(0, round((end - from_us) * RATE / 1e6))] = 0
    return peak_dbfs(samples)


def silent_after_ms(heard_by, moment_us):
    """How long something was still heard after a moment, up to 1.5 s."""
    last = heard_by.last_sound(moment_us, moment_us + 1_500_000)
    return 0.0 if last is None else (last - moment_us) / 1000


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
