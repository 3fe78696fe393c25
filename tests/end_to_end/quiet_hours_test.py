"""Nothing can be planned into the quiet hours by any door of the API: each refusal names the rule, what was asked for and what to do, in
both languages, and leaves nothing behind. No loudspeaker has to sound, so nothing here waits.
"""
import copy
import datetime
import unittest
import uuid

import sounds
from commune import Commune, Problem, commune_file, run_tests

VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
NIGHT = "03:15"
BY_NIGHT, BY_DAY = "21:00-05:00", [["05:30", "06:30"], ["17:00", "18:00"]]


def day(ahead):
    return (datetime.datetime.now(VIETNAM) + datetime.timedelta(days=ahead)).date()


def local(ahead, clock):
    return f"{day(ahead)}T{clock}:00"


def utc(ahead, clock):
    moment = datetime.datetime.fromisoformat(f"{local(ahead, clock)}+07:00").astimezone(datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def around_now(minutes):
    return (datetime.datetime.now(VIETNAM) + datetime.timedelta(minutes=minutes)).strftime("%H:%M")


class QuietHours(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.commune = cls.enterClassContext(Commune())
        cls.api = cls.commune.api
        cls.everywhere = {"zones": [cls.api.items("/zones")[0]["id"]]}
        cls.keep(cls, BY_NIGHT.split("-"), BY_DAY)
        cls.file = cls.announcement_from("file")
        cls.relay = cls.announcement_from("relay")
        cls.programme = cls.api.post("/programmes", {"name": "Chương trình đêm", "length_s": 60, "filler": cls.file["id"], "items": [
            {"key": "tin", "kind": "bulletins", "title": "Bản tin", "overrun": "finish"},
            {"key": "tiep-song", "kind": "relay", "title": "Tiếp sóng", "overrun": "cut", "length_s": 30}]})

    def keep(self, quiet, allowed):
        hours = copy.deepcopy(commune_file())
        hours["commune"]["policy"] |= {"quiet": quiet, "allowed_windows": allowed}
        self.api.post("/import", hours)

    @classmethod
    def announcement_from(cls, source):
        made = cls.api.post("/announcements", {"title": f"Nguồn {source}", "source": source})
        return cls.api.prepare(made["id"], cls.api.upload(sounds.voice()), 60)

    def setUp(self):
        self.keep(BY_NIGHT.split("-"), BY_DAY)

    def stored(self):
        """Schedules, and what was asked for by hand; what a schedule is planned to be comes and goes with the plan."""
        return [self.api.items("/schedules"), [one for one in self.api.items("/broadcasts") if "occurrence" not in one]]

    def refused(self, call, limit=BY_NIGHT, moments=(NIGHT,)):
        before = self.stored()
        with self.assertRaises(Problem) as caught:
            call()
        body = caught.exception.body
        self.assertEqual((caught.exception.status, body["code"], body["fix"]), (422, "quiet_hours", "move_into_hours"), body)
        found = body["rule"]["found"]
        self.assertEqual(body["rule"], {"name": "quiet_hours", "limit": limit, "found": found})
        self.assertIn(found, moments)
        self.assertIn(f"Giờ yên tĩnh là {limit}; lượt này sẽ phát lúc {found}.", body["words"]["vi"])
        self.assertIn(f"The quiet hours are {limit}; this would play at {found}.", body["words"]["en"])
        self.assertEqual(self.stored(), before, "nothing is stored")

    def schedule(self, clock=NIGHT, **more):
        return self.api.post("/schedules", {"targets": self.everywhere, "local_start": local(2, clock), **more})

    def planned(self, clock="05:45", **more):
        return self.schedule(clock, announcement=self.file["id"], keep_both=True, **more)

    def change(self, schedule, **edit):
        return self.api.request("PATCH", f"/schedules/{schedule['id']}", edit, {"If-Match": f'"{schedule["version"]}"'})

    def broadcast(self, **more):
        return self.api.post("/broadcasts", {"announcement": self.file["id"], "targets": self.everywhere, **more},
                             {"Idempotency-Key": str(uuid.uuid4())})

    def test_no_schedule_of_a_file_a_relay_or_a_programme(self):
        self.refused(lambda: self.schedule(announcement=self.file["id"]))
        self.refused(lambda: self.schedule(announcement=self.relay["id"]))
        self.refused(lambda: self.schedule(programme=self.programme["id"]))

    def test_no_reason_and_no_confirmation_opens_them(self):
        excuse = {"outside_hours_reason": "Thông báo khẩn của xã", "confirmed": True}

        self.refused(lambda: self.schedule(announcement=self.file["id"], **excuse))
        self.refused(lambda: self.broadcast(starts_at=utc(2, NIGHT), **excuse))

    def test_no_broadcast_at_a_moment_in_them(self):
        self.refused(lambda: self.broadcast(starts_at=utc(2, NIGHT)))

    def test_no_broadcast_now_where_it_is_night(self):
        night = [around_now(-30), around_now(30)]
        self.keep(night, [[around_now(60), around_now(90)]])

        self.refused(self.broadcast, "-".join(night), [around_now(minutes) for minutes in (-1, 0, 1)])

    def test_no_occurrence_is_moved_there_and_no_series_either(self):
        series = self.planned(recurrence="FREQ=DAILY;COUNT=9")

        self.refused(lambda: self.change(series, scope="this", occurrence=utc(3, "05:45"), moved_to=utc(3, NIGHT)))
        self.refused(lambda: self.change(series, scope="all", timing={"local_start": local(2, NIGHT), "recurrence": "FREQ=DAILY"}))

        self.assertEqual(self.found(series)["version"], series["version"])

    def found(self, schedule):
        return next(one for one in self.api.items("/schedules") if one["id"] == schedule["id"])

    def test_a_preview_says_the_same_beforehand(self):
        shown = self.api.post("/schedules/preview", {"announcement": self.file["id"], "targets": self.everywhere, "local_start": local(2, NIGHT)})

        [problem] = shown["problems"]
        self.assertEqual((problem["code"], problem["fix"]), ("quiet_hours", "move_into_hours"))
        self.assertEqual(problem["rule"], {"name": "quiet_hours", "limit": BY_NIGHT, "found": NIGHT})
        self.assertIn("03:15", problem["words"]["vi"])

    def test_a_programme_that_runs_into_them_is_refused_where_it_enters_them(self):
        self.keep(BY_NIGHT.split("-"), [["20:59", "21:30"]])

        self.refused(lambda: self.schedule("20:59", programme=self.long_programme()["id"]), moments=["21:00"])

    def long_programme(self):
        return self.api.post("/programmes", {"name": "Chương trình tối", "length_s": 600, "filler": self.file["id"], "items": [
            {"key": "tin", "kind": "bulletins", "title": "Bản tin", "overrun": "finish"}]})

    def test_the_bulletins_of_a_day_are_refused_where_the_hours_changed_under_their_programme(self):
        self.keep(["00:00", "00:00"], [["03:00", "04:00"]])
        at_night = self.schedule(programme=self.programme["id"])
        self.keep(BY_NIGHT.split("-"), BY_DAY)
        path = f"/programmes/{self.programme['id']}/days/{day(2)}/bulletins"
        bulletins = {"bulletins": [{"announcement": self.file["id"]}]}

        self.refused(lambda: self.api.request("PATCH", path, bulletins, {"If-Match": '"0"'}))

        self.assertEqual(self.api.get(path)["bulletins"], [])
        self.api.post(f"/schedules/{at_night['id']}/cancel", None, {"If-Match": f'"{at_night["version"]}"'})


if __name__ == "__main__":
    run_tests()
