#!/usr/bin/env python3
"""The table test must be able to fail: a planted breach of each kind is found."""
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import check_includes

TABLE = json.loads((pathlib.Path(__file__).parent / "rooms.json").read_text())


def why(room, quote, header):
    return check_includes.breach(room + "/x.cpp", room, quote, header, TABLE)


class Breaches(unittest.TestCase):
    def test_the_scheduler_may_not_know_the_controller(self):
        self.assertIn("may not include", why("scheduler/dispatch", '"', "controller/ports/stores.hpp"))

    def test_rooms_at_one_level_may_not_include_each_other(self):
        self.assertIn("may not include", why("controller/web_api", '"', "controller/storage/storage.hpp"))

    def test_a_library_outside_the_row_is_refused(self):
        self.assertIn("may not include", why("scheduler/policy", "<", "boost/asio/io_context.hpp"))
        self.assertIn("may not include", why("controller/web_api", "<", "sqlite3.h"))

    def test_short_paths_are_refused(self):
        self.assertIn("full path", why("scheduler/domain", '"', "ids.hpp"))

    def test_the_scheduler_does_not_log(self):
        self.assertIn("does not log", why("scheduler/dispatch", '"', "controller/observability/log.hpp"))

    def test_what_the_table_allows_passes(self):
        self.assertIsNone(why("controller/storage", "<", "sqlite3.h"))
        self.assertIsNone(why("scheduler/dispatch", '"', "scheduler/policy/hours.hpp"))
        self.assertIsNone(why("scheduler/domain", "<", "vector"))


if __name__ == "__main__":
    unittest.main()
