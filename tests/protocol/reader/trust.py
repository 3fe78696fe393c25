"""Sections 4-6 and 9: envelopes, the chain of authority, grants, stops, attested time."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from wire import Message, Refused, duration, malformed, require, sized, time

KINDS = {1: "scheduled", 2: "live", 3: "emergency", 4: "drill", 5: "self_test", 6: "all_clear"}
PRIORITIES = {1: "background", 2: "normal", 3: "priority", 4: "live", 5: "emergency"}
INTERRUPTED = {1: "resume", 2: "restart", 3: "drop", 4: "duck"}
ALLOWED = {1: (1, 2, 3), 2: (4,), 3: (5,), 4: (2,), 5: (1,), 6: (3,)}
STOP_BIT, TIME_BIT = 1 << 16, 1 << 17
HUNDRED_DAYS = 100 * 24 * 3600 * 1_000_000


class Envelope:
    def __init__(self, data):
        if len(data) > 16 * 1024:
            raise Refused("too_large", "an envelope over 16 KiB")
        message = Message(data)
        self.payload, self.serial, self.signature = message.bytes(1), message.integer(2), message.bytes(3)
        require(self.payload and self.serial and len(self.signature) == 64, "not an envelope")

    def verify(self, prefix, key):
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(self.signature, prefix + b"\0" + self.payload)
        except (InvalidSignature, ValueError):
            raise Refused("signature_invalid", prefix.decode()) from None
        return self.payload


def read_nodes(message):
    """NodeNumbers as a set. The two forms are a oneof."""
    if message.has(2):
        spans = [span & 0xFFFFFFFF for span in message.message(2).integers(1)]
        require(len(spans) <= 2048 and len(spans) % 2 == 0, "odd or too many runs")
        nodes, after = set(), 0
        for skip, take in zip(spans[::2], spans[1::2]):
            first, after = after + skip, after + skip + take
            require(first > 0 and take > 0 and after <= 65536, "a run is empty or out of range")
            nodes.update(range(first, after))
        return nodes
    bitmap = message.bytes(1)
    require(len(bitmap) <= 8192 and not (bitmap and bitmap[0] & 1), "a bitmap is too long or names node 0")
    return {8 * i + bit for i, byte in enumerate(bitmap) for bit in range(8) if byte >> bit & 1}


def read_anchors(payload):
    message = Message(payload)
    require(message.integer(1) > 0, "anchors without version")
    roots = {}
    for data in message.all_bytes(2):
        root = Message(data)
        serial = root.integer(1)
        require(serial > 0 and serial not in roots, "a root's serial")
        roots[serial] = sized(root.bytes(2), 32, "a root's key")
    require(1 <= len(roots) <= 8, "1 to 8 roots")
    return roots


class Delegation:
    def __init__(self, payload):
        message = Message(payload)
        self.serial = message.integer(1)
        require(self.serial > 0, "a delegation without serial")
        self.key = sized(message.bytes(2), 32, "a delegation's key")
        sized(message.bytes(3), 16, "a delegation's area")
        self.from_, self.to = time(message.signed_fixed(8), "not_before"), time(message.signed_fixed(9), "not_after")
        require(self.from_ < self.to <= self.from_ + HUNDRED_DAYS, "a delegation's lifetime")
        every = bool(message.integer(4))
        require(every != message.has(5), "every node or named ones")
        self.nodes = None if every else read_nodes(message.message(5))
        self.kinds, self.levels = message.u32(6), message.u32(7)

    def check_validity(self, now):
        if now is not None and not self.from_ <= now <= self.to:
            raise Refused("expired", "the delegation")

    def check_scope(self, *conditions, nodes=None):
        reaches = self.nodes is None or nodes is None or nodes <= self.nodes
        if not all(conditions) or not reaches:
            raise Refused("out_of_scope")


class Ring:
    """What a node trusts."""

    def __init__(self, anchors, delegations=(), revocations=None):
        self.roots, self.delegations, self.revoked = read_anchors(anchors), {}, set()
        for envelope in delegations:
            self.accept_delegation(envelope)
        if revocations is not None:
            self.revoked = set(Message(self._by_root(revocations, b"village-revocations-v1")).integers(2))

    def _by_root(self, data, prefix):
        envelope = Envelope(data)
        if envelope.serial not in self.roots:
            raise Refused("key_unknown", "root")
        return envelope.verify(prefix, self.roots[envelope.serial])

    def _by_delegate(self, data, prefix):
        envelope = Envelope(data)
        if envelope.serial in self.revoked:
            raise Refused("key_revoked")
        if envelope.serial not in self.delegations:
            raise Refused("key_unknown")
        delegation = self.delegations[envelope.serial]
        return envelope.verify(prefix, delegation.key), delegation

    def accept_delegation(self, data):
        delegation = Delegation(self._by_root(data, b"village-delegation-v1"))
        self.delegations[delegation.serial] = delegation
        return delegation

    def verify_grant(self, data, now):
        payload, delegation = self._by_delegate(data, b"village-grant-v1")
        grant = read_grant(payload)
        delegation.check_validity(now)
        delegation.check_scope(delegation.kinds >> grant["_kind"] & 1, delegation.levels >> grant["_priority"] & 1, nodes=grant["_nodes"])
        return grant

    def verify_stop(self, data, now):
        payload, delegation = self._by_delegate(data, b"village-stop-v1")
        stop = read_stop(payload)
        delegation.check_validity(now)
        delegation.check_scope(delegation.kinds & STOP_BIT, nodes=stop["_nodes"])
        return stop

    def verify_time(self, data, nonce):
        payload, delegation = self._by_delegate(data, b"village-time-v1")
        message = Message(payload)
        sized(message.bytes(1), 16, "a nonce")
        utc = time(message.signed_fixed(2), "utc")
        require(utc > 0, "a time of 0")
        if message.bytes(1) != nonce:
            raise Refused("replayed", "nonce")
        delegation.check_scope(delegation.kinds & TIME_BIT)
        delegation.check_validity(utc)
        return {"utc": utc, "policy_epoch": message.integer(3), "highest_issuer_sequence": message.integer(4)}


def read_grant(payload):
    message = Message(payload)
    require(message.integer(21) > 0, "no issuer sequence")
    sized(message.bytes(1), 16, "id")
    sized(message.bytes(2), 16, "broadcast")
    nodes = read_nodes(message.message(6))
    require(nodes, "no node")
    kind, priority, interrupted = message.integer(3), message.integer(4), message.integer(5)
    require(kind in KINDS and priority in PRIORITIES and interrupted in INTERRUPTED, "kind, priority or interruption")
    require(priority in ALLOWED[kind], "a pair of kind and priority that is not allowed")
    not_before, not_after, starts_at, start_by = (time(message.signed_fixed(field), "a time") for field in (7, 8, 9, 10))
    require(not_before <= start_by and starts_at <= start_by <= not_after, "times are not in order")
    require(0 < duration(message.integer(11), "max_duration"), "max_duration is 0")
    require(message.u32(12) <= 100, "volume cap")
    content, stream = message.bytes(15), None
    require(bool(content) != message.has(19), "content or stream")
    require(kind != 2 or message.has(19), "a live grant has a stream")
    if message.has(19):
        stream = message.message(19)
        sized(stream.bytes(1), 32, "stream key")
        require(stream.u32(2) and stream.u32(3) and stream.u32(2) != stream.u32(3), "SSRCs")
    else:
        sized(content, 32, "content")
        require(message.integer(16) > 0, "content of 0 bytes")
    duration(message.integer(17), "content_duration")
    duration(message.integer(18), "repeat_every")
    require(len(message.bytes(20)) in (0, 32), "chime")
    require(message.integer(24) <= message.integer(11), "fades for longer than it lasts")
    stands_in_for = message.bytes(23)
    if stands_in_for:
        sized(stands_in_for, 16, "stands_in_for")
        require(kind == 1 and not message.has(19) and stands_in_for != message.bytes(2), "what stands in")
    level = message.integer(26)
    require(level <= (3 if kind in (3, 6) else 0), "issuer level")
    passes = read_passes(message.all_bytes(25))
    require(not passes or kind == 1 and not message.has(19) and not stands_in_for and message.integer(18) == 0, "what is staggered")
    return {
        "passes": ";".join(f"{after}:{','.join(map(str, sorted(members)))}" for after, members in passes),
        "id": message.bytes(1).hex(), "broadcast": message.bytes(2).hex(), "kind": KINDS[kind], "priority": PRIORITIES[priority],
        "when_interrupted": INTERRUPTED[interrupted], "nodes": ",".join(map(str, sorted(nodes))), "node_count": len(nodes),
        "not_before": not_before, "not_after": not_after, "starts_at": starts_at, "start_by": start_by, "max_duration": message.integer(11),
        "content": content.hex(), "stream_key": stream.bytes(1).hex() if stream else "", "issuer_sequence": message.integer(21),
        "policy_epoch": message.integer(22), "stands_in_for": stands_in_for.hex(), "fade_out": message.integer(24), "issuer_level": level, "hash": hashlib.sha256(payload).hexdigest(),
        "_kind": kind, "_priority": priority, "_nodes": nodes,
    }


def read_passes(fields):
    """Pairs of T0 after that of the grant, and nodes."""
    require(len(fields) <= 4, "more than 4 passes")
    passes, before = [], set()
    for data in fields:
        field = Message(data)
        members, after = read_nodes(field.message(1)), field.integer(2)
        require(members and not members & before, "a pass is empty, or a node is in two of them")
        require(after <= 600_000_000 and (not passes or after > passes[-1][0]), "passes out of order or too late")
        before |= members
        passes.append((after, members))
    return passes


def read_stop(payload):
    message = Message(payload)
    require(message.integer(5) > 0, "no issuer sequence")
    sized(message.bytes(1), 16, "id")
    grants = message.all_bytes(2)
    if len(grants) > 64:
        raise Refused("too_large", "over 64 grants")
    for grant in grants:
        sized(grant, 16, "a grant's id")
    require(bool(grants) != message.has(3), "grants or nodes")
    require(message.has(3) == (message.integer(4) > 0), "nodes go with a sequence")
    time(message.signed_fixed(6), "issued_at")
    require(message.has(3) or message.signed_fixed(7) == 0, "named grants have no moment")
    time(message.signed_fixed(7), "starting_until")
    nodes = read_nodes(message.message(3)) if message.has(3) else None
    if nodes is not None and not nodes:
        raise malformed("no node")
    return {
        "id": message.bytes(1).hex(), "grants": ",".join(grant.hex() for grant in grants), "nodes": ",".join(map(str, sorted(nodes or ()))),
        "up_to_sequence": message.integer(4), "issuer_sequence": message.integer(5),
        "starting_until": message.signed_fixed(7), "_nodes": nodes,
    }
