"""`rpa check`: PFX files judged without network."""

from __future__ import annotations

from tests.desk import OTHER, PADARIA, PFX_PASSWORD, Desk

FIELDS = ["file", "row", "verdict", "cnpj", "kind", "holder", "valid_from", "valid_until", "fingerprint", "reasons"]


def test_the_files_of_a_clients_file_are_examined_for_their_clients(desk: Desk) -> None:
    """Each row's file is judged for that row's company; one unfit file makes the exit code 1."""
    desk.pfx(PADARIA, "a.pfx")
    clients = desk.clients(
        {"cnpj": PADARIA, "pfx": "a.pfx", "senha": PFX_PASSWORD},
        {"cnpj": OTHER, "pfx": "a.pfx", "senha": PFX_PASSWORD},
        {"cnpj": PADARIA, "pfx": "a.pfx", "senha": "errada"},
    )

    ran = desk.rpa("check", clients, "--json")

    assert ran.code == 1, ran.err
    assert [(line["row"], line["verdict"] == "unfit") for line in ran.json] == [(2, False), (3, True), (4, True)]
    assert [list(line) for line in ran.json] == [FIELDS] * 3
    assert desk.portal.memory.requests == []


def test_a_folder_is_searched_and_the_cnpj_in_a_files_name_finds_its_password(desk: Desk) -> None:
    """PFX files below a folder are found; the name may carry the CNPJ whose password is in the settings."""
    (desk.folder / "sub").mkdir()
    desk.pfx(PADARIA, f"sub/{PADARIA}.pfx")

    ran = desk.rpa("check", desk.folder / "sub", "--json", **{f"PFX_PASSWORD_{PADARIA}": PFX_PASSWORD})

    assert (ran.code, [line["cnpj"] for line in ran.json]) == (0, [PADARIA]), ran.out + ran.err


def test_nothing_to_examine_is_exit_code_3(desk: Desk) -> None:
    """An empty folder is not "all fit"."""
    (desk.folder / "empty").mkdir()

    assert desk.rpa("check", desk.folder / "empty").code == 3
