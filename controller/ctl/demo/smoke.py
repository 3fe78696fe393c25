"""The main job, unattended, through the public API, and then by ear: what was wanted is compared with what every node sounded.

Each check is a line: name, figure, target, ok or FAILED. The exit status is the verdict.
"""
import base64
import datetime
import json
import struct
import subprocess
import time
import uuid

import numpy as np
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

import listen
import seed
from api import Api, Problem

TEXT = ("Ủy ban nhân dân xã An Bình thông báo: sáng mai các thôn tổ chức dọn vệ sinh đường làng, khơi thông cống rãnh. "
        "Đề nghị bà con mang theo dụng cụ và có mặt đúng giờ. Xin trân trọng cảm ơn bà con đã lắng nghe.")


def now_us():
    return time.time_ns() // 1000


def to_us(text):
    return round(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1e6)


def voice_like(seconds):
    """A recording to upload: noise in syllables over a gliding tone, so that every part of it is unlike every other."""
    random = np.random.default_rng(7)
    t = np.arange(int(seconds * listen.RATE)) / listen.RATE
    glide = np.sin(2 * np.pi * np.cumsum(300 + 400 * np.abs(np.sin(0.7 * t))) / listen.RATE)
    syllables = 0.35 + 0.65 * np.abs(np.sin(2 * np.pi * 2.3 * t))
    sound = (0.5 * glide + 0.12 * random.standard_normal(len(t))) * syllables * 0.5
    pcm = (np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()
    return struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(pcm), b"WAVE", b"fmt ", 16, 1, 1, listen.RATE, 2 * listen.RATE, 2, 16,
                       b"data", len(pcm)) + pcm


class Phone:
    """A hamlet head's paired phone: an ECDSA P-256 key that signs Intents (PROTOCOL.md, Intents)."""

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


