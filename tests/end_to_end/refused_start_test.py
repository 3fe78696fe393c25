"""What cannot start says so by exit status 2 and one clear line, which names what is wrong and what to do, and spoils nothing."""
import contextlib
import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import unittest

import own_mounts
from commune import PROGRAMS, SIGNER_ENVIRONMENT, Commune, free_port, make_signer, run_tests

def user_version(database, becomes=None):
    with contextlib.closing(sqlite3.connect(database)) as opened:
        if becomes is not None:
            opened.execute(f"PRAGMA user_version={becomes}")
        return opened.execute("PRAGMA user_version").fetchone()[0]


class Start(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="village-refused-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "pages").mkdir()
        (self.folder / "pages" / "index.html").write_text("<!doctype html><title>Tiếng Làng</title>")
        self.ports = {"port": free_port(), "local-port": free_port()}

    def refused(self, command, words):
        """Exit status 2 and one line on stderr with these words; its code comes last, in brackets."""
        environment = SIGNER_ENVIRONMENT if command[0].name == "village-signer" else None
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=30, check=False,
                              env=environment)
        said = done.stderr.strip().splitlines()
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(len(said), 1, done.stderr)
        self.assertRegex(said[0], words)
        self.assertRegex(said[0], r"village-(controller|signer|node)\b.*: .* \[[a-z_]+\]$")
        return said[0]

    def controller(self, **changes):
        options = {"data": self.folder / "data", "signer-socket": self.folder / "signer.sock", "web-root": self.folder / "pages",
                   "address": "127.0.0.1", **self.ports, **{key.replace("_", "-"): value for key, value in changes.items()}}
        return [PROGRAMS / "village-controller", *(word for key, value in options.items() for word in (f"--{key}", value))]

    def signer(self, **changes):
        options = {"data": self.folder / "signer", "socket": self.folder / "signer.sock", **changes}
        return [PROGRAMS / "village-signer", *(word for key, value in options.items() for word in (f"--{key}", value))]

    def node(self, **changes):
        options = {"data": self.folder / "node", "controller": "127.0.0.1:8443", "sink": "file", **changes}
        return [PROGRAMS / "village-node", *(word for key, value in options.items() for word in (f"--{key}", value))]

    def read_only(self):
        return own_mounts.mount_disk(self.folder / "read-only", "ro")

    def below_a_file(self):
        (self.folder / "file").write_text("Tôi là một tệp.\n")
        return self.folder / "file" / "data"

    def settings(self, text):
        path = self.folder / "settings.toml"
        path.write_text(text)
        return path

    def tearDown(self):
        read_only = self.folder / "read-only"
        if read_only.is_mount():
            subprocess.run(["umount", read_only], check=True, timeout=20)


class Controller(Start):
    def test_a_folder_that_may_not_be_written(self):
        for data in (self.read_only(), self.folder / "read-only" / "new"):
            with self.subTest(data):
                self.refused(self.controller(data=data), r"read-only.*Read-only file system; --data has to name a folder that can be written")

    def test_a_folder_below_a_file(self):
        self.refused(self.controller(data=self.below_a_file()), "Not a directory; --data has to name a folder that can be written")

    def test_a_database_that_is_none(self):
        (self.folder / "data").mkdir()
        garbage = os.urandom(20000)
        (self.folder / "data" / "village.db").write_bytes(garbage)

        self.refused(self.controller(), "village.db.*damaged or not a database; restore a backup")

        self.assertEqual((self.folder / "data" / "village.db").read_bytes(), garbage)

    def test_a_port_that_somebody_uses(self):
        for option, kind in (("port", socket.SOCK_STREAM), ("port", socket.SOCK_DGRAM), ("local-port", socket.SOCK_STREAM)):
            with self.subTest(f"{option} {kind}"), socket.socket(socket.AF_INET, kind) as somebody:
                somebody.bind(("127.0.0.1", self.ports[option]))
                if kind == socket.SOCK_STREAM:
                    somebody.listen()
                self.refused(self.controller(), rf"port {self.ports[option]} on 127.0.0.1 cannot be used.*in use.*(choose|name) another")

    def test_an_option_that_is_none(self):
        self.refused([*self.controller(), "--volumme", "3"], "--volumme.*see --help")
        self.refused([*self.controller(), "start"], "start.*see --help")

    def test_a_value_that_is_none(self):
        self.refused(self.controller(port=70000), "--port.*1 to 65535")
        self.refused(self.controller(address="nhà văn hóa"), "address.*nhà văn hóa")

    def test_settings_that_cannot_be_read(self):
        for text, words in (("port = 8443\naddress = \n", "line 2"), ("# Cổng\nport = 8443\nprot = 8444\n", "line 3.*no setting \"prot\""),
                            ("port = \"nhiều\"\n", "port.*nhiều")):
            with self.subTest(text):
                self.refused([PROGRAMS / "village-controller", "--config", self.settings(text)], words)
        self.refused([PROGRAMS / "village-controller", "--config", self.folder / "none.toml"], "none.toml was not readable")

    def test_programs_that_are_not_there(self):
        self.refused(self.controller(programs=self.folder / "nowhere"), "nowhere/village-decoder cannot be run.*--programs has to name")

        self.assertFalse((self.folder / "data").exists())

    def test_pages_that_are_not_there(self):
        self.refused(self.controller(web_root=self.folder / "nowhere"), "no index.html in .*nowhere.*name the folder")


