"""Phát so le: one echo group after the other, heard in the loudspeakers' own recordings, with nobody there to tell them when."""
import datetime
import time
import unittest

import sounds
from commune import Commune, run_tests, wait_until
from listen import Recording, dbfs

SECONDS = 4
PAUSE = 1  # Between two passes.
HEARD_DB, SILENT_DB = -40, -60


class Staggered(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.commune = cls.enterClassContext(Commune())
        cls.api = cls.commune.api

    def in_groups(self):
        """The first loudspeaker speaks first, the second in the second pass."""
        nodes = sorted(self.api.items("/nodes"), key=lambda node: node["number"])
        self.api.request("PATCH", "/echo-groups", {"nodes": [
            {"node": node["id"], "group": group, "version": node["version"]} for group, node in enumerate(nodes)]})
        return [node["number"] for node in nodes]

    def level(self, number, start_us, seconds):
        recording = Recording(self.commune.folder / f"node-{number:02}" / "sound")
        return dbfs(recording.between(start_us, start_us + int(seconds * 1_000_000)))

    def test_each_loudspeaker_waits_for_its_pass_though_the_line_is_dead(self):
        first, second = self.in_groups()
        said = self.commune.announcement(sounds.voice(SECONDS))
        starts_at = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=15)).replace(microsecond=0)
        cast = self.api.post("/broadcasts", {
            "announcement": said["id"], "targets": {"zones": [self.api.items("/zones")[0]["id"]]}, "staggered": True,
            "starts_at": starts_at.strftime("%Y-%m-%dT%H:%M:%S.000Z")}, {"Idempotency-Key": "phat-so-le-1"})
        wait_until("both hold it", lambda: all(row["state"] == "fetched" for row in self.commune.deliveries(cast).values()), 12)
        self.assertEqual(self.commune.end("controller"), 0)
        time.sleep(max(0, starts_at.timestamp() + 2 * SECONDS + PAUSE + 3 - time.time()))

        t0 = int(starts_at.timestamp() * 1_000_000)
        t1 = t0 + (SECONDS + PAUSE) * 1_000_000
        for number, own, other in ((first, t0, t1), (second, t1, t0)):
            self.assertGreater(self.level(number, own, SECONDS), HEARD_DB, f"loudspeaker {number} in its own pass")
            self.assertLess(self.level(number, other, SECONDS), SILENT_DB, f"loudspeaker {number} in the other's pass")
            self.assertLess(self.level(number, own - 500_000, 0.45), SILENT_DB, f"loudspeaker {number} before its pass")

        self.commune.start_controller()
        self.commune.wait_until_played(cast)
        rows = self.commune.deliveries(cast)

        def began(number):
            return datetime.datetime.fromisoformat(rows[number]["first_sample_at"].replace("Z", "+00:00"))
        self.assertAlmostEqual((began(second) - began(first)).total_seconds(), SECONDS + PAUSE, delta=0.1)


if __name__ == "__main__":
    run_tests()
