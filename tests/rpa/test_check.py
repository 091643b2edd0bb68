"""`rpa check`: PFX files judged without network."""

from __future__ import annotations

from tests.desk import FILIAL, OTHER, PADARIA, PFX_PASSWORD, Desk

FIELDS = ["file", "row", "verdict", "cnpj", "kind", "holder", "valid_from", "valid_until", "fingerprint", "reasons"]


def test_the_files_of_a_clients_file_are_examined_for_their_clients(desk: Desk) -> None:
    """Each row's file is judged for that row's company; one unfit file makes the exit code 1."""
    desk.pfx(PADARIA, "a.pfx")
    clients = desk.clients(
        {"cnpj": PADARIA, "pfx": "a.pfx", "senha": PFX_PASSWORD},
        {"cnpj": OTHER, "pfx": "a.pfx", "senha": PFX_PASSWORD},
        {"cnpj": FILIAL, "pfx": "a.pfx", "senha": "errada"},
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


def test_rows_are_checked_beside_each_other(desk: Desk) -> None:
    """Two defaults for one company, and a file that belongs to another row, are told with the other row's number."""
    desk.pfx(PADARIA, "a.pfx")
    desk.pfx(OTHER, "b.pfx")
    clients = desk.clients(
        {"cnpj": PADARIA, "pfx": "a.pfx", "senha": PFX_PASSWORD},
        {"cnpj": PADARIA, "pfx": "b.pfx", "senha": PFX_PASSWORD},
        {"cnpj": OTHER, "pfx": "b.pfx", "senha": PFX_PASSWORD},
    )

    ran = desk.rpa("check", clients, "--json")

    codes = {line["row"]: {reason["code"] for reason in line["reasons"]} for line in ran.json}
    assert "two-defaults" in codes[2] & codes[3]
    assert "belongs-to-another-row" in codes[3] - codes[4]


def test_a_folder_and_a_file_of_passwords_become_a_clients_file(desk: Desk) -> None:
    """--match finds out which password opens which file, and the file that it writes can be checked and renewed."""
    mail = desk.folder / "mail"
    mail.mkdir()
    desk.pfx(PADARIA, "mail/um.pfx")
    desk.pfx(OTHER, "mail/dois.p12")
    (desk.folder / "senhas.txt").write_text(f"errada\n{PFX_PASSWORD}\n")

    made = desk.rpa("check", mail, desk.folder / "senhas.txt", "--match", "--out", mail / "c.xlsx")
    again = desk.rpa("check", mail / "c.xlsx", "--json")

    assert made.code == 0, made.err
    assert {line["cnpj"] for line in again.json} == {PADARIA, OTHER}
    assert again.code == 0
    assert desk.rpa("check", mail, desk.folder / "senhas.txt", "--match", "--out", mail / "c.xlsx").code == 3


def test_a_list_of_authorities_that_cannot_be_had_leaves_the_old_one(desk: Desk) -> None:
    """`rpa roots` says how old the list is; a failed update says why, and changes nothing."""
    none = desk.rpa("roots")
    failed = desk.rpa("roots", "update", RPA_ROOTS_URL="http://127.0.0.1:9/AC.zip")

    assert (none.code, failed.code) == (3, 3)
    assert "127.0.0.1:9" in failed.err
