"""What an administrator lays down about hours and volume reaches loudspeakers that are connected, at once, and is obeyed: the
recordings of the loudspeakers' own devices are measured. No loudspeaker joins anew in this test.
"""
import copy
import datetime
import unittest
import uuid

import numpy as np
import sounds
from commune import Commune, commune_file, run_tests, wait_until
from phone import Phone

HEADER_SAMPLES = 22
FULL_SCALE = 32767
VIETNAM = datetime.timezone(datetime.timedelta(hours=7))


def clock(minutes_from_now):
    return (datetime.datetime.now(VIETNAM) + datetime.timedelta(minutes=minutes_from_now)).strftime("%H:%M")


class Policy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.commune = cls.enterClassContext(Commune())
        cls.api = cls.commune.api
        cls.everywhere = {"zones": [cls.api.items("/zones")[0]["id"]]}
        cls.announcement = cls.commune.announcement(sounds.voice(1.5))
        cls.one, cls.other = sorted(cls.commune.nodes)

    def tearDown(self):
        for number in self.commune.nodes:
            self.assertEqual(self.commune.log(f"node-{number:02}").count("[joined]"), 1, "it was told without joining anew")

    def recorded(self, number):
        recording = self.commune.folder / f"node-{number:02}" / "sound" / "latest.wav"
        return np.fromfile(recording.resolve(), dtype="<i2")[HEADER_SAMPLES:]

    def told(self, number):
        return self.commune.log(f"node-{number:02}").count("[policy_taken]")

    def change(self, call, *numbers):
        """Does it, and waits until these loudspeakers say that they were told."""
        before = {number: self.told(number) for number in numbers}
        call()
        for number in numbers:
            wait_until(f"node {number} is told", lambda number=number: self.told(number) > before[number], 5)

    def set_volume(self, number, day_and_evening, emergency):
        node = next(node for node in self.api.items("/nodes") if node["number"] == number)
        body = {"volume": {"day": day_and_evening, "evening": day_and_evening, "emergency": emergency}}
        self.change(lambda: self.api.request("PATCH", f"/nodes/{node['id']}", body, {"If-Match": f'"{node["version"]}"'}), number)

    def loudness_of(self, act, until):
        """The loudest sample of each loudspeaker, of full scale, from `act()` until `until(what it gave)`."""
        marks = {number: self.recorded(number).size for number in self.commune.nodes}
        made = act()
        until(made)
        return {number: np.abs(self.recorded(number)[mark:].astype(int)).max(initial=0) / FULL_SCALE for number, mark in marks.items()}

    def play(self, states):
        def all_in_their_state(broadcast):
            wait_until("every receipt is here", lambda: self.commune.outcomes(broadcast) == states, 30)
        return self.loudness_of(lambda: self.commune.play_now(self.announcement, self.everywhere), all_in_their_state)

    def test_a_changed_volume_is_heard_at_once_and_never_silences_an_emergency(self):
        played = {self.one: "played", self.other: "played"}
        self.set_volume(self.one, 100, 100)
        self.set_volume(self.other, 100, 100)
        full = self.play(played)
        self.set_volume(self.one, 50, 100)
        half = self.play(played)
        self.assertAlmostEqual(half[self.one] / full[self.one], 0.5, delta=0.1)
        self.assertAlmostEqual(half[self.other] / full[self.other], 1, delta=0.1)

        self.set_volume(self.one, 0, 10)
        silent = self.play({self.one: "missed", self.other: "played"})
        self.assertEqual(silent[self.one], 0)
        self.assertGreater(silent[self.other], 0.1)

        phone = Phone(self.commune.signed_in("truong-thon"), "truong-thon", self.commune.logins["truong-thon"])
        tile = wait_until("the emergency's sentence is ready", lambda: next(
            ((tile["template"], sentence["area"]) for tile in phone.api.get("/emergency/page-data")["tiles"] for sentence in tile["sentences"]
             if sentence["ready"] and sentence["area"] in phone.officer["areas"]), None), 60)
        wait_until("the loudspeakers hold it", lambda: all(
            node["condition"]["content_wanted"] and node["condition"]["content_ready"] == node["condition"]["content_wanted"]
            for node in self.api.items("/nodes")), 30)
        number = next(node["number"] for node in self.api.items("/nodes") if node["hamlet"] == tile[1])
        self.set_volume(number, 0, 12)

        def is_heard(alarm):
            wait_until("the emergency sounds", lambda: self.commune.deliveries(alarm)[number]["state"] == "playing", 20)
            wait_until("and is heard", lambda: np.abs(self.recorded(number)[-48000:].astype(int)).max() > 500, 10)
        alarm = {}
        loud = self.loudness_of(lambda: alarm.update(phone.call(tile[1], tile[0])) or alarm, is_heard)
        phone.api.post("/stop", {"broadcast": alarm["id"]})
        self.assertGreater(loud[number], 0.02)
        self.assertLess(loud[number], 0.14)

    def test_changed_hours_keep_silent_what_was_planned_before(self):
        starts_at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=8)
        planned = self.api.post("/broadcasts", {"announcement": self.announcement["id"], "targets": self.everywhere,
                                                "starts_at": starts_at.strftime("%Y-%m-%dT%H:%M:%S.000Z")},
                                {"Idempotency-Key": str(uuid.uuid4())})
        wait_until("the loudspeakers hold it",
                   lambda: all(row["state"] != "planned" for row in self.commune.deliveries(planned).values()))
        narrow = copy.deepcopy(commune_file())
        narrow["commune"]["policy"]["allowed_windows"] = [[clock(180), clock(240)]]

        self.change(lambda: self.api.post("/import", narrow), self.one, self.other)

        def is_missed(row):
            return row["state"] == "missed" and row.get("reason") == "hours" and "receipt_number" in row
        wait_until("both say that the hours forbade it", lambda: all(map(is_missed, self.commune.deliveries(planned).values())), 30)
        self.change(lambda: self.api.post("/import", commune_file()), self.one, self.other)


if __name__ == "__main__":
    run_tests()
