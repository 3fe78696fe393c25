#!/usr/bin/env python3
"""`./village bench` says what was measured: ratios of the numbers themselves, and a program that died has measured nothing."""
import importlib.util
import json
import subprocess
import sys
import unittest

specification = importlib.util.spec_from_file_location("run", sys.argv.pop())
run = importlib.util.module_from_spec(specification)
specification.loader.exec_module(run)


def ended(status, said=""):
    return subprocess.CompletedProcess([], status, "", said)


class Rows(unittest.TestCase):
    def test_a_ratio_is_judged_before_it_is_rounded(self):
        row = run.row_of_promise({"name": "x", "label": "us | peer", "cpu_time": 0, "ours": 1.254, "peer": 1.0, "ratio_at_most": 1.25})
        self.assertEqual((row["ratio"], row["verdict"]), ("1.25", "MISS"))

    def test_a_broken_json_did_not_run(self):
        for program, text in [("a_load", '[{"name":"x","verdict":"PASS"'), ("a_bench", '{"benchmarks":[{"na'), ("a_bench", "{}")]:
            rows = run.rows_in(program, text, ended(0))
            self.assertTrue(rows[0]["verdict"].startswith("NOT RUN(its JSON is broken"), rows)
            self.assertEqual(run.status_of(rows), 2)

    def test_a_program_that_was_killed_did_not_run_whatever_it_wrote(self):
        rows = run.rows_in("a_load", json.dumps([{"name": "x", "verdict": "PASS"}]), ended(-11, "segmentation fault"))
        self.assertEqual(rows[0]["verdict"], "NOT RUN(exit status -11: segmentation fault)")
        self.assertEqual(run.status_of(rows), 2)

    def test_a_program_that_is_not_there_did_not_run(self):
        rows = run.run_program("/nowhere", "a_load", 1)
        self.assertTrue(rows[0]["verdict"].startswith("NOT RUN("), rows)

    def test_a_load_that_missed_keeps_its_rows(self):
        self.assertEqual(run.rows_in("a_load", '[{"verdict": "MISS"}]', ended(1)), [{"verdict": "MISS"}])


if __name__ == "__main__":
    unittest.main()
