"""Judges every case of protocol/vectors by PROTOCOL.md alone: `check_vectors.py protocol/vectors`; exit status 0 when all verdicts agree."""

import hashlib
import sys
from pathlib import Path

import media
import people
import trust
from wire import Message, Refused, read_frames


class Case:
    def __init__(self, lines):
        self.fields = dict(line.split(":", 1) for line in lines)
        self.fields = {name: value.strip() for name, value in self.fields.items()}

    def __getitem__(self, name):
        return self.fields[name]

    def get(self, name):
        return self.fields.get(name)

    def bytes(self, name):
        return bytes.fromhex(self.fields[name])

    def list(self, name):
        return [bytes.fromhex(item) for item in self.fields[name].split(",") if item]

    def expected(self):
        return {name[7:]: value for name, value in self.fields.items() if name.startswith("expect.")}


def read_cases(file):
    lines = []
    for line in [*file.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("#"):
            continue
        if line:
            lines.append(line)
        elif lines:
            yield Case(lines)
            lines = []


def ring(case):
    revocations = case.bytes("revocations") if case.get("revocations") else None
    return trust.Ring(case.bytes("anchors"), case.list("delegations") if case.get("delegations") else (), revocations)


def now(case):
    return int(case["now"]) if case.get("now") else None


def judge_frames(case):
    bodies, held = read_frames(case.bytes("input"))
    return {"bodies": ",".join(body.hex() for body in bodies), "held": held}


def judge_delegation(case):
    delegation = ring(case).accept_delegation(case.bytes("envelope"))
    return {"serial": delegation.serial, "public_key": delegation.key.hex()}


def judge_rtp(case):
    receiver = media.RtpReceiver(case.bytes("key"), case.bytes("salt"), int(case["ssrc"]), case["class"], int(case["first_index"]),
                                 case.bytes("grant"), case.bytes("stream_key"))
    verdicts, indices, payloads = [], [], []
    for packet in case.list("packets"):
        verdict, index, payload = receiver.receive(packet)
        verdicts.append(verdict)
        if verdict == "accepted":
            indices.append(str(index))
            payloads.append(payload.hex())
    return {"_verdict": verdicts[-1], "verdicts": ",".join(verdicts), "indices": ",".join(indices), "payloads": ",".join(payloads)}


def judge_udp(case):
    association = media.UdpAssociation(case.bytes("exporter"), int(case["connection_id"]), case["direction"])
    *before, last = case.list("packets")
    for packet in before:
        association.open(packet)
    return association.open(last)


def judge_enrolment(case):
    names = ("code", "exporter", "node_key", "controller_fingerprint", "root_fingerprint", "node_proof", "controller_proof")
    return people.judge_enrolment(*(case.bytes(name) for name in names), SYLLABLES)


def judge_content(case):
    data = bytes((7 * i + 3) % 256 for i in range(int(case["size"])))
    chunks = [hashlib.sha256(data[at:at + 65536]).digest() for at in range(0, len(data), 65536)]
    return {"hash": hashlib.sha256(b"content-v1\0" + len(data).to_bytes(8, "big") + b"".join(chunks)).hexdigest()}


def judge_session(case):
    """The body of the oneof, and the two limits that vectors try."""
    message = Message(case.bytes("body"))
    known = {*range(1, 8), *range(10, 17), 18, *range(20, 24), *range(30, 34), 40}
    present = [number for number in message.fields if number in known]
    if not present:
        raise Refused("unsupported_version")
    too_many_versions = present[0] == 1 and len(message.message(1).integers(1)) > 16
    too_long_a_name = present[0] == 7 and len(message.message(7).bytes(4)) > 1024
    if too_many_versions or too_long_a_name:
        raise Refused("too_large")
    return {"field": present[0]}


JUDGES = {
    "frames": judge_frames,
    "grant": lambda case: ring(case).verify_grant(case.bytes("envelope"), now(case)),
    "stop": lambda case: ring(case).verify_stop(case.bytes("envelope"), now(case)),
    "delegation": judge_delegation,
    "time": lambda case: ring(case).verify_time(case.bytes("envelope"), case.bytes("nonce")),
    "receipt_chain": lambda case: people.judge_receipts(case.list("envelopes"), case.bytes("public_key"), int(case["node"])),
    "intent": lambda case: people.judge_intent(case.bytes("canonical"), case.bytes("public_key"), case.bytes("signature")),
    "rtp": judge_rtp,
    "red": lambda case: media.judge_red(case.bytes("payload")),
    "udp": judge_udp,
    "udp_body": lambda case: media.judge_udp_body(case["format"], case.bytes("body")),
    "enrolment": judge_enrolment,
    "pairing": lambda case: people.judge_pairing(case["text"]),
    "content": judge_content,
    "session": judge_session,
}


def disagreements(case):
    """What the reader sees differently; nothing when it agrees."""
    try:
        found = JUDGES[case["kind"]](case)
    except Refused as refused:
        found = {"_verdict": refused.code}
    verdict = found.get("_verdict", "accepted")
    if verdict != case["verdict"]:
        yield f"verdict {verdict}, expected {case['verdict']}"
    for name, value in case.expected().items():
        if str(found.get(name)) != value:
            yield f"{name} is {found.get(name)}, expected {value}"


def main(folder):
    count, wrong = 0, 0
    for file in sorted(Path(folder).glob("*.txt")):
        if file.name == "syllables.txt":
            continue
        for case in read_cases(file):
            count += 1
            for difference in disagreements(case):
                wrong += 1
                print(f"{file.name}: {case['case']}: {difference}")
    print(f"{count} cases judged, {wrong} disagreements")
    return 0 if count > 0 and wrong == 0 else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: check_vectors.py FOLDER")
    SYLLABLES = people.read_syllables(sys.argv[1])
    sys.exit(main(sys.argv[1]))
