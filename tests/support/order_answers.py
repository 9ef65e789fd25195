"""What tests ask of any workspace about its orders, in either language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from pipeline.cli.order_text import order_text
from pipeline.documents.localize import Localizer
from pipeline.documents.order.order_document import order_document
from pipeline.documents.orders_list_document import ListingFilter
from pipeline.queries.orders.check_pick_list import check_pick_list
from pipeline.queries.orders.find_order import find_order
from pipeline.queries.orders.list_orders import list_orders
from pipeline.queries.orders.load_history import load_history
from pipeline.queries.orders.pick_list import read_pick_list
from pipeline.store.store import open_reader
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

SOON = pd.Timestamp("2026-10-07T00:00:00Z")


class ShownOrder(NamedTuple):
    """The document of an order, and its text."""

    document: dict
    text: str


def settings_of(folder, language="en"):
    workspace = Workspace.find(Path(folder))
    return workspace, replace(Settings.read(workspace.settings_file), language=language)


def show_order(folder, wanted, language="en"):
    """An order as `orders show` has it."""
    workspace, settings = settings_of(folder, language)
    with open_reader(workspace, settings) as store:
        document = order_document(load_history(store, find_order(store, wanted)), settings)
    return ShownOrder(document, order_text(document, Localizer.of(settings)))


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


def answer_codes(answers):
    """The code of each line of a pick list."""
    return [answer["code"] for answer in answers]


def orders_list(folder, language="en", **wanted):
    """The document of the orders that are wanted."""
    workspace, settings = settings_of(folder, language)
    with open_reader(workspace, settings) as store:
        return list_orders(store, settings, ListingFilter(**wanted))


def order_numbers(document):
    """The orders of a list, by their last digits."""
    return [int(order["order_id"][-7:]) for order in document["orders"]]
