"""Two controllers of one commune: somebody started a second one on a copy of the data. The signer obeys the one that came last; the
other says so, changes nothing any more, and still stops; where it stood, the newer one is obeyed by every loudspeaker. And one machine
in place of another: controller and signer come from a backup that is as old as the last start of the lost one.
"""
import shutil
import unittest

import sounds
from commune import Commune, Problem, free_port, run_tests, wait_until


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


class RestoredMachine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.commune = cls.enterClassContext(Commune())

    def test_takes_over_on_a_persons_word_and_is_heard_although_its_numbers_were_used(self):
        commune = self.commune
        said = commune.announcement(sounds.voice(2))
        everywhere = {"zones": [commune.api.items("/zones")[0]["id"]]}
        folders = (commune.data, commune.folder / "signer")
        for name in ("controller", "signer"):
            self.assertEqual(commune.end(name), 0)
        for folder in folders:
            shutil.copytree(folder, folder.with_name(folder.name + "-backup"))
        commune.start_signer()
        commune.start_controller()
        commune.wait_for_nodes()
        commune.wait_until_played(commune.play_now(said, everywhere))

        for name in ("controller", "signer"):
            self.assertEqual(commune.end(name), 0)
        for folder in folders:
            shutil.rmtree(folder)
            folder.with_name(folder.name + "-backup").rename(folder)
        commune.start_signer()
        commune.start_controller()
        wait_until("the health tells of the other controller", lambda: not commune.health()["owner"]["well"], 30)
        self.assertIn("--take-over", commune.health()["owner"]["detail"])
        self.assertFalse(any(node["condition"]["connected"] for node in commune.api.items("/nodes")))

        self.assertEqual(commune.end("controller"), 0)
        commune.processes.start("controller", commune.controller_command(take_over="true"))
        commune.processes.wait_for("controller", commune.answers, 30)
        commune.wait_for_nodes()
        commune.wait_until_played(commune.play_now(said, everywhere))


if __name__ == "__main__":
    run_tests()
