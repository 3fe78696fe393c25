"""PostgreSQL understands our SQL: takes every migration, translated by dialect.py alone, and prepares every statement of the stores.
A server of its own in a temporary folder, by Unix socket only, as a user without rights; exit 1 with the statement it refuses."""
import glob
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import sys
import tempfile

from dialect import to_postgresql
from statements import named_statements

ROOM = pathlib.Path(sys.argv[1])


def programs():
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    if not folders:
        sys.exit("PostgreSQL is not installed (Debian's package postgresql)")
    return pathlib.Path(folders[-1])


class Server:
    """Ends and leaves nothing behind."""

    def __init__(self):
        self.bin = programs()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="village-postgres-"))
        self.rights = {}
        if os.geteuid() == 0:  # It refuses to run as root.
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.rights = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def run(self, *words, **more):
        return subprocess.run([str(word) for word in words], cwd=self.folder, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
                              capture_output=True, text=True, timeout=60, check=False, **self.rights, **more)

    def must(self, *words):
        done = self.run(*words)
        if done.returncode:
            sys.exit(f"{words[0]}: {done.stdout}{done.stderr}")

    def __enter__(self):
        self.must(self.bin / "initdb", "-D", "data", "-U", "village", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync",
                  "--no-instructions")
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off -c shared_buffers=16MB -c max_connections=5"
        self.must(self.bin / "pg_ctl", "-D", "data", "-w", "-t", "50", "-l", "log", "-o", options, "start")
        return self

    def __exit__(self, *_):
        self.run(self.bin / "pg_ctl", "-D", "data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, sql, *options):
        """The complaints of psql, which stops at none."""
        (self.folder / "script").write_text(sql)
        words = [self.bin / "psql", "-h", self.folder, "-U", "village", "-d", "postgres", "-X", "-q", "-f", "script", *options]
        return self.run(*words).stderr


def take_migrations(server):
    for path in sorted((ROOM / "migrations").glob("*.sql")):
        complaints = server.ask(to_postgresql(path.read_text()), "-1", "-v", "ON_ERROR_STOP=1")
        if complaints:
            sys.exit(f"{path.name} is not understood:\n{complaints}")


def refused(server, statements):
    """Numbered by line, because psql names the line of what it refuses."""
    script = "\n".join(f"PREPARE s{i} AS {' '.join(sql.split())};" for i, (_, _, sql) in enumerate(statements))
    complaints = server.ask(script)
    lines = {int(line): why for line, why in re.findall(r"^psql:script:(\d+): (ERROR: .*)$", complaints, re.MULTILINE)}
    if complaints and not lines:
        sys.exit(f"psql complains: {complaints}")
    return [(*statements[line - 1], why) for line, why in sorted(lines.items())]


def main():
    sources = {path.name: path.read_text() for path in [*sorted(ROOM.glob("*.hpp")), *sorted(ROOM.glob("*.cpp"))]}
    statements = named_statements(sources)
    written = sum(len(re.findall(r"constexpr std::string_view", text)) for text in sources.values())
    if len(statements) < 60:
        sys.exit(f"only {len(statements)} statements were found among {written} constants: statements.py no longer reads the stores")
    with Server() as server:
        take_migrations(server)
        if not refused(server, [("", "", "SELECT no_such_column FROM nodes WHERE id = $1")]):
            sys.exit("a statement that cannot be right was taken: this test sees nothing")
        bad = refused(server, statements)
    for file, name, sql, why in bad:
        print(f"{file}: {name}: {why}\n    {' '.join(sql.split())}")
    print(f"{len(statements) - len(bad)} of {len(statements)} statements are understood by PostgreSQL")
    sys.exit(1 if bad else 0)


main()
