"""The committed feeds of the demo, read without the product."""

import csv
import io
import tomllib

from lxml import etree

from tests.samples import demo_folder
from tests.support.paths import DEMO

BY_PATH = {feed.path: feed for feed in demo_folder.FEEDS}


def committed_feeds():
    return {path.relative_to(DEMO).as_posix(): path.read_bytes() for path in sorted(DEMO.glob("2*/*"))}


def feed_text(path):
    return (DEMO / path).read_bytes().decode(BY_PATH[path].encoding).removeprefix("\ufeff")


def feed_rows(path):
    lines = csv.reader(io.StringIO(feed_text(path), newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    table = [line for line in lines if not line[0].startswith(("TemplateType=", "注文番号"))]
    return [dict(zip(table[0], line, strict=True)) for line in table[1:]]


def feed_messages(path):
    return [message[-1] for message in etree.fromstring((DEMO / path).read_bytes()).iter("Message")]


def demo_runs():
    return {run["name"]: run for run in tomllib.loads((DEMO / "runs.toml").read_text("utf-8"))["run"]}


def feed_files(run):
    return [feed["file"] for feed in run.get("feed", [])]
