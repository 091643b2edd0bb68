"""How fast files are examined, against `pkcs12.load_pkcs12` alone on the same files and cores, in one go.

    python benchmarks/certificates.py [FILES] [ROUNDS]

The two take turns, so that a machine that is busy at times is busy for both; the ratio is of the medians. Memory is
the whole program's: this process's peak while it examines ten times as many files, and the largest worker's.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.serialization import pkcs12

from fixtures.certificates import TestChain, rsa_key
from rpa.certificates import Examiner, Request, Terms, Trust, Verdict
from rpa.cnpj import Cnpj
from rpa.secret import Secret

PASSWORD = "senha-de-teste"  # noqa: S105
CLIENT = Cnpj("11222333000181")


def make_files(folder: Path, count: int, chain: TestChain) -> list[Path]:
    """That many files, each with a certificate of its own: half as Windows writes them, half as OpenSSL 3 does."""
    keys = [rsa_key(f"benchmark {i}") for i in range(min(count, 50))]
    return [
        chain.issue(key=keys[i % len(keys)]).write(folder / f"{i}.pfx", PASSWORD, ("3des", "aes")[i % 2])
        for i in range(count)
    ]


def load(path: str) -> bool:
    """What the ratio is measured against."""
    return pkcs12.load_pkcs12(Path(path).read_bytes(), PASSWORD.encode()).key is not None


def seconds_of_load(files: list[Path], cores: int) -> float:
    """The library alone, in a pool of processes that is already warm."""
    with multiprocessing.get_context("spawn").Pool(cores) as pool:
        pool.map(load, map(str, files[: 4 * cores]), chunksize=1)
        start = time.perf_counter()
        opened = sum(pool.imap_unordered(load, map(str, files), chunksize=1))
        return _all(opened, files, start)


def seconds_of_examine(files: list[Path], cores: int, trust: Trust) -> float:
    """The whole examination, in workers that are already warm."""
    with Examiner(trust, cores) as examiner:
        list(examiner.examine_all(requests(files[: 4 * cores])))
        start = time.perf_counter()
        fit = sum(found.verdict is Verdict.FIT for _, found in examiner.examine_all(requests(files)))
        return _all(fit, files, start)


def _all(good: int, files: list[Path], start: float) -> float:
    seconds = time.perf_counter() - start
    if good != len(files):
        raise SystemExit(f"only {good} of {len(files)} files were read: the figures would mean nothing")
    return seconds


def requests(files: list[Path]) -> Iterator[Request]:
    """What `rpa check` asks."""
    return (Request(path, Secret(PASSWORD), Terms(CLIENT)) for path in files)


def main(count: int = 200, rounds: int = 5) -> None:
    """Print one JSON object with what was measured."""
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as name:
        folder, chain = Path(name), TestChain()
        trust = Trust.load(chain.write_root(folder / "roots.pem"))
        files = make_files(folder, count, chain)
        loads, examines = [], []
        for _ in range(rounds):
            loads.append(seconds_of_load(files, cores))
            examines.append(seconds_of_examine(files, cores, trust))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        seconds_of_examine(files * 10, cores, trust)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    median_load, median_examine = statistics.median(loads), statistics.median(examines)
    print(
        json.dumps(
            {
                "files": count,
                "cores": cores,
                "load_files_per_second": round(count / median_load, 1),
                "examine_files_per_second": round(count / median_examine, 1),
                "ratio": round(median_load / median_examine, 3),
                "load_seconds": [round(value, 3) for value in loads],
                "examine_seconds": [round(value, 3) for value in examines],
                "own_memory_mib_before_and_after_ten_times_as_many": [before // 1024, after // 1024],
                "largest_worker_mib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
