#!/usr/bin/env python3
"""Random RRULEs, expanded by our calendar and by python3-dateutil, in a zone without and in three with summer time.

`compare_with_dateutil.py PROGRAM [--seed N] [--rules N]`: exit 0 when every rule gives the same moments, 1 with each difference
printed, 2 when it could not run. EXDATE and RDATE are compared by compare_with_icalendar.py. A time of the wall that a gap skips
counts by the offset before it and one that comes twice is its first coming (RFC 5545, 3.3.5); one moment sounds once.
Before it believes itself, it takes one moment out of the answers and must find exactly that rule.
"""
import argparse
import datetime
import random
import subprocess
import sys
import zoneinfo

from dateutil import rrule

ZONES = ["Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
# Searching for a rule that never fires, we look 40 years ahead; the oracle looks as far.
NEVER_AFTER = datetime.timedelta(days=40 * 366)
# Hinnant's date reads from the system's tz database no summer time beyond 2037 (zone_rules.hpp).
LAST_SUMMER_TIME = datetime.datetime(2037, 12, 1)
YEARS_SEEN = {"DAILY": 2, "WEEKLY": 3, "MONTHLY": 10, "YEARLY": 30}


def some(chance, values, most):
    return ",".join(str(value) for value in chance.sample(values, chance.randint(1, min(most, len(values)))))


def by_day(chance, frequency):
    days = chance.sample(WEEKDAYS, chance.randint(1, 3))
    if frequency == "MONTHLY" and chance.random() < 0.6:
        days = [f"{chance.choice([1, 2, 3, 4, 5, -1, -2])}{day}" for day in days]
    if frequency == "YEARLY" and chance.random() < 0.6:
        days = [f"{chance.choice([1, 2, 4, -1, -3])}{day}" for day in days]
    return ",".join(days)


def a_part(chance, name, frequency):
    if name == "BYDAY":
        return by_day(chance, frequency)
    if name == "BYMONTHDAY" and frequency == "DAILY":
        return some(chance, list(range(1, 32)), 3)
    values = {"BYMONTHDAY": [*range(1, 32), *range(-31, 0)], "BYMONTH": range(1, 13), "BYHOUR": range(24), "BYMINUTE": range(60)}
    return some(chance, list(values[name]), 3)


def with_set_position(chance):
    """The last working day, the second of some days: BYSETPOS chooses among the days of a period."""
    return f"BYDAY={some(chance, WEEKDAYS, 5)};BYSETPOS={chance.choice([1, 2, -1, -2])}"


def with_weeks(chance):
    """Weeks of the year by ISO 8601, with their weekdays or with that of the start; the first and the last are refused."""
    weeks = f"BYWEEKNO={some(chance, list(range(2, 52)), 3)}"
    return weeks + chance.choice(["", f";BYDAY={some(chance, WEEKDAYS, 3)}"])


def an_end(chance, start):
    """COUNT, UNTIL as a day, as a local time or in UTC, or none."""
    far = start + datetime.timedelta(minutes=chance.randint(0, 3 * 365 * 24 * 60))
    return chance.choice(["", "", "", f";COUNT={chance.randint(1, 60)}", f";UNTIL={far:%Y%m%d}", f";UNTIL={far:%Y%m%dT%H%M%S}",
                          f";UNTIL={far:%Y%m%dT%H%M%S}Z"])


def random_rule(chance, start):
    frequency = chance.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    rule = f"FREQ={frequency}"
    if chance.random() < 0.5:
        rule += f";INTERVAL={chance.randint(2, 5)}"
    if frequency in ("MONTHLY", "YEARLY") and chance.random() < 0.2:
        rule += ";" + with_set_position(chance)
        if frequency == "YEARLY":
            rule += f";BYMONTH={some(chance, list(range(1, 13)), 3)}"
        return rule + an_end(chance, start)
    if frequency == "YEARLY" and chance.random() < 0.2:
        return rule + ";" + with_weeks(chance) + an_end(chance, start)
    days = {"DAILY": ["BYDAY", "BYMONTH", "BYMONTHDAY"], "WEEKLY": ["BYDAY", "BYMONTH"],
            "MONTHLY": ["BYDAY", "BYMONTHDAY", "BYMONTH"], "YEARLY": ["BYDAY", "BYMONTHDAY", "BYMONTH"]}[frequency]
    chosen = chance.sample(days, chance.randint(0, 2))
    for name in chosen:
        # The nth weekday of a year and BYMONTHDAY are refused together.
        plain = name == "BYDAY" and frequency == "YEARLY" and "BYMONTHDAY" in chosen
        rule += f";{name}={some(chance, WEEKDAYS, 3) if plain else a_part(chance, name, frequency)}"
    if chance.random() < 0.3:
        rule += f";BYHOUR={a_part(chance, 'BYHOUR', frequency)}"
    if chance.random() < 0.2:
        rule += f";BYMINUTE={a_part(chance, 'BYMINUTE', frequency)}"
    return rule + an_end(chance, start)


class Case:
    def __init__(self, chance, number):
        self.zone_name = ZONES[number % len(ZONES)]
        self.zone = zoneinfo.ZoneInfo(self.zone_name)
        self.start = datetime.datetime(2026, 1, 1) + datetime.timedelta(days=chance.randint(0, 1500))
        # Berlin and New York leave the hour after two out in spring, Lord Howe the first half of it.
        self.start += datetime.timedelta(hours=chance.choice([2, 2, chance.randint(0, 23)]), minutes=chance.choice([0, 30, 59]))
        self.rule = random_rule(chance, self.start)
        frequency = self.rule.split(";")[0].removeprefix("FREQ=")
        # Half of the questions begin in the middle of the rule.
        begin = self.start + datetime.timedelta(days=chance.choice([-1, chance.randint(0, 1200)]))
        end = min(begin + datetime.timedelta(days=365 * YEARS_SEEN[frequency]), LAST_SUMMER_TIME)
        self.begin, self.end = (int(time.replace(tzinfo=datetime.timezone.utc).timestamp()) for time in (begin, end))

    def question(self):
        return f"{self.zone_name}\t{self.start:%Y-%m-%dT%H:%M:%S}\t{self.rule}\t{self.begin}\t{self.end}\n"

    def to_utc(self, wall):
        """RFC 5545's reading of a time of the wall, which is Python's with fold 0."""
        return int(wall.replace(tzinfo=self.zone, fold=0).timestamp())

    def dateutil_rule(self):
        """UNTIL means what recurrence.cpp says: the end of a day, or a time of the wall, or UTC brought to the wall."""
        parts = dict(part.split("=") for part in self.rule.split(";"))
        until = parts.pop("UNTIL", None)
        if until and len(until) == 8:
            until += "T235959"
        elif until and until.endswith("Z"):
            moment = datetime.datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
            until = f"{moment.astimezone(self.zone):%Y%m%dT%H%M%S}"
        if until:
            parts["UNTIL"] = until
        if "BYWEEKNO" in parts and "BYDAY" not in parts:
            # RFC 5545, 3.3.10: the weekday of the start; dateutil would take all of such a week.
            parts["BYDAY"] = WEEKDAYS[self.start.weekday()]
        return rrule.rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=self.start)

    def expected(self):
        rule = self.dateutil_rule()
        last = self.start + NEVER_AFTER
        found, fires = set(), False
        for wall in rule:
            if wall > last and not fires:
                break
            fires = True
            moment = self.to_utc(wall)
            if moment >= self.end + 24 * 3600:
                break
            if self.begin <= moment < self.end:
                found.add(moment)
        return sorted(found) if fires else "recurrence_never_fires"


