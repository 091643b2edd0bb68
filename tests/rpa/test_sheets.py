"""The reader of spreadsheets never drops a client in silence: it reads them all, or refuses and says which."""

from __future__ import annotations

import time
import zipfile
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from rpa.clients import ClientsFile, ClientsFileError, read_clients
from rpa.secret import Secret
from tests.workbooks import MAIN, row, sheet, text, workbook

ONE, TWO, THREE = "11.222.333/0001-81", "98.765.432/0001-98", "13.579.246/0001-01"
TITLES = {"A": "CNPJ", "B": "PFX", "C": "Senha", "D": "Padrão"}
HEADER = row(1, *TITLES.values())
A, B, C = row(2, ONE, "a.pfx", "x"), row(3, TWO, "b.pfx", "y"), row(4, THREE, "c.pfx", "z")


def rows_of(file: ClientsFile) -> list[int]:
    """Which rows were read."""
    return [client.row for client in file.clients]


def refused(path: Path) -> str:
    """What is said of a file that is refused; it names itself where nothing else says the place."""
    with pytest.raises(ClientsFileError) as caught:
        read_clients(path)
    return str(caught.value)


def a_csv(folder: Path, content: str | bytes) -> Path:
    """A clients file with this content."""
    path = folder / "clientes.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("ref", ["A1:C2", "A1", "A1:A4", "B2:C3", "A900:C901", ""])
def test_every_row_is_read_whatever_the_sheet_says_of_its_size(tmp_path: Path, ref: str) -> None:
    """The element `dimension` is a hint, and programs write a wrong one."""
    path = workbook(tmp_path / "c.xlsx", sheet(HEADER, A, B, C, before=f'<dimension ref="{ref}"/>'))

    assert rows_of(read_clients(path)) == [2, 3, 4]


def test_rows_and_cells_without_their_places_are_read_in_order(tmp_path: Path) -> None:
    """The places may be left out, and the prefix of the names is any."""
    cells = [["CNPJ", "PFX"], [ONE, "a.pfx"], [TWO, "b.pfx"]]
    rows = "".join(
        "<x:row>" + "".join(f'<x:c t="str"><x:v>{value}</x:v></x:c>' for value in line) + "</x:row>" for line in cells
    )
    xml = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'

    assert rows_of(read_clients(workbook(tmp_path / "c.xlsx", xml))) == [2, 3]


@pytest.mark.parametrize("place", ["A3", "B3", "C3", "D3"])
@pytest.mark.parametrize("result", ["", "<v/>", "<v></v>"])
def test_a_formula_without_a_result_is_told_with_its_place(tmp_path: Path, place: str, result: str) -> None:
    """It is no empty cell: a program wrote it, and no spreadsheet program has worked it out yet."""
    without = f'<row r="3">{text("A3", TWO) if place != "A3" else ""}<c r="{place}"><f>1+1</f>{result}</c></row>'
    path = workbook(tmp_path / "c.xlsx", sheet(HEADER, A, without, C))

    assert f"Row 3, column {TITLES[place[0]]}" in refused(path)


def test_a_result_that_is_still_to_be_worked_out_is_none(tmp_path: Path) -> None:
    """Some programs write 0 for every formula and ask for it to be worked out: `não` would be read of it."""
    answered = f'<row r="3">{text("A3", TWO)}{text("B3", "b.pfx")}<c r="D3"><f>Z9</f><v>0</v></c></row>'
    stale = workbook(tmp_path / "s.xlsx", sheet(HEADER, answered), calculation='<calcPr fullCalcOnLoad="1"/>')
    fresh = workbook(tmp_path / "f.xlsx", sheet(HEADER, answered))

    assert "Row 3, column Padrão" in refused(stale)
    assert read_clients(fresh).clients[0].default is False


@pytest.mark.parametrize("column", ["A", "B", "C", "D"])
def test_an_error_of_excels_is_no_text(tmp_path: Path, column: str) -> None:
    """#N/A would become an Apelido, or a password: row, column and error are told."""
    cells = {"A": text("A3", TWO), "B": text("B3", "b.pfx")} | {column: f'<c r="{column}3" t="e"><v>#N/A</v></c>'}
    path = workbook(tmp_path / "c.xlsx", sheet(HEADER, A, f'<row r="3">{"".join(cells.values())}</row>'))

    assert "#N/A" in refused(path)
    assert "Row 3" in refused(path)


