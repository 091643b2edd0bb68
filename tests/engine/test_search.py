"""The gate at the end of a command searches all that it wrote: the rows of a shared database, and for cookies, too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from rpa import logs
from rpa.engine import Engine, RunInfo
from rpa.gate import SECRET_WRITTEN, scan
from rpa.search import Search, searching
from rpa.secret import Secret
from rpa.settings import Settings
from tests.desk import OTHER, PADARIA, PFX_PASSWORD, Desk
from tests.engine.players import a_task
from tests.engine.postgres import Postgres
from tests.rpa.test_commands import three_clients
from tests.runs import a_client

PLACES = {
    "rpa_runs": "UPDATE rpa_runs SET clients_file = :text",
    "rpa_members": "UPDATE rpa_members SET outcome = json_build_object('reason', CAST(:text AS text)) WHERE row = 3",
    "rpa_renewals": "UPDATE rpa_renewals SET intention = json_build_object('nickname', CAST(:text AS text))",
    "rpa_files": "INSERT INTO rpa_files SELECT identity, convert_to(:text, 'UTF8') FROM rpa_renewals LIMIT 1",
    "rpa_workers": "INSERT INTO rpa_workers (worker, host, process, began, seen) VALUES (:text, 'h', 1, 1, 1)",
    "dbos.workflow_status": "UPDATE dbos.workflow_status SET inputs = :text",
    "dbos.operation_outputs": (
        "INSERT INTO dbos.operation_outputs (workflow_uuid, function_id, output)"
        " SELECT workflow_uuid, 1, :text FROM dbos.workflow_status LIMIT 1"
    ),
}
"""Where a text can come to lie, and how it is planted there."""


@pytest.fixture
def shared(postgres: Postgres, tmp_path: Path) -> Iterator[tuple[Settings, Engine]]:
    """A database with two runs of a client each."""
    settings = Settings({"RPA_DATABASE_URL": postgres.fresh(), "RPA_HOME": str(tmp_path)})
    engine = Engine.open(settings.database_url, tmp_path)
    for row, run in ((2, "first"), (4, "other")):
        engine.submit(RunInfo.begin(run, "portal", "c.csv"), run, [a_task(row)], [a_client(row=3)])
    yield settings, engine
    engine.close()


def plant(engine: Engine, statement: str, text: str) -> None:
    """Write a text where no secret belongs."""
    with engine._database.begin() as connection:
        connection.execute(sa.text(statement), {"text": text})


@pytest.mark.parametrize("table", PLACES)
def test_a_secret_in_a_shared_database_is_found_in_each_table(
    shared: tuple[Settings, Engine], table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whether it is text, JSON or bytes: the table is named, the code is 5, and the row stays as it is."""
    settings, engine = shared
    canary = Secret(f'canário "{table}" 2027')
    logs.learn(canary)
    clean = Search(settings, run="first")
    clean.go()
    assert (clean.code(0), capsys.readouterr().err) == (0, "")
    plant(engine, PLACES[table], canary.reveal())

    with searching(settings) as search:
        search.run = "first"

    told = capsys.readouterr().err
    assert search.code(0) == SECRET_WRITTEN
    assert f"in the table {table} of the database" in told
    assert canary.reveal() not in told
    with engine._database.connect() as connection:
        written = connection.execute(sa.text(f"SELECT CAST({table.rpartition('.')[2]} AS text) FROM {table}"))
        assert any("2027" in row[0] or "32303237" in row[0] for row in written)


def test_only_the_rows_of_this_run_are_searched(
    shared: tuple[Settings, Engine], capsys: pytest.CaptureFixture[str]
) -> None:
    """What lies in another run is for that one to tell; a worker that took what waited looks at what it began."""
    settings, engine = shared
    canary = Secret("canario-de-outra-2027")
    logs.learn(canary)
    plant(engine, "UPDATE rpa_runs SET clients_file = :text WHERE run = 'other'", canary.reveal())
    plant(engine, "UPDATE dbos.workflow_status SET inputs = :text WHERE priority = 1", "nothing")
    begun = "UPDATE rpa_renewals SET worker = :text, started = 1000 WHERE identity IN"
    plant(engine, f"{begun} (SELECT identity FROM rpa_members WHERE run = 'other')", canary.reveal())
    codes = []
    for about in ({"run": "first"}, {"run": "other"}, {"since": 999.0}, {"since": 1001.0}):
        search = Search(settings, **about)
        search.go()
        codes.append(search.code(0))

    assert codes == [0, 5, 5, 5]  # the last sees whose run it is: rows of runs are few, and searched whole
    assert "rpa_renewals" in capsys.readouterr().err


