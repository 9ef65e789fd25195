"""What tests ask of any workspace about its orders, in either language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from pipeline.cli.order_text import order_text
from pipeline.documents.localize import Localizer
from pipeline.documents.order.order_document import order_document
from pipeline.queries.orders.check_pick_list import check_pick_list
from pipeline.queries.orders.find_order import find_order
from pipeline.queries.orders.load_history import load_history
from pipeline.queries.orders.pick_list import read_pick_list
from pipeline.store.store import open_reader
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

SOON = pd.Timestamp("2026-10-07T00:00:00Z")


def settings_of(folder, language="en"):
    workspace = Workspace.find(Path(folder))
    return workspace, replace(Settings.read(workspace.settings_file), language=language)


def show_order(folder, wanted, language="en"):
    """The document of an order, and its text."""
    workspace, settings = settings_of(folder, language)
    with open_reader(workspace, settings) as store:
        found = order_document(load_history(store, find_order(store, wanted)), settings)
    return found, order_text(found, Localizer.of(settings))


def pick_list_document(folder, content, now=SOON, language="en"):
    """The document of the answers to a pick list."""
    path = Path(folder) / "pick.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    workspace, settings = settings_of(folder, language)
    with open_reader(workspace, settings) as store:
        return check_pick_list(store, settings, read_pick_list(path), now)


def pick_list_answers(folder, content, now=SOON, language="en"):
    """The answers to a pick list, a dict a line."""
    return pick_list_document(folder, content, now, language)["lines"]
