#!/usr/bin/env python3
"""Who may include whom: reads every #include of the source rooms and compares it with rooms.json.

Also fails when a file of controller/control_loop passes its number of lines, or a desk includes more than six headers of ours.
Usage: check_includes.py ROOT. Exit 0 when all held, 1 with a line per breach.
"""
import json
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.M)
LOG = "controller/observability/log.hpp"


def room_of(path, rooms):
    """The longest room that contains the path; None when no room does."""
    inside = [room for room in rooms if path == room or path.startswith((room + "/", room + "."))]
    return max(inside, key=len) if inside else None


def is_standard(header):
    return "/" not in header and not header.endswith(".h") or header in C_HEADERS or header.startswith(SYSTEM)


SYSTEM = ("sys/", "arpa/", "netinet/", "net/", "linux/")
C_HEADERS = {"unistd.h", "fcntl.h", "signal.h", "poll.h", "spawn.h", "errno.h", "netdb.h", "pthread.h", "sched.h", "dirent.h",
             "time.h", "stdlib.h", "string.h", "stdint.h", "pwd.h", "grp.h", "termios.h"}


def breach(path, room, quote, header, table):
    """Why this include is not allowed, or None."""
    rooms = table["rooms"]
    rule = rooms[room]
    if quote == '"' or header.startswith(("scheduler/", "controller/", "node-firmware/", "protocol/")):
        if header == LOG:
            return None if "log" in rule["ours"] or room == "controller/observability" else f"{room} does not log"
        target = room_of(header, rooms)
        if target is None:
            return f"{header} is not a full path into a room"
        if target == room or target in rule["ours"]:
            return None
        return f"{room} may not include {target}"
    if is_standard(header) or header.startswith(tuple(table["everywhere"])):
        return None
    if any(header == library or header.startswith(library) for library in rule["libraries"]):
        return None
    return f"{room} may not include <{header}>"


def sources(root):
    for top in ("scheduler", "protocol", "controller", "node-firmware"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in (".hpp", ".cpp"):
                yield path


def check(root):
    table = json.loads((pathlib.Path(__file__).parent / "rooms.json").read_text())
    problems = []
    for path in sources(root):
        relative = path.relative_to(root).as_posix()
        text = path.read_text()
        if any(relative == joiner or relative.startswith(joiner + "/") for joiner in table["joins_all"]):
            continue
        room = room_of(relative, table["rooms"])
        if room is None:
            problems.append(f"{relative}: is in no room of the table")
            continue
        includes = INCLUDE.findall(text)
        for quote, header in includes:
            why = breach(relative, room, quote, header, table)
            if why:
                problems.append(f"{relative}: {why}")
        if room == "controller/control_loop":
            lines = text.count("\n")
            if lines > table["control_loop_lines_max"]:
                problems.append(f"{relative}: {lines} lines; the hub's files have at most {table['control_loop_lines_max']}")
            ours = [header for quote, header in includes if quote == '"']
            if relative.endswith("_desk.hpp") and len(ours) > table["desk_headers_max"]:
                problems.append(f"{relative}: a desk includes at most {table['desk_headers_max']} headers of ours, not {len(ours)}")
    return problems


def main():
    problems = check(pathlib.Path(sys.argv[1]).resolve())
    print("\n".join(problems) if problems else "every include is allowed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
