#!/usr/bin/env python3
"""Reads exported calendars with python3-icalendar and expands them with python3-dateutil: the same moments and titles as ours.

`compare_with_icalendar.py PROGRAM [--seed N] [--calendars N]`: exit 0 when every calendar says the same, 1 with each difference
printed, 2 when it could not run. Calendar 0 is a year of a commune's preset with Tết, a storm night and an election. The offsets are
those of the file's own VTIMEZONE and are held against the system's tz database.
Before it believes itself, it takes an EXDATE and an RDATE out of the files and must notice both.
"""
import argparse
import datetime
import io
import subprocess
import sys
import zoneinfo

import icalendar
from dateutil import rrule, tz

UTC = datetime.timezone.utc


def wall(value):
    return value.dt.replace(tzinfo=None)


def walls(event, name):
    lists = event.get(name, [])
    return [wall(value) for one in (lists if isinstance(lists, list) else [lists]) for value in one.dts]


class Calendar:
    def __init__(self, zone, begin, end, sounding, text):
        self.zone, self.begin, self.end, self.sounding, self.text = zone, int(begin), int(end), sounding, text
        self.database = zoneinfo.ZoneInfo(zone)

    def to_utc(self, wall_time):
        """By the file's own VTIMEZONE; RFC 5545 resolves a gap forwards and takes the first of two."""
        own = int(tz.resolve_imaginary(wall_time.replace(tzinfo=self.own_zone)).astimezone(UTC).timestamp())
        known = int(wall_time.replace(tzinfo=self.database).timestamp())
        # A rule that stays open goes on where the file's VTIMEZONE ends.
        assert own == known or known >= self.end, f"{self.zone} {wall_time}: VTIMEZONE says {own}, the tz database {known}"
        return known

    def expand(self, text):
        """{(uid, moment): title}, changed ones in their places."""
        self.own_zone = tz.tzical(io.StringIO(text)).get()
        events = [part for part in icalendar.Calendar.from_ical(text).walk("VEVENT")]
        found = {}
        for event in events:
            if "RECURRENCE-ID" not in event:
                for moment in self.moments(event):
                    found[str(event["UID"]), moment] = (moment, str(event["SUMMARY"]))
        for event in events:
            if "RECURRENCE-ID" in event:
                key = str(event["UID"]), self.to_utc(wall(event["RECURRENCE-ID"]))
                assert key in found, f"a change of an occurrence that is not there: {event.to_ical()}"
                found[key] = (self.to_utc(wall(event["DTSTART"])), str(event["SUMMARY"]))
        return sorted({f"{moment}|{title}" for moment, title in found.values() if self.begin <= moment < self.end})

    def moments(self, event):
        start = wall(event["DTSTART"])
        times = {start, *walls(event, "RDATE")}
        if "RRULE" in event:
            rule = dict(event["RRULE"])
            until = rule.pop("UNTIL", [None])[0]
            horizon = datetime.datetime.fromtimestamp(self.end, self.database).replace(tzinfo=None) + datetime.timedelta(days=1)
            given = rrule.rrulestr(icalendar.vRecur(rule).to_ical().decode(), dtstart=start).between(start, horizon, inc=True)
            times |= {time for time in given if not until or self.to_utc(time) <= until.timestamp()}
        return {self.to_utc(time) for time in times - set(walls(event, "EXDATE"))}


def read(output):
    lines = output.split("\n")
    calendars = []
    while len(lines) > 1:
        end = lines.index(".")
        zone, begin, until = lines[0].split("\t")
        calendars.append(Calendar(zone, begin, until, sorted(lines[1].split("\t")[:-1]), "\n".join(lines[2:end]) + "\n"))
        lines = lines[end + 1:]
    return calendars


def without(text, name):
    """The calendar without one of its lines of this name, unfolded before."""
    lines = text.replace("\r\n ", "").split("\r\n")
    planted = next(line for line in lines if line.startswith(name))
    lines.remove(planted)
    return "\r\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seed", default="20261128")
    parser.add_argument("--calendars", default="200")
    options = parser.parse_args()
    try:
        done = subprocess.run([options.program, options.seed, options.calendars], capture_output=True, timeout=240, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"compare_with_icalendar: {error}", file=sys.stderr)
        return 2
    calendars = read(done.stdout.decode())
    wrong = 0
    for number, calendar in enumerate(calendars):
        expanded = calendar.expand(calendar.text)
        if expanded == calendar.sounding:
            continue
        wrong += 1
        ours, theirs = set(calendar.sounding) - set(expanded), set(expanded) - set(calendar.sounding)
        print(f"seed {options.seed} calendar {number} in {calendar.zone}:\n  only ours   {sorted(ours)[:4]}\n  only theirs {sorted(theirs)[:4]}")
        if wrong == 1:
            print(calendar.text)
    for name in ("EXDATE", "RDATE"):
        assert calendars[0].expand(without(calendars[0].text, name)) != calendars[0].sounding, f"a missing {name} was not noticed"
    moments = sum(len(calendar.sounding) for calendar in calendars)
    print(f"{len(calendars)} calendars, {len(calendars[0].sounding)} moments in the commune's year, {moments} in all, {wrong} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
