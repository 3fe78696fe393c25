"""Files to upload: one that is good, and many that are not."""
import struct

import numpy as np

RATE = 48000


def wav(samples, rate=RATE, bits=16):
    """Mono PCM; `samples` are the finished bytes."""
    size = bits // 8
    return struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(samples), b"WAVE", b"fmt ", 16, 1, 1, rate, size * rate, size, bits,
                       b"data", len(samples)) + samples


def voice(seconds=1.0):
    """Something loud enough to be a voice."""
    t = np.arange(int(seconds * RATE)) / RATE
    sound = 0.4 * np.sin(2 * np.pi * np.cumsum(300 + 400 * np.abs(np.sin(0.7 * t))) / RATE) * (0.4 + 0.6 * np.abs(np.sin(14 * t)))
    return wav((sound * 32767).astype("<i2").tobytes())


def crc(content, polynomial, bits):
    value, top, mask = 0, 1 << (bits - 1), (1 << bits) - 1
    for byte in content:
        value ^= byte << (bits - 8)
        for _ in range(8):
            value = ((value << 1) ^ polynomial if value & top else value << 1) & mask
    return value


def flac_of_silence(seconds, rate=8000, block=65535):
    """RFC 9639 with constant subframes only: two hours are 25 kB, and made in a moment."""
    frames, left = [], seconds * rate
    information = struct.pack(">HHxxxxxxQ", block, block, rate << 44 | 15 << 36 | left) + bytes(16)
    while left:
        size = min(block, left)
        header = bytes([0xff, 0xf8, 0x70 | 4, 0x08]) + chr(len(frames)).encode() + struct.pack(">H", size - 1)
        frame = header + bytes([crc(header, 0x07, 8)]) + b"\0\0\0"
        frames.append(frame + struct.pack(">H", crc(frame, 0x8005, 16)))
        left -= size
    return b"fLaC" + bytes([0x80]) + len(information).to_bytes(3, "big") + information + b"".join(frames)
