"""The committed feeds of the demo, read without the product."""

import csv
import io
import tomllib
from pathlib import Path

from lxml import etree

from sample_data import build

FOLDER = Path(build.__file__).parent
BY_PATH = {feed.path: feed for feed in build.FEEDS}


def committed():
    return {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in sorted(FOLDER.glob("R*/*"))}


def text(path):
    return (FOLDER / path).read_bytes().decode(BY_PATH[path].encoding).removeprefix("\ufeff")


def rows(path):
    lines = csv.reader(io.StringIO(text(path), newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    table = [line for line in lines if not line[0].startswith(("TemplateType=", "注文番号"))]
    return [dict(zip(table[0], line, strict=True)) for line in table[1:]]


def messages(path):
    return [message[-1] for message in etree.fromstring((FOLDER / path).read_bytes()).iter("Message")]


def runs():
    return {run["name"]: run for run in tomllib.loads((FOLDER / "runs.toml").read_text("utf-8"))["run"]}


def files(run):
    return [feed["file"] for feed in run.get("feed", [])]
