"""The real controller answers as openapi.yaml says: the check of tests/contract, against programs of this build that nobody has set up."""
import json
import subprocess
import unittest

from commune import HERE, Commune, commune_file, run_tests, seed

ROOT = HERE.parents[1]
LONGEST = 60  # Seconds; 20 on two busy cores, with sanitizers.


class NotSetUp(Commune):
    def start(self):
        self.start_programs()

    def check(self):
        """With all of its hamlets, open at any hour; with short emergencies, since whatever is made waits behind the sound of one."""
        short = {name: made for name, made in commune_file().items() if name in ("sirens", "emergency_templates", "emergency_tile_order")}
        file = self.folder / "commune.json"
        file.write_text(json.dumps({**seed.open_all_day(seed.commune_file()), **short}))
        return subprocess.run(["/usr/bin/python3", ROOT / "tests/contract/check_contract.py", "--openapi", ROOT / "controller/web_api/openapi.yaml",
                               "--commune", file, "--url", f"http://127.0.0.1:{self.local_port}", "--code", self.set_up_code()],
                              capture_output=True, text=True, timeout=LONGEST)


class TheRealController(unittest.TestCase):
    def test_answers_as_the_document_says(self):
        with NotSetUp() as commune:
            checked = commune.check()

        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)


if __name__ == "__main__":
    run_tests()