def test_empty_results_are_empty_cells(tmp_path: Path) -> None:
    """A formula that gives "" is as good as nothing: rows of them below the clients are none."""
    empty = '<row r="4"><c r="A4" t="str"><f>IF(1,"")</f><v></v></c></row>'

    assert rows_of(read_clients(workbook(tmp_path / "c.xlsx", sheet(HEADER, A, B, empty)))) == [2, 3]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_the_sheet_that_is_seen_is_read_and_the_hidden_one_is_told(tmp_path: Path, state: str) -> None:
    """Never the hidden one in silence, though it is the first."""
    old = sheet(HEADER, row(2, TWO, "velho.pfx", "x"))
    path = workbook(tmp_path / "c.xlsx", {"Antigo": old, "Clientes": sheet(HEADER, A)}, states=[state, "visible"])

    file = read_clients(path)

    assert [client.pfx.name for client in file.clients] == ["a.pfx"]
    assert any("Antigo" in warning and "hidden" in warning for warning in file.warnings)


def test_clients_in_hidden_sheets_alone_are_refused(tmp_path: Path) -> None:
    """The person shows the sheet, if it is the one that is meant."""
    path = workbook(
        tmp_path / "c.xlsx", {"Leia": sheet(row(1, "Oi")), "Velho": sheet(HEADER, A)}, states=["visible", "hidden"]
    )

    assert "“Velho”" in refused(path)


@pytest.mark.parametrize("second", [[HEADER, row(2, TWO, "b.pfx", "y")], [row(1, TWO, "b.pfx", "y")]])
def test_clients_in_two_sheets_are_refused_by_their_names(tmp_path: Path, second: list[str]) -> None:
    """With or without a header of its own: neither is left out."""
    path = workbook(tmp_path / "c.xlsx", {"Jan": sheet(HEADER, A), "Fev": sheet(*second)})

    assert "“Jan”, “Fev”" in refused(path)


def test_the_sheet_with_the_header_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    """Instructions before it, a list beside it."""
    path = workbook(
        tmp_path / "c.xlsx",
        {"Leia-me": sheet(row(1, "Instruções")), "Clientes": sheet(HEADER, A), "Notas": sheet(row(1, TWO))},
    )

    file = read_clients(path)

    assert rows_of(file) == [2]
    assert any("“Leia-me”, “Notas”" in warning for warning in file.warnings)


@pytest.mark.parametrize("attributes", ['hidden="1"', 'hidden="true"', 'ht="0" customHeight="1"'])
def test_hidden_rows_are_neither_left_out_nor_done_in_silence(tmp_path: Path, attributes: str) -> None:
    """By a filter or by hand: the file is refused, and they are named."""
    hidden = [row(number, TWO, "b.pfx", "y", attributes=attributes) for number in (3, 5, 6)]
    path = workbook(tmp_path / "c.xlsx", sheet(HEADER, A, hidden[0], C, *hidden[1:]))

    assert "Hidden, by a filter or by hand: 3, 5–6" in refused(path)


def test_hidden_columns_are_read(tmp_path: Path) -> None:
    """A person hides the passwords from the view, not from the program."""
    path = workbook(tmp_path / "c.xlsx", sheet(HEADER, A, before='<cols><col min="3" max="3" hidden="1"/></cols>'))

    assert read_clients(path).clients[0].password == Secret("x")


@pytest.mark.parametrize("cells", ["C2:C3", "A2:A3", "D2:D4", "C2:D4"])
def test_merged_cells_over_several_clients_are_refused(tmp_path: Path, cells: str) -> None:
    """The rows below the first would go without a password, or with another answer."""
    after = f'<mergeCells><mergeCell ref="{cells}"/></mergeCells>'

    assert cells in refused(workbook(tmp_path / "c.xlsx", sheet(HEADER, A, B, C, after=after)))


def test_a_merged_title_is_no_matter(tmp_path: Path) -> None:
    """Above the header, across the columns; and cells of rows that hold nobody."""
    rows = [row(1, "Clientes"), row(2, "CNPJ", "PFX"), row(3, ONE, "a.pfx")]
    after = '<mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="A8:A20"/></mergeCells>'

    assert rows_of(read_clients(workbook(tmp_path / "c.xlsx", sheet(*rows, after=after)))) == [3]


