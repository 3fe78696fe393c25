"""A hamlet head's paired phone, as the emergency page makes one."""
import base64
import datetime
import struct
import time
import uuid

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

import seed


class Phone:
    """An ECDSA P-256 key that signs Intents (PROTOCOL.md, Intents)."""

    def __init__(self, api, login, secret):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.officer = seed.sign_in(api, login, secret)
        point = self.key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
        self.device = api.post("/device-keys", {"name": "Điện thoại thử", "public_key": base64.b64encode(point).decode()})
        self.api = api

    def intent(self, area, template):
        key, made_ms = uuid.uuid4(), time.time_ns() // 1_000_000
        ids = [self.officer["id"], self.device["id"], area, template]
        signed = b"village-intent-v1\0" + b"".join(uuid.UUID(one).bytes for one in ids) + key.bytes + struct.pack(">q", made_ms * 1000)
        r, s = utils.decode_dss_signature(self.key.sign(signed, ec.ECDSA(hashes.SHA256())))
        made_at = datetime.datetime.fromtimestamp(made_ms / 1000, datetime.timezone.utc)
        return {"officer": ids[0], "device": ids[1], "area": area, "template": template, "idempotency_key": str(key),
                "made_at": made_at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{made_ms % 1000:03}Z",
                "signature": base64.b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode()}

    def call(self, area, template):
        return self.api.post("/emergencies", self.intent(area, template))
