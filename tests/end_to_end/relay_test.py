"""Tiếp sóng from another station's HTTP stream to the loudspeakers' own devices: it is heard at its moment; when the station dies the
fallback fills its place within ten seconds; when it is back it is heard again; and at the hard end it ends by itself.
"""
import datetime
import pathlib
import subprocess
import tempfile
import time
import unittest

import numpy as np
from commune import PROGRAMS, Commune, Problem, run_tests, wait_until
from pitches import PARTS, RATE, heard, tone
from station import Folder, Station, hls, mp3

VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
TUNE, STATION, MUSIC = 440, 1000, 600
RELAY_AT, LENGTH = 12, 75
DIES_AT, BACK_AT = 28, 50
SILENCE_MAX = 10
LATE_MAX = 5  # With the second that the station gives in advance.


class Receiver(unittest.TestCase):
    def received(self, address):
        """Mono 48 kHz samples, and what it complained of."""
        done = subprocess.run([PROGRAMS / "village-relay"], input=address.encode(), capture_output=True, timeout=60)
        return np.frombuffer(done.stdout[:len(done.stdout) // 2 * 2], dtype="<i2").astype(float), done.stderr.decode()

    def test_hls_is_received_as_it_sounds(self):
        with tempfile.TemporaryDirectory() as folder:
            playlist = hls(folder, tone(STATION, 4))
            server = Folder(folder)
            begun = time.monotonic()
            samples, _ = self.received(server.address + playlist)
            took = time.monotonic() - begun
            server.close()

        self.assertAlmostEqual(len(samples) / RATE, 4, delta=0.3)
        self.assertGreater(took, 3.5, "no faster than it sounds")
        middle = samples[RATE:2 * RATE]
        self.assertAlmostEqual(np.abs(np.fft.rfft(middle * np.hanning(RATE))).argmax(), STATION, delta=2)

    def test_what_is_no_station_is_said_in_words(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "page.html").write_text("<!doctype html><title>no sound</title>")
            server = Folder(folder)
            for address in (server.address + "nothing.mp3", server.address + "page.html", "http://127.0.0.1:1/", "https://127.0.0.1:1/", "file:///etc/hostname", "?"):
                samples, complaint = self.received(address)
                self.assertEqual(len(samples), 0, address)
                self.assertIn("no sound came", complaint, address)
            server.close()


class Relay(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            cls.station = Station(mp3(folder, tone(STATION, 60)))
        cls.addClassCleanup(cls.station.close)
        cls.commune = cls.enterClassContext(Commune(relays=f"dai-tinh={cls.station.address}"))
        cls.api = cls.commune.api
        cls.everywhere = {"zones": [cls.api.items("/zones")[0]["id"]]}
        cls.said = {pitch: cls.commune.announcement(tone(pitch, length), f"{pitch} Hz")["id"] for pitch, length in {TUNE: 5, MUSIC: 4}.items()}

    def body(self, **relay):
        return {"name": "Chương trình chiều", "length_s": LENGTH, "items": [
            {"key": "nhac-hieu", "kind": "signature", "title": "Nhạc hiệu", "announcement": self.said[TUNE]},
            {"key": "tiep-song", "kind": "relay", "title": "Tiếp sóng đài tỉnh", "at_s": RELAY_AT, "fallback": self.said[MUSIC], **relay}]}

    def pieces(self, programme):
        return [cast for cast in self.api.items("/broadcasts") if cast.get("programme") == programme["id"] and cast["state"] != "cancelled"]

    def test_a_station_is_named_by_its_key_and_one_that_nobody_knows_is_refused(self):
        self.assertEqual(self.api.items("/relays"), [{"key": "dai-tinh"}])

        for relay in ("dai-huyen", "http://127.0.0.1/", ""):
            with self.assertRaises(Problem) as caught:
                self.api.post("/programmes", self.body(relay=relay))
            self.assertIn(caught.exception.body["code"], ("not_found", "invalid_argument"), relay)
        tune = {"key": "nhac", "kind": "signature", "title": "Nhạc", "relay": "dai-tinh"}
        with self.assertRaises(Problem):
            self.api.post("/programmes", {"name": "Chương trình", "length_s": LENGTH, "items": [tune]})

    def test_it_is_heard_falls_back_and_comes_back(self):
        programme = self.api.post("/programmes", self.body(relay="dai-tinh"))
        starts_at = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=20)).replace(microsecond=0)
        local = starts_at.astimezone(VIETNAM).strftime("%Y-%m-%dT%H:%M:%S")
        self.api.post("/schedules", {"programme": programme["id"], "targets": self.everywhere, "local_start": local})
        wait_until("the relay is planned with what stands in for it", lambda: len(self.pieces(programme)) == 3)
        relay = next(cast for cast in self.pieces(programme) if cast["title"] == "Tiếp sóng đài tỉnh" and "stands_in_for" not in cast)
        self.assertNotIn("announcement", relay)
        self.assertEqual(relay["relay"], "dai-tinh")

        self.sleep_until(starts_at, DIES_AT)
        self.station.on_air.clear()
        self.sleep_until(starts_at, BACK_AT)
        self.station.on_air.set()
        self.sleep_until(starts_at, LENGTH)
        wait_until("every piece has its receipts",
                   lambda: all(len(self.commune.outcomes(cast)) == len(cast["nodes"]) for cast in self.pieces(programme)), 40)

        for number in self.commune.nodes:
            self.check_what_sounded(heard(self.commune.folder / f"node-{number:02}" / "sound" / "latest.wav", (TUNE, STATION, MUSIC)))
        self.assertIn('the station "dai-tinh" is not heard', self.commune.log("controller"))

    def check_what_sounded(self, sounding):
        def first(pitch, after=0):
            return sounding.index(pitch, int(after * PARTS)) / PARTS
        self.assertEqual(sounding[PARTS], TUNE, sounding)
        self.assertAlmostEqual(first(STATION), RELAY_AT, delta=1.5, msg=f"it is heard at its moment: {sounding}")
        fallback = first(MUSIC, RELAY_AT)
        last_of_station = max(at for at in range(int(fallback * PARTS)) if sounding[at] == STATION) / PARTS
        self.assertLess(last_of_station - DIES_AT, LATE_MAX, f"it is heard as it is now: {sounding}")
        self.assertLessEqual(fallback - last_of_station, SILENCE_MAX, f"never silent for longer: {sounding}")
        again = first(STATION, fallback)
        self.assertLess(again, LENGTH - 5, f"the station is heard again when it is back: {sounding}")
        self.assertGreaterEqual(again, BACK_AT - 1)
        silences = "".join("_" if pitch == 0 else "x" for pitch in sounding[:(LENGTH - 1) * PARTS]).split("x")
        self.assertLessEqual(max(map(len, silences)) / PARTS, SILENCE_MAX, sounding)
        after_the_end = sounding[(LENGTH + 1) * PARTS:]
        self.assertEqual(set(after_the_end) - {0}, set(), f"nothing sounds after the hard end: {sounding}")

    @staticmethod
    def sleep_until(starts_at, seconds):
        time.sleep(max(0, (starts_at - datetime.datetime.now(datetime.timezone.utc)).total_seconds() + seconds))


if __name__ == "__main__":
    run_tests()