def test_blank_rows_in_the_middle_end_nothing(tmp_path: Path) -> None:
    """Clients far below are read with their own numbers; a blank alone is no client."""
    rows = [HEADER, A, row(300, TWO, "b.pfx", "y"), row(1048576, " ")]

    assert rows_of(read_clients(workbook(tmp_path / "c.xlsx", sheet(*rows)))) == [2, 300]


def test_a_header_lower_down_is_found_and_clients_above_it_are_refused(tmp_path: Path) -> None:
    """A logo, an address and notes may stand above; a client may not, and a CNPJ there is told."""
    notes = [row(number, f"nota {number}", "x") for number in range(1, 20)]
    low = [row(30, "CNPJ", "PFX"), row(31, ONE, "a.pfx")]
    office = row(20, "Escritório", THREE)

    file = read_clients(workbook(tmp_path / "c.xlsx", sheet(*notes, office, *low)))

    assert rows_of(file) == [31]
    assert any("20" in warning for warning in file.warnings)
    above = workbook(tmp_path / "a.xlsx", sheet(*notes, row(21, TWO, "b.pfx"), *low))
    assert "Row 21" in refused(above)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("CNPJ;PFX;;CNPJ;PFX\n{0};a.pfx;;{1};b.pfx\n", "CNPJ"),
        ("CNPJ;PFX;;Obs\n{0};a.pfx;;\n;;;\n{2};c.pfx;{1};b\n", "Row 4"),
        ("CNPJ;PFX\n{0};a.pfx\n\nCNPJ;PFX\n{1};b.pfx\n", "Row 4"),
        ("CNPJ;PFX\n{0};a.pfx\nPFX;CNPJ\nb.pfx;{1}\n", "Row 4"),
        ("CNPJ;PFX\n{0};a.pfx\nTotal;1\n", "Row 3"),
        ("CNPJ;PFX;Obs\n{0};a.pfx;\n;;{1}\n", "Row 3"),
    ],
)
def test_other_tables_and_totals_are_named(tmp_path: Path, rows: str, told: str) -> None:
    """Beside the clients or below them, with or without a header of their own."""
    assert told in refused(a_csv(tmp_path, rows.format(ONE, TWO, THREE)))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_rows_end_as_any_system_ends_them(tmp_path: Path, end: str) -> None:
    """One file may have several kinds, after copying from here and there."""
    file = read_clients(a_csv(tmp_path, f"cnpj;pfx{end}{ONE};a.pfx\n{TWO};b.pfx{end}{THREE};c.pfx\r"))

    assert [client.cnpj.masked for client in file.clients] == [ONE, TWO, THREE]


@pytest.mark.parametrize("hint", ["sep=,\n", "SEP=,\r\n", "sep=,,,\r\n", "\ufeffsep=,\n"])
def test_a_line_that_names_the_separator_is_none_of_the_rows(tmp_path: Path, hint: str) -> None:
    """Excel takes it as a hint, and counts from the row below."""
    assert rows_of(read_clients(a_csv(tmp_path, f"{hint}cnpj,pfx\n{ONE},a;b.pfx\n{TWO},b.pfx\n"))) == [2, 3]


def test_a_tab_may_be_named_as_the_separator(tmp_path: Path) -> None:
    """It is a blank, and no less a separator."""
    assert rows_of(read_clients(a_csv(tmp_path, f"sep=\t\ncnpj\tpfx\n{ONE}\ta.pfx\n"))) == [2]


@pytest.mark.parametrize("mark", ['"', ":", "\n", "é"])
def test_no_hint_stops_the_reader(tmp_path: Path, mark: str) -> None:
    """What is no separator is a line above the header."""
    assert [c.cnpj.masked for c in read_clients(a_csv(tmp_path, f"sep={mark}{mark}\ncnpj;pfx\n{ONE};a.pfx\n")).clients]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_nul_is_refused_with_its_line(tmp_path: Path, encoding: str) -> None:
    """What reads a file up to it would not see the clients below."""
    path = a_csv(tmp_path, f"cnpj;pfx\n{ONE};a.pfx\n\x00{TWO};b.pfx\n".encode(encoding))

    assert "line 3" in refused(path)