def test_a_database_that_cannot_be_searched_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No run ends well of which nobody knows what it left; the files are searched all the same."""
    settings = Settings({"RPA_DATABASE_URL": "postgresql://127.0.0.1:9/none", "RPA_HOME": str(tmp_path)})
    search = Search(settings, paths=[tmp_path / "a.txt"], run="first")
    search.go()
    assert (search.code(0), search.code(4)) == (3, 4)
    logs.learn(Secret("canario-na-pasta-27"))
    (tmp_path / "a.txt").write_text("canario-na-pasta-27", encoding="utf-8")

    search.go()

    assert search.code(0) == SECRET_WRITTEN
    assert "could be searched" in capsys.readouterr().err
    assert not (tmp_path / "a.txt").exists()


@pytest.mark.long
@pytest.mark.parametrize("shares", [False, True], ids=["sqlite", "postgresql"])
def test_a_password_that_stands_in_a_run_is_told_by_whoever_ends_it(
    desk: Desk, shares: bool, request: pytest.FixtureRequest
) -> None:
    """Somebody wrote it into the column apelido: who queues, who works and who renews each end with 5."""
    server: Postgres | None = request.getfixturevalue("postgres") if shares else None
    database = {"RPA_DATABASE_URL": server.fresh()} if server else {}
    rows = [{**row, "Apelido": f"Certificado {PFX_PASSWORD}"} for row in three_clients(desk)]
    clients = desk.clients(*rows)

    queued = desk.rpa("renew", clients, "--only", PADARIA, "--enqueue", **database)
    worked = desk.rpa("work", "--until-empty", **database)
    renewed = desk.rpa("renew", clients, "--only", OTHER, "--json", **database)

    place = "in the table rpa_renewals" if shares else "runs.sqlite"
    told = (queued.err, worked.err, renewed.err)
    assert [ran.code for ran in (queued, worked, renewed)] == [SECRET_WRITTEN] * 3, told
    assert all(place in ran.err for ran in (queued, worked, renewed)), told
    assert all(PFX_PASSWORD not in ran.out + ran.err for ran in (queued, worked, renewed))
    assert len(desk.portal.memory.kept) == 2


def test_cookies_of_the_portal_are_searched_for(desk: Desk) -> None:
    """Each session's is learnt when it is in and when it ends, the one after a new login too."""
    desk.company()
    desk.open_account()
    known = set()
    for _login in range(2):
        desk.log_in()
        known |= {key for key in desk.portal.sessions._open if Secret(key) in logs.learnt()}
    assert known == set(desk.portal.sessions._open)
    assert known

    for number, cookie in enumerate(known):
        (desk.folder / f"{number}.log").write_text(f"Cookie: ASP.NET_SessionId={cookie}; x=1", encoding="utf-8")
    assert len(scan(desk.folder.glob("*.log"), logs.learnt())) == len(known)


def test_only_cookies_that_are_tokens_count(desk: Desk) -> None:
    """A language, a company, a host or a day in a cookie stands in reports by right; an encoded cookie counts.

    One token in sixty happens to have no digit.
    """
    from rpa.contexts import opened

    tokens = ["0123456789abcdef", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.Ab-1", "Zm9v%2FYmFy%2B123%3D"]
    tokens += ["IRjqqhUWUKzD_YfQnChrqXDh", "kxqvbnmzrtplwsdfghjcyaue"]
    words = [
        "pt-BR",
        "PADARIA%20ESTRELA%20LTDA",
        "mercado-do-porto-e-filhos",
        "Mercado-Do-Porto-E-Filhos",
        "app2.invoicy.com.br",
        "suporte%40example.com.br",
        "2026-11-25T10%3A00",
    ]
    with opened(desk.browser) as context:
        context.add_cookies(
            [{"name": f"c{n}", "value": v, "url": desk.url, "httpOnly": True} for n, v in enumerate([*tokens, *words])]
        )

    known = {secret.reveal() for secret in logs.learnt()}
    assert {*tokens, "Zm9v/YmFy+123="} <= known
    assert not known & {*words, "PADARIA ESTRELA LTDA", "suporte@example.com.br", "2026-11-25T10:00"}


def test_what_watch_writes_is_searched_too(desk: Desk) -> None:
    """A spreadsheet with a password in it goes to quarantine: somebody gave a certificate its password for a name."""
    desk.company().certificates[0].nickname = PFX_PASSWORD
    desk.open_account()
    clients = desk.clients({"cnpj": PADARIA, "pfx": desk.pfx().name, "senha": PFX_PASSWORD})

    ran = desk.rpa("watch", "--clients", clients, "--folder", desk.folder, "--xlsx", desk.folder / "s.xlsx")

    assert ran.code == SECRET_WRITTEN, ran.err
    assert not (desk.folder / "s.xlsx").exists()
    assert len(list((desk.folder / "home" / "quarantine").rglob("s.xlsx"))) == 1


def test_nothing_is_left_to_search_where_nothing_was_begun(tmp_path: Path) -> None:
    """A command that was wrongly used makes no home and no database."""
    with searching(Settings({"RPA_HOME": str(tmp_path / "home")})):
        pass

    assert list(tmp_path.iterdir()) == []
