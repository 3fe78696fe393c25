"""Two controllers of one commune: somebody started a second one on a copy of the data. The signer obeys the one that came last; the
other says so, changes nothing any more, and still stops; where it stood, the newer one is obeyed by every loudspeaker.
"""
import shutil
import unittest

import sounds
from commune import Commune, Problem, free_port, run_tests


class TakeOver(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.commune = cls.enterClassContext(Commune())

    def test_the_older_one_changes_nothing_more_and_the_newer_is_obeyed(self):
        commune = self.commune
        said = commune.announcement(sounds.voice(2))
        everywhere = {"zones": [commune.api.items("/zones")[0]["id"]]}
        self.assertEqual(commune.end("controller"), 0)
        copy = commune.folder / "copy"
        shutil.copytree(commune.data, copy)
        commune.start_controller()
        commune.wait_for_nodes()

        # The copy knows as little of the epoch that the signer has seen since as any restored backup.
        other = {"data": copy, "port": free_port(), "local_port": free_port()}
        commune.processes.start("second", commune.controller_command(**other))
        commune.wait_for_log("second", "[ready]")
        self.assertIn("[owner]", commune.log("second"))

        cast = commune.play_now(said, everywhere)
        commune.wait_for_log("controller", "[superseded]")
        self.assertIn("another controller has taken over this commune", commune.health()["owner"]["detail"])
        editor = commune.signed_in("bientap")
        with self.assertRaisesRegex(Problem, "superseded"):
            editor.post("/announcements", {"title": "Bản tin khác", "source": "file"})
        editor.post("/stop", {"broadcast": cast["id"]})
        self.assertNotIn("played", {row["state"] for row in commune.deliveries(cast).values()})

        self.assertEqual(commune.end("controller"), 0)
        self.assertEqual(commune.end("second"), 0)
        commune.data = copy
        commune.start_controller()
        commune.wait_for_nodes()
        played = commune.play_now(said, everywhere)
        commune.wait_until_played(played)


if __name__ == "__main__":
    run_tests()