@pytest.mark.parametrize("where", ["{}{}{}\x1a", "{}\x1a\n{}{}", "{}\x1a{}{}"])
def test_what_ended_files_under_dos_ends_nothing(tmp_path: Path, where: str) -> None:
    """Ctrl-Z is passed over, and the rows below are read."""
    rows = where.format(f"cnpj;pfx\n{ONE};a.pfx\n", f"{TWO};b.pfx\n", f"{THREE};c.pfx\n")

    assert [client.cnpj.masked for client in read_clients(a_csv(tmp_path, rows)).clients] == [ONE, TWO, THREE]


@pytest.mark.parametrize(
    "rows",
    [
        '{0};a.pfx;"obs\n{1};b.pfx;obs\n{2};c.pfx;obs"\n',
        '{0};a.pfx;"obs\n{1};b.pfx;"\n{2};c.pfx;\n',
        '{0};a.pfx;"obs\n1,1E+13;b.pfx;x"\n{2};c.pfx;\n',
        '{0};a.pfx;"obs\r\n{1};b.pfx;x"\r\n',
        '{0};"a.pfx;x\n{1};b.pfx";x\n{2};c.pfx;\n',
    ],
)
def test_a_quote_that_takes_in_other_rows_is_refused_with_its_row(tmp_path: Path, rows: str) -> None:
    """Well-formed as it is: clients would be part of another one's notes."""
    assert "row 2" in refused(a_csv(tmp_path, "cnpj;pfx;obs\n" + rows.format(ONE, TWO, THREE)))


def test_a_note_of_several_lines_is_a_note(tmp_path: Path) -> None:
    """With separators in it, and even with a CNPJ in its words."""
    note = f'"ligar; cobrar\nCNPJ antigo {TWO}; tel 11 98888-7777\nfim"'

    assert rows_of(read_clients(a_csv(tmp_path, f"cnpj;pfx;obs\n{ONE};a.pfx;{note}\n{THREE};c.pfx;\n"))) == [2, 3]


@pytest.mark.parametrize("column", [101, 500, 16384])
def test_what_is_beyond_a_hundred_columns_is_told(tmp_path: Path, column: int) -> None:
    """With its place, in a workbook and in a CSV; what is only formatted there is no matter."""
    place = get_column_letter(column)
    far = f'<row r="3">{text("A3", TWO)}{text("B3", "b.pfx")}<c r="{place}3"{{}}</row>'
    filled = workbook(tmp_path / "f.xlsx", sheet(HEADER, A, far.format(' t="str"><v>x</v></c>')))
    formatted = workbook(tmp_path / "e.xlsx", sheet(HEADER, A, far.format(' s="1"/>')))
    with_none = f"cnpj;pfx{';' * (column - 2)}\n{ONE};a.pfx{';' * (column - 2)}"

    assert f"{place}3" in refused(filled)
    assert rows_of(read_clients(formatted)) == [2, 3]
    assert "row 2" in refused(a_csv(tmp_path, f"{with_none}x\n"))
    assert rows_of(read_clients(a_csv(tmp_path, f"{with_none}\n"))) == [2]


def test_a_workbook_of_more_than_200_mb_unpacked_is_refused(tmp_path: Path) -> None:
    """Before any of it is unpacked: it has 200 KB on the disk."""
    path = workbook(tmp_path / "c.xlsx", sheet(HEADER, A))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/b.bin", "w") as member:
        for _piece in range(201):
            member.write(bytes(1 << 20))

    assert "200 MB" in refused(path)


def test_a_million_formatted_rows_are_passed_over(tmp_path: Path) -> None:
    """In less than 15 seconds of this process, with the last client below them."""
    formatted = "".join(
        f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(3, 1048576)
    )
    path = workbook(tmp_path / "c.xlsx", sheet(HEADER, A, formatted, row(1048576, TWO, "b.pfx", "y")))

    began = time.process_time()
    assert rows_of(read_clients(path)) == [2, 1048576]
    assert time.process_time() - began < 15


