"""The ears of the demo: every fault a loudspeaker can have is planted into a recording and has to be heard."""
import json
import pathlib
import struct
import sys
import tempfile
import unittest

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "controller" / "ctl" / "demo"))
import listen
from report import Report

START_US = 1_700_000_000_000_000
RATE = listen.RATE


def announcement(seconds=3.0):
    random = np.random.default_rng(1)
    return (0.1 * random.standard_normal(int(seconds * RATE))).astype(np.float32)


class Ears(unittest.TestCase):
    """A node that recorded 8 s, the announcement due 2 s after its first sample."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.meant = announcement()

    def recorded(self, sound, late_ms=0.0, more=()):
        samples = np.zeros(8 * RATE, dtype=np.float32)
        for at_ms, piece in ((2000 + late_ms, sound), *more):
            at = round(at_ms * RATE / 1000)
            samples[at:at + len(piece)] += piece
        pcm = (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
        folder = pathlib.Path(self.folder.name)
        (folder / "a.wav").write_bytes(struct.pack("<44x") + pcm)
        (folder / "a.json").write_text(json.dumps({"first_sample_utc_us": START_US - 2_000_000}))
        return listen.Recording(folder)

    def faults(self, sound, late_ms=0.0, gain_db=0.0):
        return listen.compare(self.meant, self.recorded(sound, late_ms), START_US).faults(gain_db)

    def assert_one_fault(self, faults, words):
        self.assertEqual(len(faults), 1, faults)
        self.assertIn(words, faults[0])

    def test_what_was_meant_has_no_fault(self):
        self.assertEqual(self.faults(self.meant), [])
        self.assertEqual(self.faults(self.meant, late_ms=45), [])

    def test_another_announcement_is_heard(self):
        self.assertIn("not what was meant", self.faults(announcement(3.5)[::-1].copy()[:len(self.meant)])[0])

    def test_silence_is_no_announcement(self):
        faults = self.faults(np.zeros(10, dtype=np.float32))
        self.assertIn("not what was meant", faults[0])

    def test_a_late_and_an_early_start_are_heard(self):
        self.assert_one_fault(self.faults(self.meant, late_ms=60), "starts +60.0 ms")
        self.assert_one_fault(self.faults(self.meant, late_ms=-60), "starts -60.0 ms")

    def test_an_emergency_may_be_500_ms_late_but_not_early(self):
        for late_ms, faults in ((480, 0), (540, 1), (-100, 1)):
            heard = listen.compare(self.meant, self.recorded(self.meant, late_ms), START_US, search_ms=600)
            self.assertEqual(len(heard.faults_of_start(listen.EMERGENCY_MS_MAX)), faults, late_ms)

    def test_a_gap_is_heard_with_its_place(self):
        holed = self.meant.copy()
        holed[RATE:RATE + RATE * 50 // 1000] = 0
        self.assert_one_fault(self.faults(holed), "gap of 50 ms at 1.0 s")
        holed = self.meant.copy()
        holed[RATE:RATE + RATE * 35 // 1000] = 0
        self.assertEqual(self.faults(holed), [])

    def test_a_wrong_level_is_heard_beside_the_volume_of_the_node(self):
        self.assert_one_fault(self.faults(self.meant * 0.6), "level -4.4 dB off")
        self.assert_one_fault(self.faults(self.meant * 1.5), "level +3.5 dB off")
        self.assertEqual(self.faults(self.meant * 0.6, gain_db=-4.4), [])

    def test_sound_where_none_was_wanted_is_heard(self):
        spans = [(START_US, START_US + 3_000_000)]
        quiet = self.recorded(self.meant)
        self.assertLessEqual(listen.peak_outside(quiet, START_US - 2_000_000, START_US + 6_000_000, spans), listen.ELSEWHERE_DBFS_MAX)
        click = np.full(5, 0.001, dtype=np.float32)
        for at_ms in (100, 5500, 7900):
            clicked = self.recorded(self.meant, more=[(at_ms, click)])
            self.assertGreater(listen.peak_outside(clicked, START_US - 2_000_000, START_US + 6_000_000, spans), listen.ELSEWHERE_DBFS_MAX)

    def test_sound_after_a_stop_is_timed(self):
        ear = self.recorded(self.meant)
        self.assertAlmostEqual(listen.silent_after_ms(ear, START_US + 2_400_000), 600, delta=6)
        self.assertEqual(listen.silent_after_ms(ear, START_US + 3_100_000), 0)

    def test_a_resumed_part_is_found_where_it_was(self):
        likeness, at_s = listen.place_in(self.meant, self.meant[RATE:2 * RATE])
        self.assertGreater(likeness, 0.99)
        self.assertAlmostEqual(at_s, 1.0, places=3)
        self.assertLess(listen.place_in(self.meant, announcement(4.0)[::-1].copy()[:RATE])[0], listen.CORRELATION_MIN)


class Verdict(unittest.TestCase):
    def test_one_failed_check_fails_the_whole_and_names_its_node(self):
        report = Report({1: "Bến đò", 2: "Trạm bơm"})
        report.check("plays", "1", "1", True, 1)
        self.assertEqual(report.verdict(), 0)
        report.check("plays", "0", "1", False, 2)
        self.assertEqual(report.faults, {1: [], 2: ["plays"]})
        self.assertEqual(report.verdict(), 1)

    def test_a_part_that_breaks_off_fails_the_whole(self):
        report = Report({})
        report.broke_off("live", "no answer")
        self.assertEqual(report.verdict(), 1)


if __name__ == "__main__":
    unittest.main()
