"""A small real commune: village-signer, village-controller and a few village-nodes of this build, on free ports, in a folder of
its own. Everything that was started is ended with the `with` block, and has to end well.

The programs are found in $VILLAGE_PROGRAMS.
"""
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import uuid

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "controller" / "ctl" / "demo"))
import seed
from api import Api, Problem
from processes import Processes

PROGRAMS = pathlib.Path(os.environ.get("VILLAGE_PROGRAMS", "")).resolve()
HAMLETS = 2
# It may not be traced, which is how LeakSanitizer looks for leaks.
SIGNER_ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}
WORDS_OF_A_CRASH = re.compile(r"AddressSanitizer|LeakSanitizer|runtime error:|assertion .* failed|terminate called", re.IGNORECASE)

logs = []  # The ends of what every program of every commune said, for when a test fails.


def run_tests():
    """What a test's main calls."""
    result = unittest.main(verbosity=2, exit=False).result
    if not result.wasSuccessful():
        print("\n".join(logs), file=sys.stderr)
    sys.exit(not result.wasSuccessful())


def free_port():
    """One number that is free for TCP and UDP alike."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as stream, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagram:
            stream.bind(("127.0.0.1", 0))
            port = stream.getsockname()[1]
            try:
                datagram.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def wait_until(what, is_true, limit=20):
    """The value of `is_true()` once it is one; AssertionError with `what` after `limit` seconds."""
    until = time.monotonic() + limit
    while time.monotonic() < until:
        value = is_true()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"{what}: not after {limit} s")


def commune_file():
    """Two hamlets with one loudspeaker each, one without; one short emergency and its all-clear; open at any hour, as the demo is."""
    whole = seed.open_all_day(seed.commune_file())
    hamlets = whole["hamlets"][:HAMLETS]
    nodes = [next(node for node in whole["nodes"] if node["hamlet"] == hamlet["id"]) for hamlet in hamlets]
    mute = next(hamlet for hamlet in whole["hamlets"][HAMLETS:])
    names = [hamlet["id"] for hamlet in hamlets]
    fire = {"id": "e1", "tile": "CHÁY", "icon": "fire", "attention": "s1", "siren": "s1", "text": "Cháy ở {hamlet}!",
            "repeat_every_seconds": 60, "max_minutes": 5}
    over = {"id": "e2", "tile": "HẾT NGUY HIỂM", "icon": "all-clear", "text": "{hamlet} đã hết nguy hiểm.", "all_clear": True}
    return {**whole, "hamlets": [*hamlets, mute], "nodes": nodes, "zones": [{"id": "z1", "name": "Hai thôn", "hamlets": names}],
            "sirens": [{"id": "s1", "pattern": [["tone", 1]]}], "emergency_templates": [fire, over], "emergency_tile_order": ["e1", "e2"],
            "users": [{"login": "bientap", "role": "editor", "title": "Biên tập", "areas": ["xa"]},
                      {"login": "truong-thon", "role": "hamlet_head", "title": "Trưởng thôn", "areas": names[:1]}]}


class Commune:
    def __init__(self, data=None, **settings):
        self.temporary = tempfile.TemporaryDirectory(prefix="village-end-to-end-")
        self.folder = pathlib.Path(self.temporary.name)
        self.data = pathlib.Path(data) if data else self.folder / "controller"
        self.port, self.local_port = free_port(), free_port()
        self.settings = settings  # Of the controller, beside those that every commune of a test has.
        self.pages = self.folder / "pages"
        self.pages.mkdir()
        (self.pages / "index.html").write_text("<!doctype html><title>Tiếng Làng</title>")
        self.socket = self.folder / "signer.sock"
        self.processes = Processes(self.folder)
        self.api = Api(self.local_port)
        self.logins = {}

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.processes.stop_all()
            self.temporary.cleanup()
            raise
        return self

    def __exit__(self, *_):
        self.processes.stop_all()
        faults = self.faults()
        logs.extend(f"--- {log.name}\n{log.read_text(errors='replace')[-6000:]}" for log in sorted(self.folder.glob("*.log")))
        self.temporary.cleanup()
        assert not faults, "\n".join(faults)

    def faults(self):
        """What did not end well: a status that is not 0, or the words of a crash."""
        ended = {name: process.returncode for name, process in self.processes.running.items()}
        found = [f"{name} ended with status {status}" for name, status in ended.items() if status != 0]
        return found + [f"{log.name}: {line}" for log in sorted(self.folder.glob("*.log"))
                        for line in log.read_text(errors="replace").splitlines() if WORDS_OF_A_CRASH.search(line)]

    def start_programs(self):
        make_signer(self.folder / "signer")
        self.start_signer()
        self.start_controller()

    def start(self):
        self.start_programs()
        self.logins = seed.set_up(self.api, self.set_up_code(), commune_file())
        seed.enrolment_codes(self.api, self.folder)
        self.nodes = {node["number"]: node for node in self.api.items("/nodes")}
        for number in self.nodes:
            self.start_node(number)
        self.wait_for_nodes()

    def set_up_code(self):
        return (self.data / "set-up-code").read_text().split()[0]

    def start_signer(self):
        self.socket.unlink(missing_ok=True)
        self.processes.start("signer", [PROGRAMS / "village-signer", "--data", self.folder / "signer", "--socket", self.socket],
                             env=SIGNER_ENVIRONMENT)
        self.processes.wait_for("signer", self.socket.exists, 20)

    def controller_command(self, **changes):
        options = {"data": self.data, "signer-socket": self.socket, "web-root": self.pages, "address": "127.0.0.1", "port": self.port,
                   "local-port": self.local_port, "confirm-enrolment": "true",
                   **{key.replace("_", "-"): value for key, value in {**self.settings, **changes}.items()}}
        return [PROGRAMS / "village-controller", *(word for key, value in options.items() for word in (f"--{key}", str(value)))]

    def start_controller(self):
        self.processes.start("controller", self.controller_command())
        self.processes.wait_for("controller", self.answers, 30)

    def answers(self):
        try:
            return self.api.get("/setup") is not None
        except (OSError, Problem, ValueError):
            return False

    def node_command(self, number, folder=None, enrol=None):
        folder = folder or self.folder / f"node-{number:02}"
        return [PROGRAMS / "village-node", "--data", folder, "--controller", f"127.0.0.1:{self.port}", "--sink", "file",
                "--record", folder / "sound", "--enrol", enrol or self.folder / f"node-{number:02}.code"]

    def start_node(self, number):
        (self.folder / f"node-{number:02}" / "sound").mkdir(parents=True, exist_ok=True)
        self.processes.start(f"node-{number:02}", self.node_command(number))

    def end(self, name, with_signal=signal.SIGTERM, limit=20):
        """Ends one program and gives its status."""
        process = self.processes.running.pop(name)
        process.send_signal(with_signal)
        return process.wait(limit)

    def wait_for_nodes(self):
        wait_until("every loudspeaker is connected", lambda: all(node["condition"]["connected"] for node in self.api.items("/nodes")), 30)

    def health(self):
        """The parts by name, whether all are well or not."""
        try:
            body = self.api.get("/health")
        except Problem as problem:
            body = problem.body
        return {part["name"]: part for part in body["parts"]}

    def unwell(self):
        return [part for part in self.health().values() if not part["well"]]

    def unwell_of(self, *names):
        return [part for part in self.unwell() if part["name"] in names]

    def log(self, name):
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def wait_for_log(self, name, words, limit=20):
        wait_until(f"{name} logs \"{words}\"", lambda: words in self.log(name), limit)

    def signed_in(self, login):
        api = Api(self.local_port)
        seed.sign_in(api, login, self.logins[login])
        return api

    def announcement(self, content, title="Bản tin thử"):
        """An announcement with this recording as its sound."""
        made = self.api.post("/announcements", {"title": title, "source": "file"})
        return self.api.prepare(made["id"], self.api.upload(content), 60)

    def play_now(self, announcement, targets, key=None):
        body = {"announcement": announcement["id"], "targets": targets, "keep_both": True}
        return self.api.post("/broadcasts", body, {"Idempotency-Key": key or str(uuid.uuid4())})

    def deliveries(self, broadcast):
        return {row["node"]: row for row in self.api.get(f"/broadcasts/{broadcast['id']}/deliveries")["items"]}

    def outcomes(self, broadcast):
        """The state of each target whose signed receipt is here. On a busy machine the device may run dry meanwhile; nothing else may be missing."""
        def outcome(row):
            return "played" if (row["state"], row["reason"]) == ("partial", "device") else row["state"]
        return {number: outcome(row) for number, row in self.deliveries(broadcast).items() if "receipt_number" in row}

    def wait_until_played(self, broadcast, limit=30):
        """Every target says with a signed receipt that it played all of it."""
        def all_played():
            return self.outcomes(broadcast) == dict.fromkeys(broadcast["nodes"], "played")
        wait_until(f"everybody played \"{broadcast['title']}\"", all_played, limit)


def make_signer(folder):
    """A signer's folder with its keys; its passphrase lies beside it."""
    passphrase = folder.with_name(folder.name + "-passphrase")
    passphrase.write_text("an end to end passphrase\n")
    subprocess.run([PROGRAMS / "village-signer", "--data", folder, "--setup", "--passphrase-file", passphrase], check=True, timeout=60,
                   capture_output=True, env=SIGNER_ENVIRONMENT)
