"""Histories of the reference model as files in the inbox of a workspace, and the runs over them."""

from itertools import groupby

from schemas.formats.feed_formats import BY_NAME
from tests.support.feed_forms import flat_file, xml_feed, xml_payload


def play_run(workspace, run):
    """Drop the feeds of a run and make it; its run.json."""
    for file in run.files:
        workspace.put(file.name, feed_bytes(file), file.received.isoformat())
    return workspace.run(run.as_of.isoformat()).document


def feed_bytes(file):
    """A feed as it is dropped: a file named .xml has a message a record, any other a line a row."""
    table = BY_NAME[file.table]
    if not file.name.endswith(".xml"):
        blank = dict.fromkeys(table.names, "")
        return flat_file([blank | row for row in file.rows]).encode()
    pairs = zip(file.records, file.rows, strict=True)
    records = [[row for _, row in some] for _, some in groupby(pairs, key=lambda pair: pair[0])]
    return xml_feed(table.message, [xml_payload(table, *rows) for rows in records]).encode()
