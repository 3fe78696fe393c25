"""The main job, unattended, through the public API, and then by ear: what was wanted is compared with what every node sounded.

Each check is a line: name, figure, target, ok or FAILED; then each loudspeaker has one. The exit status is the verdict.
"""
import datetime
import json
import shlex
import signal
import socket
import struct
import subprocess
import time

import numpy as np

import listen
import seed
from api import Api, Problem
from phone import Phone
from report import Report

SECONDS_MAX = 90

TEXT = ("Ủy ban nhân dân xã An Bình thông báo: sáng mai các thôn tổ chức dọn vệ sinh đường làng, khơi thông cống rãnh. "
        "Đề nghị bà con mang theo dụng cụ và có mặt đúng giờ. Xin trân trọng cảm ơn bà con đã lắng nghe.")


def now_us():
    return time.time_ns() // 1000


def to_us(text):
    return round(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1e6)


def free_udp_port():
    """A port nobody has at the moment."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


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


class Smoke:
    def __init__(self, demo):
        self.demo = demo
        self.api = Api(demo.local_port)
        seed.sign_in(self.api, "bientap1", demo.logins["bientap1"])
        self.areas = {area["full_name"]: area["id"] for area in self.api.items("/areas")}
        self.nodes = self.api.items("/nodes")
        self.ears = {node["number"]: listen.Recording(demo.record_folder(node["number"])) for node in self.nodes}
        self.sounded = {}  # node → list of (start, end) that were wanted there
        self.receipts_due = 0
        self.report = Report({node["number"]: node["name"] for node in self.nodes})
        self.check = self.report.check

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

    def compare(self, title, meant, numbers, start_us):
        starts = []
        for number in numbers:
            heard = listen.compare(meant, self.ears[number], start_us)
            faults = heard.faults(self.gain_db(number))
            starts.append(heard.start_ms)
            self.check(title, f"r={heard.correlation:.3f} {heard.start_ms:+.1f}ms", ", ".join(faults) or f"gap {heard.gap_ms}ms", not faults, number)
        spread = max(starts) - min(starts)
        self.check(f"{title}, together", f"{spread:.1f} ms", f"<= {listen.TOGETHER_MS_MAX} ms", spread <= listen.TOGETHER_MS_MAX)

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
        self.receipts_due += count
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
            heard = listen.compare(tone[:listen.RATE * 3], ear, alarm_us, search_ms=600)
            faults = heard.faults_of_start(listen.EMERGENCY_MS_MAX)
            self.check("emergency breaks in", f"r={heard.correlation:.3f} {heard.start_ms:+.0f}ms", ", ".join(faults) or "<= 500 ms", not faults, number)
            silent_ms = listen.silent_after_ms(ear, everything)
            self.check("silence after STOP", f"{silent_ms:.0f} ms", f"<= {listen.STOP_MS_MAX} ms", silent_ms <= listen.STOP_MS_MAX, number)
            # Some later part of the announcement has to be heard once the emergency is stopped.
            likeness, at_s = listen.place_in(self.spoken_pcm, ear.between(stopped + 700_000, everything - 100_000))
            self.check("goes on after the emergency", f"r={likeness:.3f} at {at_s:.1f}s", ">= 0.9, > 2 s",
                       likeness >= listen.CORRELATION_MIN and at_s > 2, number)
        self.receipts_due += len(bystanders) + 2 * len(struck)

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
        monitored = self.monitor(cast)
        self.over(cast)
        self.heard_until(end_us + 1_500_000)
        self.compare("live by RTP", self.recorded_pcm, numbers, start_us)
        heard = monitored()
        likeness, _ = listen.place_in(self.recorded_pcm, heard[listen.RATE:listen.RATE * 4])
        self.check("villagectl monitor in stock GStreamer", f"r={likeness:.3f} {listen.dbfs(heard):.0f} dBFS", ">= 0.9",
                   likeness >= listen.CORRELATION_MIN)

    def monitor(self, cast):
        """Plays a live broadcast by the command that villagectl prints; gives what ends it and returns what was heard."""
        sound = self.demo.folder / "monitor.pcm"
        self.wait("the live broadcast on the air", lambda: self.api.get(f"/broadcasts/{cast['id']}")["state"] == "on_air", 20)
        said = subprocess.run([self.demo.programs / "villagectl", "monitor", cast["id"], "--login", "quantri", "--local-port", str(self.demo.local_port),
                               "--port", str(free_udp_port()), "--sink", f"filesink location={sound}"], input=self.demo.logins["quantri"] + "\n",
                              capture_output=True, text=True, timeout=20, check=False)
        if said.returncode != 0:
            raise ValueError(f"villagectl monitor: {said.stderr.strip()}")
        player = subprocess.Popen(shlex.split(said.stdout.splitlines()[-1]), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        def end():
            player.send_signal(signal.SIGINT)
            try:
                player.wait(timeout=10)
            finally:
                player.kill()
            return np.fromfile(sound, dtype="<i2").astype(np.float32) / 32768
        return end

    def elsewhere(self, from_us):
        """Nobody sounds what was not wanted there, from the first to the last moment."""
        until = min(ear.until_us() for ear in self.ears.values())
        for number, ear in sorted(self.ears.items()):
            spans = [(start - listen.START_MS_MAX * 1000, end + listen.STOP_MS_MAX * 1000) for start, end in self.sounded.get(number, [])]
            peak = listen.peak_outside(ear, from_us, until, spans)
            self.check("nothing else", f"{peak:.0f} dBFS", f"<= {listen.ELSEWHERE_DBFS_MAX} dBFS", peak <= listen.ELSEWHERE_DBFS_MAX, number)

    def receipts(self):
        folder = self.demo.folder
        (folder / "trust.json").write_text(json.dumps(self.api.get("/trust")))
        (folder / "receipts.json").write_text(json.dumps({"items": self.api.items("/receipts")}))
        done = subprocess.run([self.demo.programs / "villagectl", "receipts", "verify", "--trust", folder / "trust.json",
                               folder / "receipts.json"], capture_output=True, text=True, timeout=30, check=False)
        line = (done.stdout.strip().splitlines() or done.stderr.strip().splitlines() or ["no answer"])[-1]
        verified = int(line.split()[0]) if done.returncode == 0 else 0
        self.check("villagectl receipts verify, with public keys only", line if done.returncode else f"{verified} verified",
                   f">= {self.receipts_due}", verified >= self.receipts_due > 0)

    def run(self):
        began, began_us = time.monotonic(), now_us()
        for part in (self.prepare, self.scheduled, self.emergency, self.live, lambda: self.elsewhere(began_us), self.receipts):
            try:
                part()
            except (Problem, TimeoutError, subprocess.SubprocessError, OSError, KeyError, AttributeError, ValueError) as error:
                self.report.broke_off(getattr(part, "__name__", "elsewhere"), error)
        took = time.monotonic() - began
        self.check("the whole", f"{took:.0f} s", f"<= {SECONDS_MAX} s", took <= SECONDS_MAX)
        return self.report.verdict()
