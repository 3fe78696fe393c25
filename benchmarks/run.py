#!/usr/bin/env python3
"""`./village bench`: builds and runs every benchmark (or the named ones) and prints one table; --json FILE keeps it.

Each program prints rows "name | ours | peer | ratio | target | verdict" and exits 0 = held, 1 = missed, 2 = not run.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile


def main():
    parser = argparse.ArgumentParser(prog="village bench")
    parser.add_argument("--build", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--json", help="write the rows here as well")
    parser.add_argument("names", nargs="*", help="fanout, encode, dispatch, ...; all without a name")
    options = parser.parse_args()
    known = sorted(path.stem.removesuffix("_bench") for path in pathlib.Path("benchmarks").glob("*_bench.cpp"))
    unknown = [name for name in options.names if name not in known]
    if unknown:
        print(f"village bench: no benchmark named {unknown[0]}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    chosen = options.names or known
    targets = [f"{name}_bench" for name in chosen]
    subprocess.run(["cmake", "--preset", "release"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", options.build, "--target", *targets], check=True, stdout=subprocess.DEVNULL)
    rows, status = [], 0
    print("name | ours | peer | ratio | target | verdict", flush=True)
    for target in targets:
        with tempfile.NamedTemporaryFile(suffix=".json") as kept:
            try:
                done = subprocess.run([f"{options.build}/bin/{target}", "--json", kept.name], capture_output=True, text=True, timeout=600, check=False)
            except subprocess.TimeoutExpired:
                done = subprocess.CompletedProcess(target, 2, "", "took longer than 600 s")
            for line in done.stdout.splitlines():
                if "|" in line and not line.startswith("name |"):
                    print(line, flush=True)
            if done.returncode == 2:
                reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
                print(f"{target} | - | - | - | - | NOT RUN({reason})", flush=True)
            status = max(status, 1 if done.returncode else 0)
            text = pathlib.Path(kept.name).read_text()
            rows += json.loads(text) if text.strip() else []
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(rows, indent=1) + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
