"""What a plan is made of: the portal read account by account, and a file in which what was approved stands."""

from __future__ import annotations

import json
import queue
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from rpa.clients import ClientsFileError, Problem
from rpa.engine import Task, Visited, in_order
from rpa.messages import _
from rpa.outcome import Outcome, Result
from rpa.visitor import House, PortalVisitor

FORMAT = 1


def read_portal(house: House, tasks: Sequence[Task], workers: int) -> Iterator[Visited]:
    """Take each task along the house's road, which must change nothing; accounts beside each other, in no order."""
    by_account: dict[str, list[Task]] = {}
    for task in in_order(list(tasks)):
        by_account.setdefault(task.account, []).append(task)
    done: queue.SimpleQueue[Visited | BaseException | None] = queue.SimpleQueue()

    def of_account(account: str, own: Sequence[Task]) -> None:
        try:
            with closing(PortalVisitor(house, account)) as visitor:
                for task in own:
                    done.put(visitor.take(task))
            done.put(None)
        except BaseException as error:  # noqa: BLE001 - it is raised where the plan is made
            done.put(error)

    with ThreadPoolExecutor(workers) as pool:
        for account, own in by_account.items():
            pool.submit(of_account, account, own)
        for _account in by_account:
            while (found := done.get()) is not None:
                if isinstance(found, BaseException):
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise found
                yield found


def write_plan(path: Path, clients_file: Path, ended: Sequence[Outcome]) -> None:
    """Write a plan to be approved: who would be renewed with which certificate, on which list. Raises OSError."""
    plan = {
        "format": FORMAT,
        "clients_file": str(clients_file.resolve()),
        "clients": [_planned(outcome) for outcome in sorted(ended, key=lambda outcome: outcome.row)],
    }
    path.write_text(json.dumps(plan, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def read_plan(path: Path) -> tuple[Path, Mapping[int, Outcome]]:
    """The clients file and, by row, what was planned. Raises ClientsFileError for a file that is no plan."""
    try:
        plan = json.loads(path.read_text(encoding="utf-8"))
        if plan["format"] != FORMAT:
            raise ValueError
        planned = [Outcome.from_json(line) for line in plan["clients"]]
        return Path(plan["clients_file"]), {outcome.row: outcome for outcome in planned}
    except (OSError, ValueError, KeyError, TypeError) as error:
        why = _("{file} is not a plan that  rpa plan --out  has written ({why}).")
        raise ClientsFileError([Problem(why.format(file=path.name, why=type(error).__name__))]) from None


def planned_clients(path: Path | None) -> Path:
    """The clients file of a plan. Raises ClientsFileError, also where there is no plan."""
    if path is None:
        raise ClientsFileError([Problem(_("Name a clients file, or a plan with --plan."))])
    return read_plan(path)[0]


def approved(tasks: Sequence[Task], planned: Mapping[int, Outcome]) -> tuple[list[Task], list[Outcome]]:
    """Of these tasks those that a plan has approved, bound to what was seen then; and how the other rows end."""
    wanted, ended = [], []
    for task in tasks:
        plan = planned.get(task.row)
        if plan is None or plan.cnpj.text != task.cnpj:
            continue  # not in the plan: not approved
        if plan.result is not Result.RENEW:
            ended.append(plan)
        elif plan.fingerprint != task.fingerprint:
            reason = _("The PFX is another certificate now than when this was approved; plan it anew.")
            ended.append(replace(plan, result=Result.FAILED, reason=reason))
        else:
            wanted.append(replace(task, approved=plan.seen, due=plan.replaced_valid_until or task.due))
    return wanted, ended


def _planned(outcome: Outcome) -> dict[str, Any]:
    return replace(outcome, evidence=None, steps={}, seconds=0.0).as_json()
