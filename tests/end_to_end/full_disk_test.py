"""A full disk under the whole controller, while loudspeakers sound: what it still does, what it refuses and how it says so, and that
nothing which was acknowledged is lost when there is room again.

The data folder lies on a small disk of its own, which is filled by making it as small as what lies on it.
"""
import datetime
import json
import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest
import uuid

import own_mounts
import sounds
from commune import PROGRAMS, Commune, Problem, run_tests, wait_until
from phone import Phone

ROOMY = "512m"


class SmallDisk:
    def __init__(self, folder):
        self.folder = own_mounts.mount_disk(folder, f"size={ROOMY}")

    def resize(self, size, check=True):
        return subprocess.run(["mount", "-o", f"remount,size={size}", self.folder], check=check, capture_output=True, timeout=20)

    def fill(self):
        """Takes all the room that is free at this moment."""
        for _ in range(50):
            used = shutil.disk_usage(self.folder).used
            if self.resize(used, check=False).returncode == 0:
                return
        raise AssertionError("something writes so fast that the disk cannot be filled")

    def make_room(self):
        self.resize(ROOMY)

    def close(self):
        subprocess.run(["umount", "--lazy", self.folder], check=True, timeout=20)


def in_seconds(seconds):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


class FullDisk(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="village-full-disk-")
        cls.addClassCleanup(folder.cleanup)
        cls.disk = SmallDisk(pathlib.Path(folder.name) / "disk")
        cls.addClassCleanup(cls.disk.close)
        cls.commune = cls.enterClassContext(Commune(cls.disk.folder / "controller"))
        cls.api = cls.commune.api
        cls.everywhere = {"zones": [cls.api.items("/zones")[0]["id"]]}
        cls.phone = Phone(cls.commune.signed_in("truong-thon"), "truong-thon", cls.commune.logins["truong-thon"])
        cls.announcement = cls.commune.announcement(sounds.voice(1.5), "Bản tin có từ trước")
        cls.tile = wait_until("the emergency's sentence is ready", cls.ready_tile, 60)
        wait_until("nothing is made any more", lambda: all(job["state"] not in ("waiting", "running") for job in cls.api.items("/jobs")), 60)
        wait_until("the loudspeakers hold it", lambda: all(
            node["condition"]["content_wanted"] and node["condition"]["content_ready"] == node["condition"]["content_wanted"]
            for node in cls.api.items("/nodes")), 30)
        cls.commune.wait_until_played(cls.commune.play_now(cls.announcement, cls.everywhere))

    def setUp(self):
        self.addCleanup(self.disk.make_room)
        self.committed = self.receipts()
        self.assertEqual(set(node for node, _ in self.committed), set(self.commune.nodes))
        self.before = {(number, what): self.times(number, what) for number in self.commune.nodes for what in ("sounding", "outcome")}

    @classmethod
    def ready_tile(cls):
        for tile in cls.phone.api.get("/emergency/page-data")["tiles"]:
            for sentence in tile["sentences"]:
                if sentence["ready"] and sentence["area"] in cls.phone.officer["areas"]:
                    return {"template": tile["template"], "area": sentence["area"]}
        return None

    def receipts(self):
        return {(row["node"], row["number"]): row["signed_bytes"] for row in self.api.items("/receipts")}

    def refused(self, status, code, words, call):
        with self.assertRaises(Problem) as caught:
            call()
        self.assertEqual((caught.exception.status, caught.exception.code), (status, code), str(caught.exception))
        self.assertRegex(str(caught.exception), words)

    def fill(self):
        """Fills the disk, and then what the database has still in hand, until a person is told."""
        self.disk.fill()
        # Where nothing large fits, something small may still.
        for words in (1000, 1):
            self.fill_with("Đầy đĩa. " * words)

    def fill_with(self, text):
        for _ in range(2000):
            try:
                self.api.post("/announcements", {"title": "x" * 300, "source": "text", "text": text})
            except Problem as problem:
                self.assertEqual((problem.status, problem.code), (507, "disk_full"), str(problem))
                self.assertRegex(str(problem), "[Ff]ree some")
                return
        self.fail("the disk was filled, and everything is still taken")

    def plan(self, seconds, key):
        body = {"announcement": self.announcement["id"], "targets": self.everywhere, "starts_at": in_seconds(seconds)}
        return self.api.post("/broadcasts", body, {"Idempotency-Key": key})

    def times(self, number, what):
        """How often this loudspeaker has said so; it names its orders, not our broadcasts."""
        return self.commune.log(f"node-{number:02}").count(f"[{what}]")

    def heard(self, broadcast, what, more):
        """Each of its loudspeakers has said so this often since the test began."""
        for number in broadcast["nodes"]:
            wait_until(f"node {number}: {what} for the {more}. time",
                       lambda number=number: self.times(number, what) == self.before[number, what] + more, 30)

    def receipt_numbers_have_no_gap(self):
        numbers = {}
        for node, number in self.receipts():
            numbers.setdefault(node, set()).add(number)
        self.assertEqual(set(numbers), set(self.commune.nodes))
        for node, present in numbers.items():
            self.assertEqual(present, set(range(1, max(present) + 1)), f"node {node}")

    def verified_by_villagectl(self):
        trust, receipts = self.commune.folder / "trust.json", self.commune.folder / "receipts.json"
        trust.write_text(json.dumps(self.api.get("/trust")))
        receipts.write_text(json.dumps({"items": self.api.items("/receipts")}))
        done = subprocess.run([PROGRAMS / "villagectl", "receipts", "verify", "--trust", trust, receipts], capture_output=True,
                              text=True, timeout=30, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"{len(self.receipts())} receipts", done.stdout)

    def test_what_was_planned_and_an_emergency_still_sound_and_nothing_is_lost(self):
        planned = self.plan(8, str(uuid.uuid4()))
        wait_until("the loudspeakers hold the plan", lambda: all(row["state"] != "planned" for row in self.commune.deliveries(planned).values()))
        self.fill()

        # Refused, in words.
        key = str(uuid.uuid4())
        self.refused(507, "disk_full", "[Ff]ree some", lambda: self.plan(5, key))
        known = len(self.api.items("/broadcasts"))
        self.refused(507, "disk_full", "MB left", lambda: self.api.post("/uploads", {"size_bytes": 1000}))
        # Sounds, for it does not wait for the disk.
        self.heard(planned, "outcome", 1)
        alarm = self.phone.call(self.tile["area"], self.tile["template"])
        self.heard(alarm, "sounding", 2)
        stopped = self.phone.api.post("/stop", {"broadcast": alarm["id"]})
        self.assertEqual((stopped["broadcasts"], stopped["signed"]), ([alarm["id"]], True))
        self.heard(alarm, "outcome", 2)
        # Said, by the health.
        trouble = wait_until("the health says that the disk is full", lambda: self.commune.unwell_of("disk"), 15)
        self.assertRegex(trouble[0]["detail"], "does not reach the disk|receipts wait for the disk")
        self.assertRegex(trouble[0]["detail"], "The disk is full; free some room")
        self.assertTrue(all(node["condition"]["connected"] for node in self.api.items("/nodes")))
        self.assertLessEqual(self.committed.items(), self.receipts().items())

        self.disk.make_room()

        # A backup that found no room is made the next time.
        wait_until("every part is well again", lambda: [part for part in self.commune.unwell() if part["name"] != "backup"] == [], 30)
        self.commune.wait_until_played(planned)
        for number in alarm["nodes"]:
            wait_until("the receipt of the emergency", lambda number=number: "receipt_number" in self.commune.deliveries(alarm)[number])
            self.assertIn(self.commune.deliveries(alarm)[number]["state"], ("cancelled", "partial"))
        acts = [row["action"] for row in self.api.items("/audit")]
        self.assertIn("emergency.start", acts)
        self.assertIn("broadcast.stop", acts)
        self.assertLessEqual(self.committed.items(), self.receipts().items())
        self.receipt_numbers_have_no_gap()
        # What was refused did not happen, but for the emergency; and may be asked again, with the same key.
        self.assertEqual(len(self.api.items("/broadcasts")), known + 1)
        self.commune.wait_until_played(self.plan(4, key))
        self.verified_by_villagectl()
        # And all of it is on the disk, not only in memory.
        before = self.receipts()
        self.assertEqual(self.commune.end("controller", signal.SIGKILL), -signal.SIGKILL)
        self.commune.start_controller()
        self.assertEqual(self.receipts(), before)
        self.commune.wait_for_nodes()

    def test_killed_on_a_full_disk_it_gets_the_receipts_from_the_loudspeakers_again(self):
        planned = self.plan(6, str(uuid.uuid4()))
        wait_until("the loudspeakers hold the plan", lambda: all(row["state"] != "planned" for row in self.commune.deliveries(planned).values()))
        self.fill()
        self.heard(planned, "outcome", 1)
        wait_until("the health tells of receipts that wait", lambda: self.commune.unwell_of("disk"), 15)
        before = self.receipts()

        self.assertEqual(self.commune.end("controller", signal.SIGKILL), -signal.SIGKILL)
        self.commune.start_controller()
        self.commune.wait_for_nodes()
        self.assertLessEqual(before.items(), self.receipts().items())
        self.disk.make_room()

        self.commune.wait_until_played(planned)
        self.assertLessEqual(before.items(), self.receipts().items())
        self.receipt_numbers_have_no_gap()
        self.verified_by_villagectl()


if __name__ == "__main__":
    own_mounts.enter()
    run_tests()
