"""The programs of the demo: started with their logs in the data folder, watched, and all ended at the end."""
import fcntl
import os
import pathlib
import signal
import socket
import subprocess
import time


class CannotStart(Exception):
    """One sentence: what is wrong and what to do."""


def check_port(port, option):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        probe = socket.socket(socket.AF_INET, kind)
        if kind == socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError:
            raise CannotStart(f"port {port} is in use; choose another with {option} N") from None
        finally:
            probe.close()


def lock_folder(folder):
    """One demo per folder, which the programs themselves would find out only after the other's socket is gone. Lasts as long as the file."""
    lock = open(folder / "demo.lock", "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CannotStart(f"another demo runs in {folder}; end it, or choose another folder with --data FOLDER") from None
    return lock


class Processes:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.running = {}

    def start(self, name, command, **more):
        log = open(self.folder / f"{name}.log", "ab")
        # Its own group, so that Ctrl-C reaches only us and everything is ended in order.
        process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                   start_new_session=True, **more)
        log.close()
        self.running[name] = process
        (self.folder / f"{name}.pid").write_text(f"{process.pid}\n")
        return process

    def last_lines(self, name, count=5):
        lines = (self.folder / f"{name}.log").read_text(errors="replace").splitlines()
        return "\n".join(lines[-count:])

    def wait_for(self, name, is_ready, limit):
        """Waits until `is_ready()` is true; a program that ended meanwhile is CannotStart with its last lines."""
        until = time.monotonic() + limit
        while time.monotonic() < until:
            if self.running[name].poll() is not None:
                raise CannotStart(f"{name} ended with status {self.running[name].returncode}:\n{self.last_lines(name)}")
            if is_ready():
                return
            time.sleep(0.05)
        raise CannotStart(f"{name} was not ready after {limit} s:\n{self.last_lines(name)}")

    def dead(self):
        return [name for name, process in self.running.items() if process.poll() is not None]

    def stop_all(self):
        for name, process in reversed(self.running.items()):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        until = time.monotonic() + 8
        for process in self.running.values():
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(5)
