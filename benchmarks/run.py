"""How fast a blog is converted, beside what copying and a plain Python loop cost in the same run.

    python benchmarks/run.py [--posts 2000 --posts 10000] [--runs 5]

Prints medians. Times are of whole processes with all that they start; memory is the largest single process.
Machines are noisy: only the ratios say something.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import blog


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took: seconds, and mebibytes at the most."""

    wall: float
    cpu: float
    memory: float


def run(command: list[str]) -> Cost:
    """Run `command` to its end. Raises SystemExit when it fails."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"failed: {' '.join(command)}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def measure(commands: dict[str, list[str]], target: Path, runs: int) -> dict[str, Cost]:
    """The median cost of each command, run in turn so that a change of the machine's speed meets all."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            shutil.rmtree(target, ignore_errors=True)
            costs[name].append(run(command))
    shutil.rmtree(target, ignore_errors=True)
    return {
        name: Cost(
            *(statistics.median(getattr(c, field) for c in found) for field in ("wall", "cpu", "memory"))
        )
        for name, found in costs.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, action="append", help="how many posts; may be given again")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    here = Path(__file__).parent
    for posts in options.posts or [2000, 10000]:
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder, "source"), Path(folder, "target")
            blog.write(source, posts)
            commands = {
                "blogconv": [sys.executable, "-m", "blogconv", "hexo2hugo", str(source), str(target)],
                "blogconv -j 1": [
                    sys.executable,
                    "-m",
                    "blogconv",
                    "hexo2hugo",
                    str(source),
                    str(target),
                    "-j",
                    "1",
                ],
                "plain loop": [sys.executable, str(here / "plain_loop.py"), str(source), str(target)],
                "cp -r": ["cp", "-r", str(source), str(target)],
            }
            report(posts, measure(commands, target, options.runs))


def report(posts: int, costs: dict[str, Cost]) -> None:
    """Print a table: each cost, and its ratio to the plain loop's."""
    plain = costs["plain loop"]
    print(f"\n{posts} posts of 4 KB, one in five with constructs")
    print(f"{'':16}{'wall s':>9}{'CPU s':>9}{'ms a post':>11}{'MiB':>7}{'CPU / plain loop':>19}")
    for name, cost in costs.items():
        ratio = cost.cpu / plain.cpu if plain.cpu else 0
        each = cost.cpu / posts * 1000
        print(f"{name:16}{cost.wall:9.2f}{cost.cpu:9.2f}{each:11.2f}{cost.memory:7.0f}{ratio:19.1f}")


if __name__ == "__main__":
    main()
