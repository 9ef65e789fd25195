"""Frames and parts of reports as the flat files that they are published as."""

import tempfile
from pathlib import Path

import pandas as pd

from reports import flat_file_writer
from tests.support.read_feeds import TOKYO


def rendered_text(columns, frame, **options):
    return flat_file_writer.render(columns, frame, encoding="utf-8", zone=TOKYO, **options).data.decode()


def rendered_cells(columns, frame):
    """The cells of every line, the heading first."""
    return _cells(rendered_text(columns, frame))


def written_parts(columns, parts, encoding="utf-8"):
    """The bytes of the report that these parts make, and what is said of the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "report.tsv")
        written = flat_file_writer.write_parts(path, columns, parts, encoding=encoding)
        return path.read_bytes(), written


def part_text(table, *parts):
    return written_parts(table.columns, parts)[0].decode()


def part_cells(table, *parts):
    """The cells of every line, the heading first."""
    return _cells(part_text(table, *parts))


def part_rows(table, *parts):
    """The rows of a report, as text by column."""
    heading, *rows = part_cells(table, *parts)
    return pd.DataFrame(rows, columns=heading, dtype="str")


def _cells(text):
    *lines, rest = text.split("\r\n")
    assert rest == ""
    return [line.split("\t") for line in lines]
