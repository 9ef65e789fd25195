"""Odd files in the inbox of a workspace that knows a few orders, and what the real command makes of them."""

import gzip
import hashlib
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner
from lxml import etree

from pipeline.cli.main import main
from pipeline.inbox.entries import printable_name, safe_name
from tests.samples import known_orders
from tests.samples.odd_folder import PLACES, TOO_LARGE
from tests.samples.odd_records import SECRETS, OwnOrders
from tests.support.paths import ODD, ROOT
from tests.support.seller_workspace import SellerWorkspace

SETTINGS = '[seller]\nid = "M_SAMPLE_0001"\n[inbox]\nsettle_seconds = 0\n'
FIRST, EVENING, NIGHT = "2026-10-05T23:30:00+09:00", "2026-10-06T19:00:00+09:00", "2026-10-06T23:30:00+09:00"
MOST_CPU_SECONDS, HANGS_AFTER_SECONDS = 30, 300
HOLD_BUYERS = {"orders.tsv", "unshipped-orders.tsv"}
SOUND = b"order-id\tpayment-status\r\n"


class FileResult(NamedTuple):
    """What became of one file, in the words of the table."""

    outcome: str
    records: dict
    codes: dict
    orders: dict
    left: str


@dataclass
class OddRun:
    """One run over some odd files."""

    root: Path
    exit_code: int
    memory: int
    output: str
    document: dict
    statuses: dict
    refused: dict
    contents: dict = field(default_factory=dict)


def run_odd_files(folder, rows):
    """Drop the files of these rows into a fresh workspace and run the command in a process of its own."""
    workspace = SellerWorkspace(folder / "shop", SETTINGS)
    for name, text in known_orders.feeds([row.name for row in rows]).items():
        workspace.put(name, text.encode())
    assert workspace.run(FIRST).exit_code == 0
    contents = {name: content for row in rows for name, content in _drop_file(workspace.root / "inbox", row)}
    code, memory, output = _command(folder, "run", "-w", str(workspace.root), "--as-of", NIGHT)
    outputs = [_command_output(workspace.root, *words) for words in (["orders", "list", "--all"], ["rejects", "list"])]
    orders, rejects = (json.loads(text) for text in outputs)
    return OddRun(
        root=workspace.root,
        exit_code=code,
        memory=memory,
        output="\n".join([output, *outputs]),
        document=json.loads((workspace.root / "reports/latest/run.json").read_bytes()),
        statuses={order["order_id"]: order["status"] for order in orders["orders"]},
        refused=_rejected_records(rejects["rejects"]),
        contents=contents,
    )


def _drop_file(inbox, row):
    """Put what a row tells of into the inbox; returns the names and bytes of its files."""
    path = inbox / os.fsdecode(row.entry)
    if row.kind:
        return _no_file(path, row.kind)
    large_files = {odd.name: odd for odd in TOO_LARGE}
    content = large_files[row.name].content() if row.name in large_files else (ODD / PLACES[row.name]).read_bytes()
    files = [(path, content)]
    if row.twin:
        files.append((inbox / row.twin, gzip.compress(content, mtime=0) if row.twin.endswith(".gz") else content))
    for place, data in files:
        place.write_bytes(data)
        if row.modified != "now":
            os.utime(place, (datetime.fromisoformat(row.modified or EVENING).timestamp(),) * 2)
    return [(printable_name(place), data) for place, data in files]


def _no_file(path, kind):
    elsewhere = path.parent.parent / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
        return []
    where = path / "feed.tsv" if kind == "folder" else elsewhere / path.name
    where.parent.mkdir(exist_ok=True)
    where.write_bytes(SOUND)
    if kind == "link":
        path.symlink_to(where)
    return []


def _command(folder, *words):
    """Exit code, peak memory in bytes and all output of a command; one that works too long or hangs is killed."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", *words],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
        )
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
        memory, ends = 0, time.monotonic() + HANGS_AFTER_SECONDS
        while process.poll() is None:
            memory = max(memory, _peak(process.pid))
            if time.monotonic() > ends:
                process.kill()
            time.sleep(0.02)
    return process.returncode, memory, (folder / "output").read_text("utf-8", "replace")


def _peak(pid):
    """The peak memory of a process so far; that of wait4 may be its parent's, which it was forked from."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
    except OSError:
        return 0
    return sum(int(kilobytes) * 1024 for kilobytes in re.findall(r"VmHWM:\s+(\d+) kB", status))


def _command_output(root, *words):
    ended = CliRunner().invoke(main, [*words, "-w", str(root), "--json"])
    assert ended.exit_code == 0, ended.output
    return ended.output


def _rejected_records(rejects):
    """The refused records of run 2 by feed."""
    records = {}
    for reject in rejects:
        if reject["run"] == 2:
            records.setdefault(reject["feed"], set()).add(reject["record"])
    return records


