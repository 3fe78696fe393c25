"""What is practised is never taken for what warns, and the all-clear ends it: heard in the loudspeakers' own recordings."""
import datetime
import time
import unittest

import numpy as np
from commune import Commune, Problem, run_tests, wait_until
from listen import Recording, dbfs
from phone import Phone

SECOND = 1_000_000


def at_us(moment):
    return int(datetime.datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp() * SECOND)


def purity(samples):
    """How much of the energy is in two narrow bands: near 1 for the two notes that warn, far from it for a voice."""
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    whole, two = power.sum(), 0.0
    for _ in range(2):
        band = slice(max(0, int(power.argmax()) - 8), int(power.argmax()) + 9)
        two += power[band].sum()
        power[band] = 0
    return float(two / whole)


class DrillAndAllClear(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.commune = cls.enterClassContext(Commune())
        cls.phone = Phone(cls.commune.signed_in("truong-thon"), "truong-thon", cls.commune.logins["truong-thon"])
        cls.hamlet = cls.phone.officer["areas"][0]
        cls.number = next(node["number"] for node in cls.commune.nodes.values() if node["hamlet"] == cls.hamlet)

    def tile(self, is_all_clear):
        def ready():
            for tile in self.phone.api.get("/emergency/page-data")["tiles"]:
                if tile["all_clear"] == is_all_clear and any(
                        one["ready"] for one in tile["sentences"] if one["area"] == self.hamlet):
                    return tile["template"]
            return None
        return wait_until("the sentence is ready", ready, 60)

    def drill(self, template, key):
        def started():
            try:
                return self.phone.api.post("/drills", {"template": template, "area": self.hamlet}, {"Idempotency-Key": key})
            except Problem as problem:
                self.assertEqual(problem.code, "not_ready")
                time.sleep(0.5)
                return None
        return wait_until("the drill's sound is ready", started, 60)

    def heard(self, start_us, seconds):
        return Recording(self.commune.folder / f"node-{self.number:02}" / "sound").between(start_us, start_us + int(seconds * SECOND))

    def first_sample_us(self, cast):
        return at_us(self.commune.deliveries(cast)[self.number]["first_sample_at"])

    def warn(self):
        alarm = self.phone.call(self.hamlet, self.tile(False))
        wait_until("it warns", lambda: self.commune.deliveries(alarm)[self.number]["state"] == "playing", 20)
        return alarm

    def state_of(self, cast):
        return self.commune.api.get(f"/broadcasts/{cast['id']}")["state"]

    def test_a_drill_is_a_voice_and_what_warns_begins_with_the_tone(self):
        drill = self.drill(self.tile(False), "dien-tap-1")
        self.assertEqual((drill["kind"], drill["priority"]), ("drill", "normal"))
        self.commune.wait_until_played(drill, 60)
        self.assertEqual(set(self.commune.deliveries(drill)), {self.number}, "this hamlet and no other")
        began = self.first_sample_us(drill)
        self.assertGreater(dbfs(self.heard(began, 3)), -40)
        self.assertLess(purity(self.heard(began + 100_000, 0.8)), 0.6)

        alarm = self.warn()
        began = self.first_sample_us(alarm)
        time.sleep(2)
        self.phone.api.post("/stop", {"broadcast": alarm["id"]})
        self.assertGreater(purity(self.heard(began + 100_000, 0.8)), 0.8)

    def test_the_all_clear_ends_what_warns_and_is_heard_once(self):
        alarm = self.warn()
        over = self.phone.call(self.hamlet, self.tile(True))
        self.assertEqual((over["kind"], over["priority"], over["state"]), ("all_clear", "priority", "counting_down"))
        self.assertEqual(self.state_of(alarm), "on_air", "until its countdown is over")
        self.commune.wait_until_played(over, 60)
        self.assertEqual(self.state_of(alarm), "stopped")
        self.assertLess(self.first_sample_us(over) - at_us(over["starts_at"]), 2 * SECOND)
        wait_until("it is over", lambda: self.state_of(over) == "ended", 30)


if __name__ == "__main__":
    run_tests()
