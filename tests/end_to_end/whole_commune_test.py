"""One Intent for the whole commune: every loudspeaker says the commune's own sentence, at the same moment."""
import datetime
import time
import unittest

from commune import Commune, Problem, run_tests, wait_until
from phone import Phone

AT_THE_SAME_MOMENT_S = 0.02


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


class WholeCommune(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.commune = cls.enterClassContext(Commune())
        cls.editor = Phone(cls.commune.signed_in("bientap"), "bientap", cls.commune.logins["bientap"])
        cls.head = Phone(cls.commune.signed_in("truong-thon"), "truong-thon", cls.commune.logins["truong-thon"])
        cls.fire = wait_until("the commune's sentence is ready", cls.ready_tile, 60)

    @classmethod
    def page(cls, phone):
        return phone.api.get("/emergency/page-data")

    @classmethod
    def ready_tile(cls):
        page = cls.page(cls.editor)
        cls.whole = page["areas"][-1]
        for tile in page["tiles"]:
            if not tile["all_clear"] and any(one["ready"] for one in tile["sentences"] if one["area"] == cls.whole["id"]):
                return tile["template"]
        return None

    def deliveries(self, cast):
        return list(self.commune.deliveries(cast).values())

    def test_it_stands_last_on_the_page_of_who_may_and_not_on_a_heads(self):
        self.assertEqual((self.whole["kind"], self.whole["reason_needed"]), ("commune", True))
        self.assertEqual(len(self.whole["clusters"]), len(self.commune.nodes))
        self.assertEqual({area["kind"] for area in self.page(self.head)["areas"]}, {"hamlet"})
        with self.assertRaises(Problem) as refused:
            self.head.call(self.whole["id"], self.fire)
        self.assertEqual(refused.exception.code, "not_permitted")

    def test_an_editor_says_why_and_all_say_the_same_at_once(self):
        intent = self.editor.intent(self.whole["id"], self.fire)
        with self.assertRaises(Problem) as refused:
            self.editor.api.post("/emergencies", intent)
        self.assertEqual(refused.exception.body["rule"]["name"], "reason")

        alarm = self.editor.api.post("/emergencies", {**intent, "reason": "Cháy rừng"})

        self.assertEqual(set(alarm["nodes"]), set(self.commune.nodes))
        self.assertIn("Cháy ở xã", self.sentence())
        wait_until("all warn", lambda: {one["state"] for one in self.deliveries(alarm)} == {"playing"}, 20)
        time.sleep(1)
        self.head.api.post("/stop", {"broadcast": alarm["id"]})
        wait_until("it is silent in the head's hamlet alone",
                   lambda: sorted(one["state"] == "playing" for one in self.deliveries(alarm)) == [False, True], 20)
        self.editor.api.post("/stop", {"broadcast": alarm["id"]})
        wait_until("it is over", lambda: all(one.get("first_sample_at") and one["state"] != "playing" for one in self.deliveries(alarm)), 20)
        began = [moment(one["first_sample_at"]) for one in self.deliveries(alarm)]
        self.assertLess(max(began) - min(began), AT_THE_SAME_MOMENT_S)

    def test_a_head_keeps_it_out_of_his_hamlet_while_it_counts_down(self):
        intent = self.editor.intent(self.whole["id"], self.fire)
        alarm = self.editor.api.post("/emergencies", {**intent, "reason": "Diễn biến lũ"})
        self.head.api.post("/stop", {"broadcast": alarm["id"]})
        wait_until("it warns elsewhere", lambda: "playing" in {one["state"] for one in self.deliveries(alarm)}, 20)
        time.sleep(1)
        silent = [one for one in self.deliveries(alarm) if one["state"] != "playing"]
        self.editor.api.post("/stop", {"broadcast": alarm["id"]})
        self.assertEqual([one.get("first_sample_at") for one in silent], [None], "not a sample in his hamlet")

    def sentence(self):
        tile = next(one for one in self.page(self.editor)["tiles"] if one["template"] == self.fire)
        return next(one["sentence"] for one in tile["sentences"] if one["area"] == self.whole["id"])


if __name__ == "__main__":
    run_tests()
