#!/usr/bin/env python3
"""The demo commune: signer, controller and 18 loudspeakers on this machine, until Ctrl-C. See ./village demo."""
import argparse
import json
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import seed
from api import Api, Problem
from processes import CannotStart, Processes, check_port, lock_folder


class Demo:
    def __init__(self, options):
        self.options = options
        self.programs = pathlib.Path(options.programs).resolve()
        self.folder = pathlib.Path(options.data).resolve()
        self.local_port = options.local_port
        self.processes = Processes(self.folder)
        self.api = Api(options.local_port)
        self.logins = {}

    def record_folder(self, number):
        return self.folder / f"node-{number:02}" / "sound"

    def start(self):
        check_port(self.options.port, "--port")
        check_port(self.options.local_port, "--local-port")
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        self.lock = lock_folder(self.folder)
        self.start_signer()
        self.start_controller()
        self.seed()
        self.start_nodes()

    def start_signer(self):
        data, passphrase = self.folder / "signer", self.folder / "recovery-passphrase"
        signer = self.programs / "village-signer"
        if not data.exists():
            passphrase.write_text(secrets.token_urlsafe(24) + "\n")
            passphrase.chmod(0o600)
            done = subprocess.run([signer, "--data", data, "--setup", "--passphrase-file", passphrase], capture_output=True,
                                  text=True, timeout=30, check=False)
            if done.returncode != 0:
                raise CannotStart(f"village-signer --setup: {done.stderr.strip()}")
        socket = self.folder / "signer.sock"
        socket.unlink(missing_ok=True)
        self.processes.start("signer", [signer, "--data", data, "--socket", socket])
        self.processes.wait_for("signer", socket.exists, 10)

    def start_controller(self):
        data = self.folder / "controller"
        self.processes.start("controller", [
            self.programs / "village-controller", "--data", data, "--signer-socket", self.folder / "signer.sock",
            "--web-root", pathlib.Path(self.options.pages).resolve(), "--address", "127.0.0.1", "--port", self.options.port,
            "--local-port", self.options.local_port, "--confirm-enrolment", "true"])
        self.processes.wait_for("controller", self.answers, 20)
        self.set_up_code = (data / "set-up-code").read_text().split()[0]

    def controller_words(self):
        """Which program to kill, and how to start it again on the same data."""
        running = self.processes.running["controller"]
        return json.dumps({"pid": running.pid, "command": running.args})

    def answers(self):
        try:
            return self.api.get("/setup") is not None
        except (OSError, Problem, ValueError):
            return False

    def seed(self):
        """As a person would, the first time; afterwards only signs in."""
        logins = self.folder / "logins.json"
        if self.api.get("/setup")["needed"]:
            if self.options.empty:
                return
            self.logins = seed.set_up(self.api, self.set_up_code, seed.open_all_day(seed.commune_file()))
            logins.write_text(json.dumps(self.logins, indent=1))
            logins.chmod(0o600)
        elif logins.exists():
            self.logins = json.loads(logins.read_text())
        else:
            raise CannotStart(f"{self.folder} was set up by hand; its loudspeakers need codes from the page")
        seed.sign_in(self.api, "quantri", self.logins["quantri"])
        seed.enrolment_codes(self.api, self.folder)

    def node_command(self, number):
        folder = self.folder / f"node-{number:02}"
        command = [self.programs / "village-node", "--data", folder, "--controller", f"127.0.0.1:{self.options.port}", "--sink", "file",
                   "--record", self.record_folder(number), "--demo-faults", folder / "faults.sock"]
        code = self.folder / f"node-{number:02}.code"
        return command + (["--enrol", code] if code.exists() else [])

    def start_nodes(self):
        if not self.logins:
            return
        numbers = [node["number"] for node in self.api.items("/nodes")]
        for number in numbers:
            self.record_folder(number).mkdir(parents=True, exist_ok=True)
            self.processes.start(f"node-{number:02}", self.node_command(number))
        self.wait_for_nodes(len(numbers))
        if self.options.node_loss:
            for number in numbers:
                self.fault(number, f"drop {self.options.node_loss}")

    def wait_for_nodes(self, count, limit=30):
        until = time.monotonic() + limit
        connected = 0
        while time.monotonic() < until:
            connected = sum(node["condition"]["connected"] for node in self.api.items("/nodes"))
            if connected == count:
                return
            time.sleep(0.1)
        raise CannotStart(f"only {connected} of {count} loudspeakers connected; see {self.folder}/node-*.log")

    def fault(self, number, words):
        subprocess.run([self.programs / "villagectl", "node", str(number), *words.split(), "--demo", self.folder], check=True, timeout=5)

    def welcome(self):
        print(f"\n  Pages:      http://localhost:{self.local_port}", flush=True)
        if not self.logins:
            print(f"  Set-up code: {self.set_up_code}")
            return
        print(f"  Sign in as  bientap1 / {self.logins['bientap1']}   (editor)")
        print(f"              quantri / {self.logins['quantri']}   (administrator)")
        print(f"              truong-ben / {self.logins['truong-ben']}   (head of thôn Bến: emergencies)")
        print(f"  Others:     {self.folder}/logins.json")
        print(f"  Sound:      {self.folder}/node-NN/sound/latest.wav, one per loudspeaker (play it with any player)")
        print(f"  Logs:       {self.folder}/*.log")
        print(f"  Try to break it: villagectl node 9 kill | cut | uncut | clock +3600 | drop 20   (--demo {self.folder})")
        print("  Ctrl-C ends everything.\n", flush=True)

    def stay(self):
        reported = set()
        while True:
            time.sleep(1)
            for name in self.processes.dead():
                if name not in reported:
                    reported.add(name)
                    print(f"  {name} ended (status {self.processes.running[name].returncode}); its last lines:\n"
                          f"{self.processes.last_lines(name)}", flush=True)
            if "controller" in reported or "signer" in reported:
                return 1