class Smoke:
    def __init__(self, demo):
        self.demo = demo
        self.api = Api(demo.local_port)
        self.failed = 0
        self.loss = demo.options.node_loss
        seed.sign_in(self.api, "bientap1", demo.logins["bientap1"])
        self.areas = {area["full_name"]: area["id"] for area in self.api.items("/areas")}
        self.nodes = self.api.items("/nodes")
        self.ears = {node["number"]: listen.Recording(demo.record_folder(node["number"])) for node in self.nodes}
        self.sounded = {}  # node → list of (start, end) that were wanted there

    # ---- reporting ----

    def check(self, name, figure, target, ok):
        if not ok:
            self.failed += 1
        print(f"  {name:<58} {figure:>16}   {target:<14} {'ok' if ok else 'FAILED'}", flush=True)

    # ---- helpers of the scenario ----

    def numbers(self, *hamlets):
        wanted = {self.areas[hamlet] for hamlet in hamlets}
        return [node["number"] for node in self.nodes if node["hamlet"] in wanted]

    def wait(self, what, is_true, limit):
        until = time.monotonic() + limit
        while time.monotonic() < until:
            value = is_true()
            if value:
                return value
            time.sleep(0.05)
        raise TimeoutError(f"{what}: not after {limit} s")

    def wanted(self, numbers, start_us, end_us):
        for number in numbers:
            self.sounded.setdefault(number, []).append((start_us, end_us))

    def heard_until(self, moment_us):
        """Waits until every recording has reached this moment."""
        self.wait("recordings", lambda: all(ear.until_us() >= moment_us for ear in self.ears.values()), 30)

    def meant(self, announcement):
        content = self.api.request("GET", f"/announcements/{announcement['id']}/audio")[2]
        return listen.decode(self.demo.programs / "village-decoder", content)

    def over(self, broadcast):
        return self.wait(f"broadcast {broadcast['title']}",
                         lambda: (lambda now: now["state"] in ("ended", "stopped", "missed", "cancelled") and now)(
                             self.api.get(f"/broadcasts/{broadcast['id']}")), 60)

    def compare(self, title, meant, numbers, start_us, late_ms=50):
        starts = []
        for number in numbers:
            correlation, error_ms, level, gap, where = listen.compare(meant, self.ears[number], start_us)
            gain = level - self.gain_db(number)
            starts.append(error_ms)
            ok = correlation >= 0.9 and abs(error_ms) <= late_ms and gap <= 40 and abs(gain) <= 3
            self.check(f"{title}, node {number:2}", f"r={correlation:.3f} {error_ms:+.1f}ms",
                       f"gap {gap}ms {gain:+.1f}dB" + (f" at {where:.1f}s" if gap > 40 else ""), ok)
        spread = max(starts) - min(starts)
        self.check(f"{title}, together", f"{spread:.1f} ms", "<= 20 ms", spread <= 20)

    def gain_db(self, number):
        """The volume of the cluster, as its receipts say it."""
        rows = self.api.items(f"/receipts?node={number}")
        return rows[0]["gain_db"] if rows else 0.0

    # ---- the main job ----

    def prepare(self):
        text = self.api.post("/announcements", {"title": "Dọn vệ sinh đường làng", "source": "text", "text": TEXT,
                                                "category": "Môi trường"})
        self.spoken = self.api.prepare(text["id"])
        recording = self.api.post("/announcements", {"title": "Bản ghi âm thử", "source": "file"})
        upload = self.api.upload(voice_like(9))
        self.recorded = self.api.prepare(recording["id"], upload)
        self.spoken_pcm, self.recorded_pcm = self.meant(self.spoken), self.meant(self.recorded)
        for name, wrong in (("a text file named .mp3", b"This is a text and no sound at all. " * 40), ("a file of zeros", b"\0" * 4000)):
            try:
                self.api.prepare(recording["id"], self.api.upload(wrong))
                self.check(name, "accepted", "refused", False)
            except Problem as problem:
                self.check(f"{name} is refused", problem.code, "audio_unreadable", problem.code == "audio_unreadable")
        self.recorded = self.api.prepare(recording["id"], self.api.upload(voice_like(9)))

    def scheduled(self):
        numbers = self.numbers("Thôn Bến", "Thôn Hạ")
        start = datetime.datetime.fromtimestamp(int(time.time()) + 6, datetime.timezone(datetime.timedelta(hours=7)))
        self.api.post("/schedules", {"announcement": self.recorded["id"], "targets": {"areas": [self.areas["Thôn Bến"], self.areas["Thôn Hạ"]]},
                                     "local_start": start.strftime("%Y-%m-%dT%H:%M:%S"), "time_zone": "Asia/Ho_Chi_Minh"})
        start_us = round(start.timestamp() * 1e6)
        end_us = start_us + self.recorded["content"]["duration_ms"] * 1000
        self.wanted(numbers, start_us, end_us)
        broadcast = self.wait("the planned broadcast", lambda: next(
            (one for one in self.api.items("/broadcasts") if one.get("announcement") == self.recorded["id"]), None), 10)
        self.over(broadcast)
        self.heard_until(end_us + 500_000)
        self.receipts_of(broadcast, len(numbers), "played")
        self.compare("schedule, two hamlets", self.recorded_pcm, numbers, start_us)

    def receipts_of(self, broadcast, count, state):
        def rows():
            found = self.api.get(f"/broadcasts/{broadcast['id']}/deliveries")["items"]
            return found if sum(row["state"] == state for row in found) >= count else None
        try:
            self.wait("receipts", rows, 20)
            figure, ok = f"{count}/{count}", True
        except TimeoutError:
            found = self.api.get(f"/broadcasts/{broadcast['id']}/deliveries")["items"]
            figure, ok = " ".join(f"{row['node']}:{row['state']}" for row in found), False
        self.check(f"receipts of \"{broadcast['title']}\" say {state}", figure, "all", ok)

    def emergency(self):
        """Breaks in over what plays in thôn Bến; after its STOP the announcement goes on where it was."""
        bystanders, struck = self.numbers("Thôn Đoài"), self.numbers("Thôn Bến")
        phone_api = Api(self.demo.local_port)
        phone = Phone(phone_api, "truong-ben", self.demo.logins["truong-ben"])
        page = self.wait("the emergency's sentence", lambda: self.flood_page(phone_api), 60)
        self.wait("the emergency set in the caches", lambda: all(
            node["condition"]["content_wanted"] and node["condition"]["content_ready"] == node["condition"]["content_wanted"]
            for node in self.api.items("/nodes") if node["number"] in struck), 60)

        plain = self.api.broadcast(self.spoken["id"], {"areas": [self.areas["Thôn Bến"], self.areas["Thôn Đoài"]]})
        start_us = to_us(plain["starts_at"])
        length_us = self.spoken["content"]["duration_ms"] * 1000
        time.sleep(max(0.0, (start_us - now_us()) / 1e6 + 0.5))
        called_us = now_us()
        alarm = phone.call(self.areas["Thôn Bến"], page["template"])
        same = phone_api.get(f"/broadcasts/{alarm['id']}")
        alarm_us = to_us(alarm["starts_at"])
        self.check("server's countdown", f"{(alarm_us - called_us) / 1e6:.2f} s", "about 3 s", 2.5 < (alarm_us - called_us) / 1e6 < 4)
        self.check("the emergency is the one that was called", same["state"], "counting_down", same["state"] == "counting_down")
        time.sleep(max(0.0, (alarm_us - now_us()) / 1e6 + 4))
        stopped = self.stop_and_time(phone_api, {"broadcast": alarm["id"]})
        time.sleep(3)
        everything = self.stop_and_time(self.api, {"area": self.areas["Thôn Bến"]})
        self.over(plain)
        end_us = start_us + length_us
        self.wanted(struck, start_us, everything + 500_000)
        self.wanted(bystanders, start_us, end_us)
        self.heard_until(max(end_us, everything) + 1_000_000)

        self.compare("beside the emergency", self.spoken_pcm, bystanders, start_us)
        tone = self.flood_sound(phone_api, page)
        for number in struck:
            ear = self.ears[number]
            correlation, late_ms, _, _, _ = listen.compare(tone[:listen.RATE * 3], ear, alarm_us, search_ms=600)
            self.check(f"emergency breaks in, node {number:2}", f"r={correlation:.3f} {late_ms:+.0f}ms", "<= 500 ms",
                       correlation >= 0.9 and late_ms <= 500)
            last = ear.last_sound(everything - 200_000, everything + 1_500_000)
            silent_ms = 0.0 if last is None else (last - everything) / 1000
            self.check(f"silence after STOP, node {number:2}", f"{silent_ms:.0f} ms", "<= 500 ms", silent_ms <= 500)
            self.resumed(number, stopped, everything)

    def resumed(self, number, stopped_us, until_us):
        """After the emergency's STOP some later part of the announcement has to be heard."""
        heard = self.ears[number].between(stopped_us + 700_000, until_us - 100_000)
        size = 1 << int(np.ceil(np.log2(len(self.spoken_pcm) + len(heard))))
        products = np.fft.irfft(np.fft.rfft(self.spoken_pcm, size) * np.conj(np.fft.rfft(heard, size)), size)
        at = int(np.argmax(products[:len(self.spoken_pcm)]))
        part = self.spoken_pcm[at:at + len(heard)]
        norm = float(np.linalg.norm(part) * np.linalg.norm(heard[:len(part)]))
        correlation = float(products[at]) / norm if norm > 0 else 0.0
        self.check(f"goes on after the emergency, node {number:2}", f"r={correlation:.3f} at {at / listen.RATE:.1f}s", ">= 0.9, > 2 s",
                   correlation >= 0.9 and at > 2 * listen.RATE)

    def flood_page(self, api):
        for tile in api.get("/emergency/page-data")["tiles"]:
            if tile["code"] == "e1" and any(one["ready"] for one in tile["sentences"] if one["area"] == self.areas["Thôn Bến"]):
                return tile
        return None

    def flood_sound(self, api, tile):
        content = api.request("GET", f"/emergency/audio/{tile['template']}/{self.areas['Thôn Bến']}")[2]
        return listen.decode(self.demo.programs / "village-decoder", content)

    def stop_and_time(self, api, what):
        """The moment the server had accepted the STOP."""
        api.post("/stop", what)
        return now_us()

    def live(self):
        numbers = self.numbers("Thôn Đồi Chè", "Thôn Suối Đá")
        cast = self.api.broadcast(self.recorded["id"], {"areas": [self.areas["Thôn Đồi Chè"], self.areas["Thôn Suối Đá"]]}, streamed=True)
        start_us = to_us(cast["starts_at"])
        end_us = start_us + self.recorded["content"]["duration_ms"] * 1000
        self.wanted(numbers, start_us, end_us + 1_000_000)
        self.over(cast)
        self.heard_until(end_us + 1_500_000)
        self.compare("live by RTP", self.recorded_pcm, numbers, start_us)

    def elsewhere(self, from_us):
        until = min(ear.until_us() for ear in self.ears.values())
        for number, ear in sorted(self.ears.items()):
            samples = ear.between(from_us, until)
            for start, end in self.sounded.get(number, []):
                a = max(0, round((start - 300_000 - from_us) * listen.RATE / 1e6))
                b = max(0, round((end + 800_000 - from_us) * listen.RATE / 1e6))
                samples[a:b] = 0
            peak = listen.peak_dbfs(samples)
            self.check(f"nothing else, node {number:2}", f"{peak:.0f} dBFS", "<= -80 dBFS", peak <= -80)

    def receipts(self):
        folder = self.demo.folder
        (folder / "trust.json").write_text(json.dumps(self.api.get("/trust")))
        (folder / "receipts.json").write_text(json.dumps({"items": self.api.items("/receipts")}))
        done = subprocess.run([self.demo.programs / "villagectl", "receipts", "verify", "--trust", folder / "trust.json",
                               folder / "receipts.json"], capture_output=True, text=True, timeout=30, check=False)
        line = (done.stdout.strip().splitlines() or done.stderr.strip().splitlines() or ["no answer"])[-1]
        self.check("villagectl receipts verify", line[:40], "exit 0", done.returncode == 0)

    def run(self):
        began_us = now_us()
        for part in (self.prepare, self.scheduled, self.emergency, self.live, lambda: self.elsewhere(began_us), self.receipts):
            try:
                part()
            except (Problem, TimeoutError, subprocess.SubprocessError, OSError, KeyError, AttributeError) as error:
                self.check(f"{getattr(part, '__name__', 'elsewhere')}: {error}"[:58], "stopped here", "", False)
        print(f"  verdict: {'everything held' if self.failed == 0 else f'{self.failed} checks FAILED'} "
              f"({(now_us() - began_us) / 1e6:.0f} s)", flush=True)
        return 0 if self.failed == 0 else 1