def file_result(odd_run, row):
    """What became of the file of a row."""
    name = printable_name(odd_run.root / "inbox" / os.fsdecode(row.entry))
    left = next((entry["reason"] for entry in odd_run.document["left"] if entry["name"] == name), "")
    feeds = {feed["name"]: feed for feed in odd_run.document["feeds"]}
    middle = f"{OwnOrders(row.name).number:07}"
    now = {int(order[-7:]): status for order, status in odd_run.statuses.items() if order[4:11] == middle}
    orders = {
        number: status for number, status in sorted(now.items()) if known_orders.KNOWN_STATUS.get(number) != status
    }
    lost = {number: "" for number in known_orders.KNOWN_STATUS if number not in now}
    if name not in feeds:
        return FileResult("ignored" if left else "lost", {}, {}, orders | lost, left)
    feed = feeds[name]
    counts = {
        outcome: feed[outcome] for outcome in ("accepted", "warning", "unchanged", "held", "rejected") if feed[outcome]
    }
    assert sum(counts.values()) == feed["records"]
    twin = feeds[row.twin]["status"] if row.twin else feed["status"]
    return FileResult(_outcome(feed, twin), counts, _codes(odd_run.root, feed), orders | lost, left)


def _outcome(feed, status):
    if status == "duplicate":
        return "duplicate"
    if status == "refused":
        return "file refused"
    return "record refused" if feed["rejected"] else "held" if feed["held"] else "accepted"


def _codes(root, feed):
    """The codes of every record that the answer to a feed tells something of."""
    [answer] = (root / "reports/latest/processing").glob(f"{_pattern(feed)}.report.*")
    pairs = _codes_of_xml(answer) if answer.suffix == ".xml" else _codes_of_text(answer)
    codes_of = {}
    for record, code in pairs:
        codes_of.setdefault(record, []).append(code)
    assert Counter(code for _, code in pairs) == {code["code"]: code["count"] for code in feed["codes"]}
    return {record: sorted(set(codes)) for record, codes in sorted(codes_of.items())}


def _pattern(feed):
    return "".join(f"[{letter}]" if letter in "[*?" else letter for letter in safe_name(feed["name"], feed["sha256"]))


def _codes_of_text(answer):
    lines = [line.split("\t") for line in answer.read_text("utf-8-sig").splitlines()]
    starts = [place for place, line in enumerate(lines) if line[0] == "original-record-number"]
    if not starts:
        return []
    names = lines[starts[0]]
    rows = [dict(zip(names, line, strict=True)) for line in lines[starts[0] + 1 :]]
    return [(int(row["original-record-number"]), int(row["error-code"])) for row in rows]


def _codes_of_xml(answer):
    results = etree.fromstring(answer.read_bytes()).iter("Result")
    return [(int(result.findtext("MessageID")), int(result.findtext("ResultMessageCode"))) for result in results]


def differences(odd_run, row):
    """Where what became of a file is not what the table says, a line each."""
    actual = file_result(odd_run, row)
    wanted = FileResult(row.outcome, row.records, row.codes, row.orders, row.left)
    lines = [
        f"{row.name}: {name} {want!r} and not {have!r}"
        for name, want, have in zip(FileResult._fields, wanted, actual, strict=True)
        if want != have
    ]
    name = printable_name(odd_run.root / "inbox" / os.fsdecode(row.entry))
    refused = {number for number, codes in row.codes.items() if number and actual.records.get("rejected")}
    refused = {0} if actual.outcome == "file refused" else refused & odd_run.refused.get(name, set())
    if len(refused) != (1 if actual.outcome == "file refused" else actual.records.get("rejected", 0)):
        lines.append(f"{row.name}: {refused} are in the list of rejects")
    return lines


def lost_files(odd_run):
    """Names of dropped files whose bytes are neither in the archive nor in the inbox."""
    paths = [path for place in ("archive", "inbox") for path in (odd_run.root / place).rglob("*")]
    hashes = {_hash(path.read_bytes()) for path in paths if path.is_file()}
    return [name for name, content in odd_run.contents.items() if _hash(content) not in hashes]


def _hash(content):
    return hashlib.sha256(content).hexdigest()


def leaked_secrets(odd_run):
    """Every place beside orders, archive and rejects in which something of a buyer stands."""
    run = odd_run.root / "reports" / "2026-10-06"
    files = [path for path in run.rglob("*") if path.is_file() and path.name not in HOLD_BUYERS]
    texts = {str(path.relative_to(run)): path.read_text("utf-8", "replace") for path in files}
    return [
        (place, secret)
        for place, text in {"output": odd_run.output, **texts}.items()
        for secret in SECRETS
        if secret in text
    ]
