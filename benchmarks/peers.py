"""Peers of reading and writing: the same files, no checks, nothing kept. As a program: one, for `measure.task`."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
from lxml import etree
from pyarrow import csv

from benchmarks import measure
from schemas.columns import Column, Kind
from schemas.formats.order_feed import ORDERS

TYPES = {
    Kind.COUNT: pa.int64(),
    Kind.YEN: pa.int64(),
    Kind.MOMENT: pa.timestamp("us", tz="UTC"),
    Kind.DAY_OR_MOMENT: pa.timestamp("us", tz="UTC"),
}
BLOCK = 1 << 24
OTHER = {"payment-deadline": pa.date32()}


def typed_options() -> tuple[Any, Any, Any]:
    """How pyarrow.csv reads an order feed with a type for each column; an empty number or instant is null."""
    types = {column.name: TYPES.get(column.kind, pa.string()) for column in ORDERS.columns} | OTHER
    return (
        csv.ReadOptions(),
        csv.ParseOptions(delimiter="\t", quote_char=False),
        csv.ConvertOptions(column_types=types, strings_can_be_null=False),
    )


def arrow(path: Path) -> int:
    """Read an order feed as typed columns, block by block; the number of rows."""
    return sum(len(block) for block in csv.open_csv(path, *typed_options()))


def decode(path: Path) -> int:
    """Turn CP932 into text, block by block; the number of letters."""
    decoder, letters = codecs.getincrementaldecoder("cp932")("strict"), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            letters += len(decoder.decode(block))
    return letters


def iterparse(path: Path) -> int:
    """Build every message of a stream and drop it; the number of messages."""
    messages = 0
    for _, message in etree.iterparse(path, tag="Message"):
        message.clear()
        while message.getprevious() is not None:
            del message.getparent()[0]
        messages += 1
    return messages


def read_flat(path: Path, columns: Sequence[Column]) -> pa.Table:
    """A flat file of ours with a type for each column; an empty number or instant is null."""
    types = {column.name: TYPES.get(column.kind, pa.string()) for column in columns}
    parse = csv.ParseOptions(delimiter="\t", quote_char=False)
    return csv.read_csv(path, parse_options=parse, convert_options=csv.ConvertOptions(column_types=types))


def write_flat(path: Path, table: pa.Table) -> None:
    """A table as a flat file, each type in pyarrow's own words."""
    csv.write_csv(table, path, csv.WriteOptions(delimiter="\t", quoting_style="none"))


TASKS = {"arrow": arrow, "decode": decode, "iterparse": iterparse}

if __name__ == "__main__":
    measure.timed(partial(TASKS[sys.argv[1]], Path(sys.argv[2])))
