"""How long one training step takes beside everybody else's: tables of ratios from one run.

Run it by hand, it is no test:  python -m tests.bench [--threads 1,2] [--dtype float32,float64]
Rivals that are not installed are left out, with the reason; README.md says how to read it all.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench.speed import machine, report, runs
from tests.bench.speed.cases import DEAD_NET, NETS, Case
from tests.bench.speed.driver import FAMILIES, Field
from tests.bench.speed.measure import Measured, dead_ratios, differences, speeds
from tests.bench.speed.table import Table
from tests.bench.speed.targets import Target, dead_target, speed_targets


class Run:
    """One run of the benchmark: what was asked, what was found, and where it is written."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked = asked
        self.nets: list[Case] = [NETS[int(number) - 1] for number in asked.nets]
        self.measured: list[Measured] = []
        self.targets: list[Target] = []
        self.page: list[str] = []

    def everything(self) -> None:
        chosen = ["OpenBLAS without its variables"] if self.asked.own_kernels else []
        self.lines([*machine.facts(), *chosen, "before: " + machine.load()])
        for threads in self.asked.threads:
            with Field(
                int(threads), self.asked.families, own_kernels=self.asked.own_kernels
            ) as bench:
                self.one_field(bench)
        if self.measured:
            self.table(report.recording_table(self.measured))
        self.targets = speed_targets(self.measured) + self.targets
        if self.targets:
            self.table(report.target_table(self.targets))
        own = max(map(int, self.asked.threads))
        self.lines(["after: " + machine.load(own)])
        if self.asked.markdown:
            Path(self.asked.markdown).write_text("\n".join(self.page), "utf-8")

    def one_field(self, bench: Field) -> None:
        """Make the tables of one number of threads; those that need only one, with the first."""
        self.lines(sorted(set(bench.versions.values())))
        tables = self.asked.tables
        if "speed" in tables:
            self.speed(bench)
        if bench.threads != int(self.asked.threads[0]):
            return
        if "same" in tables:
            self.same(bench)
        if "dead" in tables:
            self.say("half dead")
            found = dead_ratios(bench, rounds=self.asked.rounds)
            self.table(report.dead_table(found, DEAD_NET))
            self.targets += dead_target(found)
        if "run" in tables:
            self.say("runs that can be looked at anywhere")
            kept, looked = runs.measured(bench, self.asked.rounds)
            for table in runs.tables(kept, looked):
                self.table(table)
            self.targets += runs.run_targets(kept, looked)

    def speed(self, bench: Field) -> None:
        for dtype in self.asked.dtypes:
            for optimizer in self.asked.optimizers:
                found = speeds(
                    bench,
                    self.nets,
                    optimizer,
                    dtype,
                    rounds=self.asked.rounds,
                    seconds=self.asked.seconds,
                    say=self.say,
                )
                self.measured.append(found)
                self.table(report.speed_table(found, bench.absent))

    def same(self, bench: Field) -> None:
        # In float32 a sign of a gradient near zero may differ, which Adam makes a whole step of.
        for dtype in dict.fromkeys(["float64", *self.asked.dtypes]):
            for optimizer in self.asked.optimizers:
                found = differences(bench, self.nets, optimizer, dtype, say=self.say)
                self.table(report.same_table(found, optimizer, dtype))

    def table(self, table: Table) -> None:
        self.say("")
        sys.stdout.write(table.text() + "\n")
        sys.stdout.flush()
        self.page.append(table.markdown())

    def lines(self, lines: Sequence[str]) -> None:
        self.say("")
        sys.stdout.write("\n".join(lines) + "\n\n")
        sys.stdout.flush()
        self.page.append("\n".join(f"- {line}" for line in lines) + "\n")

    @staticmethod
    def say(line: str) -> None:
        """Show what is being done, in one line that the next one overwrites."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{line}")
            sys.stderr.flush()


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.bench")

    def listed(flag: str, default: str, about: str, name: str | None = None) -> None:
        parser.add_argument(
            flag,
            default=default.split(","),
            type=lambda text: text.split(","),
            help=f"{about} (default {default})",
            dest=name,
        )

    listed("--threads", "1", "numbers of threads, as in 1,2")
    listed("--dtype", "float32", "float32, float64 or both", "dtypes")
    listed("--optimizer", "adam,sgd", "adam, sgd or both", "optimizers")
    listed("--nets", "1,2,3,4,5", "numbers of the nets")
    listed("--families", ",".join(FAMILIES), "who takes part")
    listed("--tables", "speed,same,dead,run", "which tables")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=0.04, help="of one contestant's round")
    parser.add_argument("--markdown", metavar="FILE", help="write it all to a file, too")
    parser.add_argument(
        "--own-kernels",
        action="store_true",
        help="let OpenBLAS choose its kernels, whatever OPENBLAS_… variables are set",
    )
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> None:
    Run(arguments(words)).everything()


if __name__ == "__main__":
    main()