class Signer(Start):
    def test_a_folder_that_may_not_be_written(self):
        for data in (self.read_only(), self.folder / "read-only" / "new"):
            with self.subTest(data):
                self.refused(self.signer(data=data), "read-only.*Read-only file system; check the folder's owner and rights")

    def test_a_folder_below_a_file(self):
        self.refused(self.signer(data=self.below_a_file()), "Not a directory; check the folder's owner and rights")

    def test_an_option_that_is_none(self):
        self.refused([*self.signer(), "--volumme"], "--volumme.*see --help")
        self.refused([PROGRAMS / "village-signer"], "--data is required.*see --help")

    def test_no_socket(self):
        self.refused([PROGRAMS / "village-signer", "--data", self.folder / "signer"], "--socket says where")
        self.refused(self.signer(socket=self.folder / "no" / "such" / "signer.sock"), "signer.sock: No such file or directory")

    def test_a_signing_log_that_was_changed(self):
        make_signer(self.folder / "signer")
        log = self.folder / "signer" / "log"
        whole = log.read_bytes()
        content = bytearray(whole + whole)  # A whole entry behind the changed one: no power cut does that.
        content[20] ^= 1
        log.write_bytes(content)

        self.refused(self.signer(), "log was changed")

        self.assertEqual(log.read_bytes(), content)

    def test_keys_that_are_damaged(self):
        make_signer(self.folder / "signer")
        for name, at in (("keys", 20), ("keys", 60), ("authority", 20)):
            with self.subTest(f"{name} at {at}"):
                copy = self.folder / f"{name}-{at}"
                shutil.copytree(self.folder / "signer", copy)
                content = bytearray((copy / name).read_bytes())
                content[at] ^= 1
                (copy / name).write_bytes(content)
                self.refused(self.signer(data=copy), "damaged; restore the signer's folder from its copy")


class Node(Start):
    def test_a_folder_that_may_not_be_written(self):
        for data in (self.read_only(), self.folder / "read-only" / "new"):
            with self.subTest(data):
                self.refused(self.node(data=data), "data: .*read-only.*(check its owner|name a folder that can be written)")

    def test_a_folder_below_a_file(self):
        self.refused(self.node(data=self.below_a_file()), "data: .*Not a directory; name a folder that can be written")

    def test_an_option_that_is_none(self):
        self.refused([*self.node(), "--volumme"], "--volumme.*--help")

    def test_settings_that_cannot_be_read(self):
        for text, words in (("data = \"x\"\nlog_level = \n", "settings.toml: line 2"),
                            ("[sink]\nkind = \"phone\"\n", "sink.kind: \"phone\".*alsa, pulse, file or model"),
                            ("prot = 1\n", "prot: there is no such setting")):
            with self.subTest(text):
                self.refused([PROGRAMS / "village-node", "--config", self.settings(text)], words)

    def test_no_commune(self):
        self.refused(self.node(), "--enrol: this node belongs to no commune yet; make a code on the page")


class BesideARunningCommune(Start):
    def test_a_second_program_and_a_database_that_is_newer_or_damaged(self):
        with Commune() as commune:
            data = commune.data
            ports = {"port": free_port(), "local_port": free_port()}
            self.refused(commune.controller_command(**ports), f"another program holds {data}/lock: stop it first, or choose another data folder")
            self.refused(self.signer(data=commune.folder / "signer"), "another signer uses .*; stop it first")
            self.refused(self.signer(socket=commune.socket), "another signer listens on .*signer.sock")
            self.refused(commune.node_command(1), "another village-node uses .*; stop it or name another folder")
            self.assertEqual(commune.unwell_of("nodes", "signer", "disk"), [])

            self.assertEqual(commune.end("controller"), 0)
            database = data / "village.db"
            version = user_version(database)
            user_version(database, version + 1)
            before = database.read_bytes()
            self.refused(commune.controller_command(),
                         rf"version {version + 1}, this program knows {version}: install the newer program, or restore a backup")
            self.assertEqual(database.read_bytes(), before)

            user_version(database, version)
            whole = database.read_bytes()
            for first, end in ((2, 6), (6, 20), (20, len(whole) // 4096)):
                with self.subTest(f"pages {first} to {end} are damaged"):
                    damaged = whole[:first * 4096] + os.urandom((end - first) * 4096) + whole[end * 4096:]
                    database.write_bytes(damaged)
                    self.refused(commune.controller_command(), "village.db.*The file is damaged.*restore a backup")
            database.write_bytes(whole)
            commune.start_controller()
            self.assertEqual({node["number"] for node in commune.api.items("/nodes")}, set(commune.nodes))


if __name__ == "__main__":
    own_mounts.enter()
    run_tests()