def browser_tests(demo):
    """The pages' own scripts against this running commune: the main job in both languages, an emergency, an account, a restart at the end."""
    pages = pathlib.Path(__file__).resolve().parents[3] / "web-admin"
    environment = {**os.environ, "VILLAGE_URL": f"http://localhost:{demo.local_port}", "VILLAGE_LOGINS": str(demo.folder / "logins.json"),
                   "VILLAGE_SETUP_CODE": demo.set_up_code, "VILLAGE_CONTROLLER": demo.controller_words()}
    status = 0
    for script in ("main_job.mjs", "in_english.mjs", "emergency.mjs", "people.mjs", "restart.mjs"):
        done = subprocess.run(["node", pages / "tests" / "e2e" / script], env=environment, timeout=300, check=False)
        status = status or done.returncode
    return status


def options():
    parser = argparse.ArgumentParser(prog="village demo", description=__doc__)
    parser.add_argument("--programs", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--pages", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--data", default=".demo", help="data folder (default .demo; --smoke uses a fresh one)")
    parser.add_argument("--port", type=int, default=8443, help="TLS and UDP port of the loudspeakers")
    parser.add_argument("--local-port", type=int, default=8080, help="port of the pages on this machine")
    parser.add_argument("--node-loss", type=int, default=0, metavar="P", help="every loudspeaker loses P %% of its packets")
    parser.add_argument("--smoke", action="store_true", help="do the main job unattended, listen, and say whether it held")
    parser.add_argument("--browser", action="store_true", help="do the main job in a browser, by visible words only")
    parser.add_argument("--empty", action="store_true", help="start before set-up, to do it by hand in the page")
    parser.add_argument("--keep", action="store_true", help="with --smoke: keep the data folder")
    return parser.parse_args()


def main():
    chosen = options()
    unattended = chosen.smoke or chosen.browser
    if unattended:
        chosen.data = tempfile.mkdtemp(prefix="village-demo-")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    # A terminal that is closed; but one started with nohup is to outlive it.
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: sys.exit(1))
    demo = Demo(chosen)
    status = 1
    try:
        began = time.monotonic()
        demo.start()
        print(f"  started in {time.monotonic() - began:.1f} s: signer, controller, {len(demo.processes.running) - 2} loudspeakers", flush=True)
        if chosen.smoke:
            from smoke import Smoke
            status = Smoke(demo).run()
        elif chosen.browser:
            status = browser_tests(demo)
        else:
            demo.welcome()
            status = demo.stay()
    except KeyboardInterrupt:
        print("\n  ending everything", flush=True)
        status = 0
    except (CannotStart, Problem, OSError) as error:
        print(f"village demo: {error}", file=sys.stderr)
        status = 2
    finally:
        # A second Ctrl-C must not leave half of the programs running.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        demo.processes.stop_all()
        if unattended and not chosen.keep and status == 0:
            shutil.rmtree(chosen.data, ignore_errors=True)
        elif unattended:
            print(f"  data and logs: {chosen.data}")
    return status


if __name__ == "__main__":
    sys.exit(main())
