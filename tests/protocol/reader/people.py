"""Sections 7, 8 and 10: intents, receipts, enrolment."""

import hashlib
import hmac
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from trust import Envelope
from wire import Message, Refused, duration, malformed, require, sized, time, u

OUTCOMES = {1: "played", 2: "partial", 3: "preempted", 4: "missed", 5: "cancelled"}


def judge_intent(canonical, public_key, signature):
    require(len(canonical) == 106 and canonical[:18] == b"village-intent-v1\0", "not an intent")
    made_at = time(int.from_bytes(canonical[98:], "big", signed=True), "made_at")
    require(len(public_key) == 65 and public_key[0] == 4, "not an uncompressed point")
    if len(signature) != 64:
        raise Refused("signature_invalid", "64 bytes")
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
    except ValueError:
        raise malformed("not a point of P-256") from None
    try:
        key.verify(encode_dss_signature(u(signature[:32]), u(signature[32:])), canonical, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise Refused("signature_invalid") from None
    names = ("officer", "device", "area", "template", "idempotency_key")
    found = {name: canonical[18 + 16 * i:34 + 16 * i].hex() for i, name in enumerate(names)}
    return {**found, "made_at": made_at}


def read_receipt(envelope, public_key):
    payload = envelope.verify(b"village-receipt-v1", public_key)
    message = Message(payload)
    require(message.u32(1) == envelope.serial, "the key serial is the node number")
    require(1 <= message.u32(1) <= 65535 and message.integer(2) > 0, "node or number")
    for field, size in ((3, 32), (4, 16), (5, 16), (6, 32), (7, 32), (19, 32)):
        sized(message.bytes(field), size, f"field {field}")
    require(len(message.bytes(20)) in (0, 16), "preempted_by")
    require(message.integer(8) in OUTCOMES and message.integer(18) <= 6 and len(message.bytes(9)) <= 512, "outcome, evidence or reason")
    time(message.signed_fixed(13), "first sample")
    time(message.signed_fixed(14), "last sample")
    duration(message.integer(15), "uncertainty")
    return message, hashlib.sha256(b"village-receipt-v1\0" + payload).digest()


def judge_receipts(envelopes, public_key, node):
    number, previous, outcomes = 1, bytes(32), []
    for data in envelopes:
        message, own_hash = read_receipt(Envelope(data), public_key)
        if message.u32(1) != node:
            raise Refused("out_of_scope", "another node's receipt")
        require(message.integer(2) == number, "a number does not follow")
        require(message.bytes(3) == previous, "a hash does not follow")
        number, previous = number + 1, own_hash
        outcomes.append(OUTCOMES[message.integer(8)])
    return {"next_number": number, "previous": previous.hex(), "outcomes": ",".join(outcomes)}


def wrong_code(detail):
    return Refused("enrolment_code_wrong", detail)


def code_hash(code):
    return hashlib.sha256(b"village-code-v1\0" + code).digest()


def read_code(text):
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    characters = text.upper().replace("-", "").replace(" ", "").replace("O", "0").replace("I", "1").replace("L", "1")
    if len(characters) != 28 or any(character not in alphabet for character in characters):
        raise wrong_code("28 characters of the alphabet")
    values = [alphabet.index(character) for character in characters]
    number = 0
    for value in values[:26]:
        number = number << 5 | value
    if number >> 128:
        raise wrong_code("the first two bits are zero")
    code = number.to_bytes(16, "big")
    if u(code_hash(code)[:2]) >> 6 != values[26] << 5 | values[27]:
        raise wrong_code("check")
    return code


def judge_pairing(text):
    if not text.startswith("village"):
        return {"code": read_code(text).hex()}
    parts = text.split(".")
    if len(parts) != 4 or parts[0] != "village1" or len(parts[1]) != 28 or any(len(part) != 64 for part in parts[2:]):
        raise wrong_code("a ticket's form")
    return {"code": read_code(parts[1]).hex(), "controller_fingerprint": parts[2], "root_fingerprint": parts[3]}


def judge_enrolment(code, exporter, node_key, controller, root, node_proof, controller_proof, syllables):
    def mac(label, data):
        return hmac.new(code, label + b"\0" + data, hashlib.sha256).digest()

    if not hmac.compare_digest(mac(b"village-enrol-node-v1", exporter + node_key), node_proof):
        raise wrong_code("the node's proof")
    if not hmac.compare_digest(mac(b"village-enrol-controller-v1", exporter + node_key + controller + root), controller_proof):
        raise wrong_code("the controller's proof")
    digest = hashlib.sha256(b"village-words-v1\0" + node_key + controller + exporter).digest()
    return {"words": " ".join(syllables[byte] for byte in digest[:6]), "code_id": code_hash(code)[:8].hex()}


def read_syllables(folder):
    return (Path(folder) / "syllables.txt").read_text(encoding="utf-8").splitlines()
