"""A loudspeaker that is revoked while it sounds falls silent, and one that was away meanwhile does when it comes back."""
import signal
import time
import unittest

import sounds
from commune import Commune, run_tests, wait_until
from listen import Recording, dbfs

SECOND = 1_000_000
FALLS_SILENT = "it falls silent until it is enrolled anew"


class Revoked(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.commune = cls.enterClassContext(Commune())
        cls.here, cls.away = sorted(cls.commune.nodes)

    def revoke(self, number):
        self.commune.api.post(f"/nodes/{self.commune.nodes[number]['id']}/revoke")

    def loudness(self, number, begins_us, seconds):
        return dbfs(Recording(self.commune.folder / f"node-{number:02}" / "sound").between(begins_us, begins_us + int(seconds * SECOND)))

    def test_nothing_that_it_holds_sounds_on(self):
        commune = self.commune
        long = commune.announcement(sounds.voice(60))
        cast = commune.play_now(long, {"zones": [commune.api.items("/zones")[0]["id"]]})
        wait_until("both sound it", lambda: [row["state"] for row in commune.deliveries(cast).values()] == ["playing"] * 2)
        # A power cut: it goes on by itself as soon as it is back.
        commune.end(f"node-{self.away:02}", signal.SIGKILL)
        self.revoke(self.away)
        self.revoke(self.here)
        commune.wait_for_log(f"node-{self.here:02}", FALLS_SILENT)
        commune.start_node(self.away)
        commune.wait_for_log(f"node-{self.away:02}", FALLS_SILENT)

        silent_from = int((time.time() + 1) * SECOND)
        time.sleep(4)

        for number in (self.here, self.away):
            self.assertLess(self.loudness(number, silent_from, 2), -80, f"node {number}")
        self.assertEqual({node["stage"] for node in commune.api.items("/nodes")}, {"revoked"})


if __name__ == "__main__":
    run_tests()
