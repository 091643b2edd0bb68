"""How fast files are examined, against `pkcs12.load_pkcs12` alone on the same files and cores, in one go.

    python benchmarks/certificates.py [FILES] [ROUNDS]

Both have their processes warm from the start and take turns batch by batch, so that a machine that is busy at times
is busy for both; the ratio is the median of the pairs. Where others use the machine too, only the ratio of processor
time means something, which Linux alone tells. Memory is this process's peak before and after fifty times as many
files, and the largest worker's.
"""

from __future__ import annotations

import json
import math
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.serialization import pkcs12

from fixtures.certificates import TestChain, rsa_key
from rpa.certificates import Examiner, Request, Terms, Trust, Verdict
from rpa.cnpj import Cnpj
from rpa.secret import Secret

PASSWORD = "senha-de-teste"  # noqa: S105
CLIENT = Cnpj("11222333000181")
TIMES = 50


def make_files(folder: Path, count: int, chain: TestChain) -> list[Path]:
    """That many files, each with a certificate of its own: half as Windows writes them, half as OpenSSL 3 does."""
    keys = [rsa_key(f"benchmark {i}") for i in range(min(count, 50))]
    return [
        chain.issue(key=keys[i % len(keys)]).write(folder / f"{i}.pfx", PASSWORD, ("3des", "aes")[i % 2])
        for i in range(count)
    ]


def load_alone(path: str) -> bool:
    """What the ratio is measured against."""
    return pkcs12.load_pkcs12(Path(path).read_bytes(), PASSWORD.encode()).key is not None


def requests(files: list[Path], times: int = 1) -> Iterator[Request]:
    """What `rpa check` asks."""
    return (Request(path, Secret(PASSWORD), Terms(CLIENT)) for _ in range(times) for path in files)


def seconds(work: Callable[[], int], expected: int) -> tuple[float, float]:
    """How long the work takes, by the clock and in processor time; it must come to so many good files."""
    start, spent = time.perf_counter(), processor_seconds()
    good = work()
    if good != expected:
        raise SystemExit(f"only {good} of {expected} files were read: the figures would mean nothing")
    return time.perf_counter() - start, processor_seconds() - spent


def processor_seconds() -> float:
    """Processor time of this process and of its children so far; not a number where the system does not tell."""
    try:
        children = [pid for path in Path("/proc/self/task").glob("*/children") for pid in path.read_text().split()]
        spent = [int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in children]
    except OSError:
        return math.nan
    return time.process_time() + sum(spent) / 1e9 if children else math.nan


def main(count: int = 200, rounds: int = 20) -> None:
    """Print one JSON object with what was measured."""
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as name, multiprocessing.get_context("spawn").Pool(cores) as pool:
        folder, chain = Path(name), TestChain()
        files = make_files(folder, count, chain)

        def loads() -> int:
            return sum(pool.imap_unordered(load_alone, map(str, files), chunksize=1))

        def examines(times: int = 1) -> int:
            answers = examiner.examine_all(requests(files, times))
            return sum(found.verdict is Verdict.FIT for _, found in answers)

        with Examiner(Trust.load(chain.write_root(folder / "roots.pem")), cores) as examiner:
            loads(), examines()
            pairs: list[tuple[tuple[float, float], tuple[float, float]]] = []
            for turn in range(rounds):
                order = (loads, examines) if turn % 2 else (examines, loads)
                took = {work: seconds(work, count) for work in order}
                pairs.append((took[loads], took[examines]))
            before = _own_memory()
            long, _ = seconds(lambda: examines(TIMES), TIMES * count)
            after = _own_memory()
    print(
        json.dumps(
            {
                "files": count,
                "cores": cores,
                "load_files_per_second": round(count / statistics.median(load[0] for load, _ in pairs), 1),
                "examine_files_per_second": round(count / statistics.median(examine[0] for _, examine in pairs), 1),
                "ratio": round(statistics.median(load[0] / examine[0] for load, examine in pairs), 3),
                "ratios": sorted(round(load[0] / examine[0], 2) for load, examine in pairs),
                "ratio_of_processor_time": round(statistics.median(load[1] / examine[1] for load, examine in pairs), 3),
                f"seconds_for_{TIMES * count}_files": round(long, 1),
                "own_memory_mib_before_and_after_those": [before, after],
                "largest_worker_mib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
            },
            indent=2,
        )
    )


def _own_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
