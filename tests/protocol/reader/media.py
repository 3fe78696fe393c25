"""Sections 11 and 12: the UDP association, RTP with its signature, RED, RTCP."""

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from wire import Refused, require, time, u

WINDOW = 1024


def xor(left, right):
    return bytes(a ^ b for a, b in zip(left, right))


class Window:
    """Which numbers were seen: looking changes nothing, marking does."""

    def __init__(self, first=0):
        self.first, self.next, self.seen = first, first, set()

    def verdict(self, number):
        if number < self.first or number < self.next - WINDOW:
            return "too_old"
        return "duplicate" if number in self.seen else "new"

    def mark(self, number):
        self.seen.add(number)
        self.next = max(self.next, number + 1)


class UdpAssociation:
    def __init__(self, exporter, connection_id, direction):
        salt = connection_id.to_bytes(8, "big")
        material = HKDF(hashes.SHA256(), 28, salt, b"village-udp-v1 " + direction.encode()).derive(exporter)
        self.connection_id, self.cipher, self.iv, self.window = connection_id, AESGCM(material[:16]), material[16:], Window()

    def open(self, packet):
        require(17 + 1 + 16 <= len(packet) <= 1200 and packet[0] == 1, "not a packet of an association")
        if u(packet[1:9]) != self.connection_id:
            raise Refused("key_unknown")
        counter = u(packet[9:17])
        if self.window.verdict(counter) != "new":
            raise Refused("replayed")
        try:
            plaintext = self.cipher.decrypt(xor(self.iv, bytes(4) + packet[9:17]), packet[17:], packet[:17])
        except InvalidTag:
            raise Refused("signature_invalid") from None
        self.window.mark(counter)
        if not 1 <= plaintext[0] <= 9:
            raise Refused("unsupported_version", "kind")
        return {"kind": plaintext[0], "counter": counter, "body": plaintext[1:].hex()}


def signed(data):
    return int.from_bytes(data, "big", signed=True)


def judge_udp_body(form, body):
    if form == "clock_request":
        require(len(body) == 21, "21 bytes")
        return {"sequence": u(body[:4]), "t1": signed(body[4:12]), "flags": body[12], "plan_sequence": u(body[13:])}
    if form == "clock_answer":
        require(len(body) == 28, "28 bytes")
        t2, t3 = time(signed(body[12:20]), "t2"), time(signed(body[20:]), "t3")
        require(t2 <= t3, "answered before received")
        return {"sequence": u(body[:4]), "t1": signed(body[4:12]), "t2": t2, "t3": t3}
    if form == "nack":
        return read_nack(body)
    return read_report(body)


def read_nack(packet):
    require(len(packet) >= 16 and packet[:2] == b"\x81\xcd", "not a NACK")
    words = u(packet[2:4])
    require(3 <= words <= 34 and len(packet) == 4 * (words + 1), "length")
    sequences = []
    for at in range(12, len(packet), 4):
        first, others = u(packet[at:at + 2]), u(packet[at + 2:at + 4])
        sequences += [first] + [(first + bit + 1) % 65536 for bit in range(16) if others >> bit & 1]
    return {"sender_ssrc": u(packet[4:8]), "media_ssrc": u(packet[8:12]), "sequences": ",".join(map(str, sequences))}


def read_report(packet):
    require(len(packet) == 32 and packet[:4] == b"\x81\xc9\x00\x07", "not a receiver report of one block")
    return {
        "sender_ssrc": u(packet[4:8]), "media_ssrc": u(packet[8:12]), "fraction_lost": packet[12],
        "cumulative_lost": signed(packet[13:16]), "highest_sequence": u(packet[16:20]), "jitter": u(packet[20:24]),
    }


def judge_red(payload):
    headers, at = [], 0
    while True:
        require(at < len(payload), "cut off")
        if payload[at] < 0x80:
            break
        require(len(headers) < 3 and at + 4 <= len(payload), "over 4 blocks, or cut off")
        packed = u(payload[at + 1:at + 4])
        headers.append((payload[at] & 0x7F, packed >> 10, packed & 0x3FF))
        at += 4
    primary_type, at, blocks = payload[at], at + 1, []
    for payload_type, offset, size in headers:
        require(at + size <= len(payload), "a copy is cut off")
        blocks.append(f"{payload_type}/{offset}/{payload[at:at + size].hex()}")
        at += size
    require(0 < len(payload) - at <= 1023, "the primary block")
    return {"blocks": ",".join(blocks + [f"{primary_type}/0/{payload[at:].hex()}"])}


class RtpReceiver:
    """The receiver's order of section 12; the allowance is left out, vectors stay below it."""

    def __init__(self, key, salt, ssrc, stream_class, first_index, grant, stream_key):
        def derive(label):
            block = bytearray(salt + bytes(4))
            block[7] ^= label
            return Cipher(algorithms.AES(key), modes.CTR(bytes(block))).encryptor().update(bytes(16))

        self.cipher, self.salt = AESGCM(derive(0)), derive(2)[:12]
        self.ssrc, self.type, self.grant = ssrc, 96 if stream_class == "r0" else 111, grant
        self.stream_key = Ed25519PublicKey.from_public_bytes(stream_key)
        self.window, self.reference = Window(first_index), first_index

    def index_of(self, sequence):
        base = self.reference - self.reference % 65536 + sequence
        return min((candidate for candidate in (base - 65536, base, base + 65536) if candidate >= 0), key=lambda candidate: abs(candidate - self.reference))

    def receive(self, packet):
        """The verdict and, when accepted, number and plaintext."""
        if not 84 < len(packet) <= 1200 or packet[0] != 0x90 or packet[1] & 0x7F not in (96, 111):
            return "malformed", None, None
        if packet[12:18] != b"\x10\x00\x00\x11\x01\x40" or packet[82:84] != b"\0\0":
            return "malformed", None, None
        if u(packet[8:12]) != self.ssrc:
            return "unknown_ssrc", None, None
        if packet[1] & 0x7F != self.type:
            return "malformed", None, None
        index = self.index_of(u(packet[2:4]))
        looked = self.window.verdict(index)
        if looked != "new":
            return looked, None, None
        nonce = xor(self.salt, bytes(2) + packet[8:12] + index.to_bytes(6, "big"))
        try:
            payload = self.cipher.decrypt(nonce, packet[84:], packet[:84])
        except InvalidTag:
            return "not_authentic", None, None
        rollover = (index >> 16).to_bytes(4, "big")
        try:
            self.stream_key.verify(packet[18:82], b"village-rtp-v1\0" + self.grant + rollover + packet[:12] + payload)
        except InvalidSignature:
            return "forged", None, None
        self.window.mark(index)
        self.reference = max(self.reference, index)
        return "accepted", index, payload
