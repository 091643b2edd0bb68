"""What a process and all that it starts cost: seconds by the clock, processor seconds, memory. Linux tells it all."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Cost:
    """`processor` is of the whole tree of processes; `began` is when it was started (seconds since 1970)."""

    began: float
    seconds: float
    processor: float
    code: int
    out: str


def run(command: Sequence[str], environment: Mapping[str, str], *, timeout: float = 7200) -> Cost:
    """Run a command to its end. Raises SystemExit where it fails: its figures would mean nothing."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began, started = time.time(), time.perf_counter()
    with subprocess.Popen(
        command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        tree = ProcessorTime(process.pid)
        out, err = process.communicate(timeout=timeout)
        seconds = time.perf_counter() - started
        spent = tree.stop()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{out[-800:]}\n{err[-2000:]}")
    reaped = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(began, seconds, max(reaped, spent), process.returncode, out)


class ProcessorTime:
    """Looks at a tree of processes until `stop`: what a browser's processes cost is not always told to their parents."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._spent: dict[int, float] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="processor time")
        self._thread.start()

    def stop(self) -> float:
        """Processor seconds of all processes that were seen, each as it was seen last."""
        self._over.set()
        self._thread.join()
        return sum(self._spent.values())

    def _watch(self) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            for process in family(self._root):
                try:
                    times = process.cpu_times()
                except psutil.Error:
                    continue
                self._spent[process.pid] = times.user + times.system


def family(root: int) -> list[psutil.Process]:
    """A process and all that it has started, as far as they live."""
    try:
        process = psutil.Process(root)
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []


def proportional_bytes(root: int) -> int:
    """Memory of a tree of processes, in which each shared page counts by the share of it (PSS). Linux alone tells it."""
    return sum(_pss(process.pid) for process in family(root))


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


@dataclass(frozen=True, slots=True)
class Spread:
    """Several rounds: the median, the smallest and the largest."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        """Of at least one value."""
        known = sorted(values)
        return cls(statistics.median(known), known[0], known[-1])

    def __str__(self) -> str:
        return f"{self.median:.3g} ({self.least:.3g} to {self.most:.3g})"
