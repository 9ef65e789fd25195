"""Feeds of several sellers on their way into the inboxes of several workspaces.

An XML feed belongs to its MerchantIdentifier as a whole, a flat file row by row to its column seller-id. What nobody
here sells is put aside under ROOT/unrouted, with the code that says why.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from feeds import split_by_seller
from feeds.problems import RefusedError
from pipeline import files
from pipeline.documents.json_version import JSON_VERSION
from pipeline.errors import FailureError, UsageError
from pipeline.inbox.copying import CHUNK_BYTES, FileCopy, expand_gzip, is_compressed
from pipeline.inbox.delivery import Delivery
from pipeline.inbox.entries import TEMPORARY, identity_of, printable_name
from pipeline.operations.seller_inboxes import inbox_of_each_seller
from pipeline.workspace.settings import InboxSettings
from schemas import codes
from schemas.wording import messages_en
from schemas.wording.foreign_files import UNKNOWN

UNROUTED = "unrouted"
STAGING_PREFIX = ".route-"
"""How the name of the folder begins in which a feed is expanded; hidden, so that no workspace is looked for in it."""
NEEDS_YOU = 3


@dataclass(frozen=True, slots=True)
class RoutedPart:
    """Where a part of a feed goes: a folder, the seller there, or the code of why there is none; records if known.

    what: what the file is, where it is no feed at all.
    """

    folder: Path
    seller: str
    code: int
    records: int | None
    what: str = ""


@dataclass(frozen=True, slots=True)
class _Ownership:
    """Whose a feed is: its sellers, or the code of why nobody can tell, and what the file is if it is no feed."""

    feed: split_by_seller.SellerSplit | None
    code: int = 0
    what: str = ""


def route_feeds(files: Sequence[Path], root: Path) -> dict[str, Any]:
    """Put every file, or its rows, into the inbox of its seller; returns what went where, and the exit code.

    The files stay. Raises UsageError when two workspaces have one seller, ROOT is a workspace itself or a file has a
    temporary name.
    """
    inboxes = inbox_of_each_seller(root)
    for file in files:
        if TEMPORARY.fullmatch(printable_name(file)):
            raise UsageError(
                f"{printable_name(file)} has the name of an unfinished file, which no run reads",
                "rename it when it is complete",
            )
    routed = [entry for file in files for entry in _route_one(file, inboxes, root)]
    needs_you = any(entry["code"] for entry in routed)
    return {"version": JSON_VERSION, "root": str(root), "routed": routed, "exit_code": NEEDS_YOU if needs_you else 0}


def _route_one(file: Path, inboxes: dict[str, Path], root: Path) -> list[dict[str, Any]]:
    """One feed: where its parts went. What lies aside already and still belongs to nobody stays there."""
    before = file.stat()
    aside = root.absolute() / UNROUTED
    with tempfile.TemporaryDirectory(prefix=STAGING_PREFIX, dir=root) as staging:
        owners = _owners(file, Path(staging) / "content")
        if owners.feed is None:
            parts = [RoutedPart(aside, "", owners.code, None, owners.what)]
            part_of: list[int] = []
        else:
            parts, part_of = _parts(owners.feed, inboxes, aside)
        if len(parts) > 1 and owners.feed:
            paths = _deliver(file, before, parts, split_by_seller.split_blocks(owners.feed, part_of, len(parts)))
        elif parts[0].code and file.absolute().parent == aside:
            paths = [file]
        else:
            paths = _deliver(file, before, parts, _unsplit(file))
    return [_part_entry(file, path, part) for path, part in zip(paths, parts, strict=True)]


def _owners(file: Path, expanded: Path) -> _Ownership:
    """Whose the feed is. A compressed file is expanded first."""
    content = file
    if is_compressed(file):
        copied = expand_gzip(FileCopy(file, "", file.stat().st_size), expanded, InboxSettings().max_bytes)
        if copied.refusal_code:
            return _Ownership(None, copied.refusal_code, copied.foreign_kind)
        content = copied.path
    try:
        return _Ownership(split_by_seller.find_sellers(content))
    except RefusedError as refused:
        code, value = refused.problems[["code", "value"]].iloc[0]
        return _Ownership(None, int(code), value if value in messages_en.NON_FEED_FILES.keys() - UNKNOWN else "")


def _parts(
    feed: split_by_seller.SellerSplit, inboxes: dict[str, Path], aside: Path
) -> tuple[list[RoutedPart], list[int]]:
    """The parts of a feed, one for each seller here and a last one for everybody else, and the part of each seller."""
    here = [seller for seller in feed.sellers if seller in inboxes]
    position = {seller: number for number, seller in enumerate(here)}
    part_of = [position.get(seller, len(here)) for seller in feed.sellers]
    counts = _record_counts(feed, part_of, len(here) + 1)
    parts = [RoutedPart(inboxes[seller], seller, 0, counts[position[seller]]) for seller in here]
    if len(here) < max(len(feed.sellers), 1):
        parts.append(RoutedPart(aside, "", codes.WRONG_SELLER, counts[-1]))
    return parts, part_of


def _record_counts(feed: split_by_seller.SellerSplit, part_of: list[int], parts: int) -> list[int] | list[None]:
    """The number of records of each part; unknown where those of the sellers are not told apart."""
    of_sellers = feed.record_counts()
    if of_sellers is None:
        return [None] * parts
    # Several sellers may share the last part, so their records are added up there.
    of_parts = np.zeros(parts, np.int64)
    np.add.at(of_parts, part_of, of_sellers)
    return of_parts.tolist()


def _unsplit(file: Path) -> Iterator[list[bytes]]:
    """A file as the pieces of its one part."""
    with file.open("rb") as source:
        while piece := source.read(CHUNK_BYTES):
            yield [piece]


def _deliver(file: Path, before: os.stat_result, parts: list[RoutedPart], blocks: Iterator[list[bytes]]) -> list[Path]:
    """Write every part, and when all are whole put each in its place; on any failure none is left behind."""
    name = file.name.removesuffix(".gz") if len(parts) > 1 else file.name
    with ExitStack() as giving_up:
        deliveries = [_begin_delivery(part, name) for part in parts]
        for delivery in deliveries:
            giving_up.callback(delivery.give_up)
        for block in blocks:
            for delivery, piece in zip(deliveries, block, strict=True):
                delivery.file.write(piece)
        if identity_of(file.stat()) != identity_of(before):
            raise FailureError(
                f"{printable_name(file)} changed while it was read", "route it again when it is complete"
            )
        return [delivery.arrive(before.st_mtime_ns) for delivery in deliveries]


def _begin_delivery(part: RoutedPart, name: str) -> Delivery:
    if part.code:
        files.make_folder(part.folder)
    return Delivery.begin(part.folder, name)


def _part_entry(file: Path, path: Path, part: RoutedPart) -> dict[str, Any]:
    """The entry of a part in the document."""
    return {
        "file": printable_name(file),
        "to": str(path.parent / printable_name(path)),
        "seller": part.seller or None,
        "records": part.records,
        "code": part.code or None,
        "what": part.what or None,
    }
