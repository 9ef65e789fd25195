"""Frames as the flat files that they are published as."""

from reports import flat_file_writer
from tests.support.read_feeds import TOKYO


def rendered_text(columns, frame, **options):
    return flat_file_writer.render(columns, frame, encoding="utf-8", zone=TOKYO, **options).data.decode()


def rendered_cells(columns, frame):
    """The cells of every line, the heading first."""
    *lines, rest = rendered_text(columns, frame).split("\r\n")
    assert rest == ""
    return [line.split("\t") for line in lines]