def ask(program, cases):
    done = subprocess.run([program], input="".join(case.question() for case in cases), capture_output=True, text=True, timeout=240,
                          check=True)
    lines = done.stdout.splitlines()
    assert len(lines) == len(cases), f"{len(cases)} questions, {len(lines)} answers"
    return [line if line and not line[0].isdigit() else [int(word) for word in line.split()] for line in lines]


def differing(cases, answers, expected):
    return [i for i in range(len(cases)) if answers[i] != expected[i]]


def shown(moments):
    if isinstance(moments, str):
        return moments
    return f"{len(moments)}: " + " ".join(f"{datetime.datetime.fromtimestamp(m, datetime.timezone.utc):%Y-%m-%dT%H:%MZ}" for m in moments[:6])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seed", type=int, default=20261128)
    parser.add_argument("--rules", type=int, default=600)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    cases = [Case(chance, number) for number in range(options.rules)]
    try:
        answers = ask(options.program, cases)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"compare_with_dateutil: {error}", file=sys.stderr)
        return 2
    expected = [case.expected() for case in cases]
    wrong = differing(cases, answers, expected)
    for i in wrong:
        print(f"seed {options.seed} rule {i}: {cases[i].question().strip()}\n  ours     {shown(answers[i])}\n  dateutil {shown(expected[i])}")
    sound = next(i for i in range(len(cases)) if i not in wrong and isinstance(answers[i], list) and len(answers[i]) > 3)
    planted = [*answers[:sound], answers[sound][:1] + answers[sound][2:], *answers[sound + 1:]]
    assert differing(cases, planted, expected) == sorted([*wrong, sound]), "a planted difference was not found"
    moments = sum(len(answer) for answer in answers if isinstance(answer, list))
    never = sum(isinstance(answer, str) for answer in answers)
    print(f"{len(cases)} rules, {moments} moments, {never} that never fire, {len(wrong)} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
