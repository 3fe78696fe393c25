#!/usr/bin/env python3
"""`./village bench`: builds and runs every benchmark (or the named ones) and prints one table; --json FILE keeps it.

x_bench is a Google Benchmark program, whose counters say what was promised (promise.hpp); x_load a load program that writes its
rows itself (rows.hpp). Exit 0 = all held, 1 = a target was missed, 2 = something could not run.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

COLUMNS = ["name", "ours", "peer", "ratio", "target", "verdict"]
WHOLE_BENCH_SECONDS = 600


def known_programs():
    sources = sorted(pathlib.Path("benchmarks").glob("*_bench.cpp")) + sorted(pathlib.Path("benchmarks").glob("*_load.cpp"))
    return [source.stem for source in sources]


def figure(value, unit):
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:.{digits}f} {unit}"


def row_of_promise(entry):
    """One entry of Google Benchmark's JSON as a row."""
    row = dict.fromkeys(COLUMNS, "-")
    row["name"] = entry["name"].split("/iterations:")[0]
    if entry.get("error_occurred"):
        row["verdict"] = f"NOT RUN({entry['error_message']})"
        return row
    unit, _, peer_name = entry["label"].partition(" | ")
    ours = entry.get("ours", entry["cpu_time"])
    row["ours"] = figure(ours, unit)
    ratio = None
    if "peer" in entry:
        ratio = ours / entry["peer"]
        row["peer"] = f"{peer_name} {figure(entry['peer'], unit)}"
        row["ratio"] = f"{ratio:.2f}"
    for bound, measured, text in [("at_most", ours, unit), ("at_least", ours, unit),
                                  ("ratio_at_most", ratio, "x"), ("ratio_at_least", ratio, "x")]:
        if bound not in entry:
            continue
        is_most = bound.endswith("most")
        row["target"] = f"{'<=' if is_most else '>='} {entry[bound]:g} {text}"
        held = measured <= entry[bound] if is_most else measured >= entry[bound]
        row["verdict"] = "PASS" if held else "MISS"
    return row


def run_program(build, program, seconds):
    """Its rows; one that says why when it could not run."""
    with tempfile.NamedTemporaryFile(suffix=".json") as kept:
        flags = [f"--benchmark_out={kept.name}", "--benchmark_out_format=json"] if program.endswith("_bench") else ["--json", kept.name]
        try:
            done = subprocess.run([f"{build}/bin/{program}", *flags], capture_output=True, text=True, timeout=max(seconds, 1), check=False)
        except subprocess.TimeoutExpired:
            return [could_not_run(program, f"the whole bench may take {WHOLE_BENCH_SECONDS} s")]
        except OSError as error:
            return [could_not_run(program, error.strerror)]
        text = pathlib.Path(kept.name).read_text()
    return rows_in(program, text, done)


def rows_in(program, text, done):
    """The rows of what it wrote; a program that died has measured nothing, however much it wrote."""
    said = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
    if done.returncode < 0 or (done.returncode != 0 and program.endswith("_bench")) or not text.strip():
        return [could_not_run(program, f"exit status {done.returncode}: {said}")]
    try:
        found = json.loads(text)
        return [row_of_promise(entry) for entry in found["benchmarks"]] if program.endswith("_bench") else found
    except (ValueError, KeyError, TypeError) as error:
        return [could_not_run(program, f"its JSON is broken: {error!r}")]


def could_not_run(program, reason):
    return dict.fromkeys(COLUMNS, "-") | {"name": program, "verdict": f"NOT RUN({reason})"}


def status_of(rows):
    verdicts = [row["verdict"] for row in rows]
    return 1 if "MISS" in verdicts else 2 if any(verdict.startswith("NOT RUN") for verdict in verdicts) else 0


def main():
    parser = argparse.ArgumentParser(prog="village bench")
    parser.add_argument("--build", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--json", help="write the rows here as well")
    parser.add_argument("names", nargs="*", help="fanout, start, encode, ...; all without a name")
    options = parser.parse_args()
    known = {program.rsplit("_", 1)[0]: program for program in known_programs()}
    unknown = [name for name in options.names if name not in known]
    if unknown:
        print(f"village bench: no benchmark named {unknown[0]}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    chosen = [known[name] for name in options.names or known]
    subprocess.run(["cmake", "--preset", "release"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", options.build, "--target", *chosen], check=True, stdout=subprocess.DEVNULL)
    print(" | ".join(COLUMNS), flush=True)
    rows, deadline = [], time.monotonic() + WHOLE_BENCH_SECONDS
    for program in chosen:
        for row in run_program(options.build, program, deadline - time.monotonic()):
            print(" | ".join(row[column] for column in COLUMNS), flush=True)
            rows.append(row)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
    return status_of(rows)


if __name__ == "__main__":
    sys.exit(main())