SHARED = f'<sst xmlns="{MAIN}"><si><t>{ONE}</t></si></sst>'


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
@pytest.mark.parametrize(
    "entity", ['<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">', '<!ENTITY b SYSTEM "file:///etc/hostname">']
)
def test_entities_are_refused(tmp_path: Path, part: str, entity: str) -> None:
    """No spreadsheet program writes them: they grow, or lead to other files."""
    whole = workbook(tmp_path / "w.xlsx", sheet(HEADER, A), parts={"xl/sharedStrings.xml": SHARED})
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / "c.xlsx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, f"<!DOCTYPE x [{entity}]>".encode() + data if name == part else data)

    assert "DOCTYPE" in refused(tmp_path / "c.xlsx")


def test_shared_texts_are_read_without_how_they_are_pronounced(tmp_path: Path) -> None:
    """In pieces of several formats, and with what a program had to write in another way."""
    strings = f'''<sst xmlns="{MAIN}"><si><t>{ONE}</t></si><si><r><rPr><b/></rPr><t xml:space="preserve">se </t></r>
        <r><t>nha_x005F_x0041_</t></r><rPh sb="0" eb="1"><t>dita</t></rPh><phoneticPr fontId="1"/></si></sst>'''
    cells = f'<c r="A2" t="s"><v>0</v></c>{text("B2", "a.pfx")}<c r="C2" t="s"><v>1</v></c>'
    path = workbook(
        tmp_path / "c.xlsx", sheet(HEADER, f'<row r="2">{cells}</row>'), parts={"xl/sharedStrings.xml": strings}
    )

    (client,) = read_clients(path).clients
    assert (client.cnpj.masked, client.password) == (ONE, Secret("se nha_x0041_"))


@pytest.mark.parametrize(
    "rows",
    [
        (HEADER, A, A),
        (HEADER, B, A),
        (HEADER, '<row r="2"><c r="A2" t="s"><v>7</v></c></row>'),
        (HEADER, '<row r="2"><c r="A2" t="s"><v>-1</v></c></row>'),
        (HEADER, '<row r="2"><c r="A2"><v>abc</v></c></row>'),
        (HEADER, '<row r="2"><c r="A9" t="str"><v>abc</v></c></row>'),
        (HEADER, f'<row r="2">{text("A2", ONE)}{text("A2", TWO)}</row>'),
        (HEADER, '<row r="x">'),
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused(tmp_path: Path, rows: tuple[str, ...]) -> None:
    """A row or a cell twice, texts that are not there, numbers that are none: the file and the sheet are named."""
    told = refused(workbook(tmp_path / "c.xlsx", sheet(*rows)))

    assert "c.xlsx" in told
    assert "Plan1" in told


def test_a_torn_workbook_is_told_wherever_it_was_torn(tmp_path: Path) -> None:
    """One sentence with the file's name, whatever is missing; and whatever byte was changed, no other error."""
    book = openpyxl.Workbook()
    for line in (["CNPJ", "PFX"], [ONE, "a.pfx"], [TWO, 1]):
        book.worksheets[0].append(line)
    book.save(tmp_path / "w.xlsx")
    whole = (tmp_path / "w.xlsx").read_bytes()
    torn = tmp_path / "c.xlsx"

    for length in range(4, len(whole), 61):
        torn.write_bytes(whole[:length])
        assert "c.xlsx" in refused(torn)
    for place in range(0, len(whole), 17):
        torn.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        with suppress(ClientsFileError):
            assert rows_of(read_clients(torn)) == [2, 3]


@pytest.mark.parametrize(
    "content",
    [
        f"cnpj;pfx\n{ONE};ação.pfx\n".encode("utf-16")[:-1],
        f"cnpj;pfx\n{ONE};a.pfx".encode("utf-16") + b"\x3d\xd8",
        f"cnpj;pfx\n{ONE};".encode("utf-16") + b"\x00\xdca\x00",
        f"cnpj;pfx\n{ONE};a.pfx".encode("utf-16-be").join([b"\xfe\xff", b"\xd8"]),
        f"cnpj;pfx\n{ONE};ação".encode()[:-2],
        f"\ufeffcnpj;pfx\n{ONE};a".encode() + b"\xe7",
        f"cnpj;pfx\n{ONE};ação".encode() + b" S\xe3o",
        f"cnpj;pfx\n{ONE};".encode() + b"a\x81\xe3",
    ],
)
def test_a_torn_text_is_told_with_its_line(tmp_path: Path, content: bytes) -> None:
    """Half a character, half a pair, two encodings in one file: no letter is guessed."""
    assert "line 2" in refused(a_csv(tmp_path, content))
