"""Two controllers of one commune: somebody started a second one on a copy of the data. The signer obeys the one that came last; the
other says so and ends, and the loudspeakers go where they are obeyed.
"""
import shutil
import unittest
from http.client import HTTPException

import sounds
from commune import Commune, Problem, free_port, run_tests


class TakeOver(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.commune = cls.enterClassContext(Commune())

    def test_the_older_one_ends_and_loudspeakers_obey_the_newer(self):
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

        first = commune.processes.running.pop("controller")
        try:
            commune.play_now(said, everywhere)
        except (OSError, HTTPException, Problem):
            pass  # It may be gone before it has answered.
        self.assertEqual(first.wait(20), 2)
        self.assertIn("another controller has taken over this commune", commune.log("controller"))
        self.assertIn("[superseded]", commune.log("controller"))

        self.assertEqual(commune.end("second"), 0)
        commune.data = copy
        commune.start_controller()
        commune.wait_for_nodes()
        played = commune.play_now(said, everywhere)
        commune.wait_until_played(played)


if __name__ == "__main__":
    run_tests()
