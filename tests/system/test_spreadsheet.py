"""A report opened in a spreadsheet program is what was published."""

import csv
import re
import subprocess
import sysconfig
import zipfile
from pathlib import Path

import pytest
from lxml import etree

pytestmark = pytest.mark.system

MAIN = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
ORDER_ID = re.compile(r"\d{3}-\d{7}-\d{7}")
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def report_cells(report):
    """Every cell that holds something, by column letters and row number as a spreadsheet names it."""
    with report.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {
        f"{column_letters(at)}{line}": value
        for line, row in enumerate(rows, 1)
        for at, value in enumerate(row)
        if value
    }


def column_letters(at):
    before, last = divmod(at, 26)
    return (column_letters(before - 1) if before else "") + chr(ord("A") + last)


def saved_workbook(report, folder):
    """The report as LibreOffice reads it: tab separated, no quotes, UTF-8, every column as text; saved as .xlsx."""
    columns = len(report.read_text("utf-8-sig").splitlines()[0].split("\t"))
    as_text = "/".join(f"{column}/2" for column in range(1, columns + 1))
    program = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    how = [f"--infilter=Text - txt - csv (StarCalc):9,,76,1,{as_text}", "--convert-to", "xlsx", "--outdir", folder]
    subprocess.run([*program, *how, report], check=True, timeout=120)
    return workbook_cells(folder / report.with_suffix(".xlsx").name)


def workbook_cells(workbook):
    """Every text cell of the only sheet; a number, a date or a formula is none."""
    with zipfile.ZipFile(workbook) as parts:
        sheet = etree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
        texts = etree.fromstring(parts.read("xl/sharedStrings.xml")).findall("x:si", MAIN)
    words = ["".join(text.itertext()) for text in texts]
    filled = sheet.iterfind(".//x:c[@t='s']", MAIN)
    return {cell.get("r"): words[int(cell.findtext("x:v", namespaces=MAIN))] for cell in filled}


def test_ids_and_japanese_names_pass_through_a_spreadsheet(tmp_path):
    ordermill = Path(sysconfig.get_path("scripts"), "ordermill")
    subprocess.run([ordermill, "demo", tmp_path / "books"], check=True, timeout=300)
    report = tmp_path / "books" / "reports" / "latest" / "unshipped-orders.tsv"
    expected = report_cells(report)

    assert any(ORDER_ID.fullmatch(value) for value in expected.values())
    assert any(JAPANESE.search(value) for value in expected.values())
    assert saved_workbook(report, tmp_path) == expected
