"""A programme (chương trình) from the API to the loudspeakers' own devices: each of its pieces has a pitch of its own, and the
recordings are asked which pitch sounds when.
"""
import datetime
import unittest

from commune import Commune, run_tests, wait_until
from pitches import heard, tone

VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
TUNE, NEWS, MUSIC, COLUMN = 440, 880, 600, 1320
COLUMN_AT = 24
PITCHES = (TUNE, NEWS, MUSIC, COLUMN)


class Programme(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.commune = cls.enterClassContext(Commune())
        cls.api = cls.commune.api
        cls.everywhere = {"zones": [cls.api.items("/zones")[0]["id"]]}
        lengths = {TUNE: 7, NEWS: 4, MUSIC: 3, COLUMN: 6}
        cls.said = {pitch: cls.commune.announcement(tone(pitch, length), f"{pitch} Hz")["id"] for pitch, length in lengths.items()}

    def made(self):
        item = {"title": "", "overrun": "finish"}
        return self.api.post("/programmes", {
            "name": "Chương trình thử", "length_s": 60, "filler": self.said[MUSIC],
            "items": [{**item, "key": "nhac-hieu", "kind": "signature", "announcement": self.said[TUNE]},
                      {**item, "key": "ban-tin", "kind": "bulletins"},
                      {**item, "key": "chuyen-muc", "kind": "column", "at_s": COLUMN_AT, "announcement": self.said[COLUMN]}]})

    def put_in(self, programme, day, announcement, version):
        self.api.request("PATCH", f"/programmes/{programme['id']}/days/{day}/bulletins",
                         {"bulletins": [{"announcement": announcement}]}, {"If-Match": f'"{version}"'})

    def scheduled(self, programme, starts_at):
        local = starts_at.astimezone(VIETNAM).strftime("%Y-%m-%dT%H:%M:%S")
        return self.api.post("/schedules", {"programme": programme["id"], "targets": self.everywhere, "local_start": local})

    def pieces(self, programme):
        return [cast for cast in self.api.items("/broadcasts") if cast.get("programme") == programme["id"] and cast["state"] != "cancelled"]

    def heard(self, number):
        """The pitch in each quarter of a second since the tune's first sample."""
        return heard(self.commune.folder / f"node-{number:02}" / "sound" / "latest.wav", PITCHES)

    def test_every_piece_is_heard_at_its_moment_and_music_between(self):
        programme = self.made()
        starts_at = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=20)).replace(microsecond=0)
        day = starts_at.astimezone(VIETNAM).strftime("%Y-%m-%d")
        self.scheduled(programme, starts_at)
        wait_until("it is planned without the bulletin", lambda: len(self.pieces(programme)) == 5)
        self.put_in(programme, day, self.said[NEWS], 0)
        wait_until("it is planned with it", lambda: any(cast.get("announcement") == self.said[NEWS] for cast in self.pieces(programme)))
        preview = self.api.get(f"/programmes/{programme['id']}/days/{day}")
        self.assertEqual([piece["announcement"] for piece in preview["heard"]], [self.said[pitch] for pitch in (TUNE, NEWS, MUSIC, COLUMN)])

        def is_over():
            return all(len(self.commune.outcomes(cast)) == len(cast["nodes"]) for cast in self.pieces(programme))
        wait_until("every piece has its receipts", is_over, 90)

        for cast in self.pieces(programme):
            states = set(self.commune.outcomes(cast).values())
            # What stands in for the tune, the bulletin and the column was never needed; what fills the gap stands in for nothing.
            fills_in = cast.get("stands_in_for") in [other["id"] for other in self.pieces(programme)]
            self.assertEqual(states, {"cancelled" if fills_in else "played"}, cast)
        for number in self.commune.nodes:
            sounding = self.heard(number)

            def at(second):
                return sounding[int(second * 4)]
            self.assertEqual([at(1), at(5), at(9), at(14), at(18), at(22)], [TUNE, TUNE, NEWS, MUSIC, MUSIC, MUSIC], sounding)
            begins = sounding.index(COLUMN) / 4
            self.assertAlmostEqual(begins, COLUMN_AT, delta=0.5, msg="the column is on time, whatever was put in before it")
            silences = "".join("_" if pitch == 0 else "x" for pitch in sounding[:(COLUMN_AT + 5) * 4]).split("x")
            self.assertLessEqual(max(map(len, silences)) / 4, 1.75)

    def test_the_dry_run_tells_tomorrows_programme_and_what_does_not_fit(self):
        programme = self.made()
        starts_at = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) + datetime.timedelta(hours=20)
        day = starts_at.astimezone(VIETNAM).strftime("%Y-%m-%d")
        long = self.commune.announcement(tone(NEWS, 25), "quá dài")["id"]
        self.put_in(programme, day, long, 0)
        self.scheduled(programme, starts_at)
        zone = self.everywhere["zones"][0]

        def foreseen():
            run = self.api.get(f"/dry-run?zone={zone}&from={starts_at:%Y-%m-%dT%H:%M:%S.000Z}")
            return {sound["title"]: sound.get("reason") for sound in run["sounds"] if sound["outcome"] != "cancelled"}
        wait_until("it is planned", lambda: len(self.pieces(programme)) >= 5)
        said = foreseen()
        self.assertEqual(said.get("quá dài"), "no_room", said)
        self.assertIn(f"{COLUMN} Hz", said)


if __name__ == "__main__":
    run_tests()
