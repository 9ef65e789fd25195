"""The commands about orders. Heavy modules load inside commands."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import console
from pipeline.cli.options import common_options, workspace_option
from schemas.statuses import STATUS_TEXT

if TYPE_CHECKING:
    import pandas as pd


@click.group()
def orders() -> None:
    """List orders, show one order, or check a pick list.

    Answers come from the last published run; while a run is in progress, from the run before it.
    """


@orders.command("list")
@workspace_option
@click.option("--status", type=click.Choice(STATUS_TEXT, case_sensitive=False), help="Only orders with this status.")
@click.option("--sku", default="", help="Only orders with an item of this SKU.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Show at most N orders, most urgent first.")
@click.option("--all", "closed", is_flag=True, help="Include shipped and canceled orders.")
@common_options
def list_orders(
    folder: Path, status: str | None, sku: str, limit: int | None, closed: bool, as_json: bool, debug: bool
) -> None:
    """List the open orders, the most urgent promise first.

    One line per order: items and units still open, promised ship date, days left, and what needs attention. Do not ship
    Pending orders. No buyer data is shown.
    """
    with console.exit_on_error(debug):
        from pipeline.cli.open_store import open_for_reading
        from pipeline.cli.orders_list_text import orders_list_summary_text, orders_list_text
        from pipeline.documents.localize import Localizer
        from pipeline.documents.orders_list_document import ListingFilter
        from pipeline.queries.orders.list_orders import list_orders

        with open_for_reading(folder) as store:
            settings = store.settings
            listing_filter = ListingFilter(status or "", sku, limit or 0, closed)
            document = list_orders(store, settings, listing_filter)
        if as_json:
            console.print_document(document)
            return
        localizer = Localizer.of(settings)
        console.print_output(orders_list_text(document, localizer, color=_color()))
        console.print_message(orders_list_summary_text(document, localizer))


@orders.command()
@click.argument("order", metavar="ORDER-ID")
@workspace_option
@common_options
def show(order: str, folder: Path, as_json: bool, debug: bool) -> None:
    """Show everything that happened to an order, and what happens next.

    ORDER-ID may be the whole id, its last 7 digits, or the tracking number of a shipment. Buyer and address are shown
    only while you may act on the order, never for a Pending or Canceled order.
    """
    with console.exit_on_error(debug):
        from pipeline.cli.open_store import open_for_reading
        from pipeline.cli.order_text import order_text
        from pipeline.documents.localize import Localizer
        from pipeline.documents.order.order_document import order_document
        from pipeline.queries.orders.find_order import find_order
        from pipeline.queries.orders.load_history import load_history

        with open_for_reading(folder) as store:
            settings = store.settings
            document = order_document(load_history(store, find_order(store, order)), settings)
        if as_json:
            console.print_document(document)
        else:
            console.print_output(order_text(document, Localizer.of(settings)))


@orders.command()
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@workspace_option
@common_options
def check(file: Path, folder: Path, as_json: bool, debug: bool) -> None:
    """Say for each line of a pick list whether it may ship.

    FILE is a text file with a column order-id, amazon-order-id or 注文番号, separated by tabs, commas or semicolons. If
    it also has columns order-item-id (注文商品番号) and quantity (quantity-to-ship, 出荷数, 数量, 個数), they are used.

    Exit code 0: every line may ship. 3: at least one line may not.
    """
    with console.exit_on_error(debug):
        from pipeline.cli.open_store import open_for_reading
        from pipeline.cli.ship_check_text import ship_check_summary_text, ship_check_text
        from pipeline.documents.localize import Localizer
        from pipeline.queries.orders.check_pick_list import check_pick_list
        from pipeline.queries.orders.pick_list import read_pick_list

        picks = read_pick_list(file)
        with open_for_reading(folder) as store:
            settings = store.settings
            document = check_pick_list(store, settings, picks, _now())
        localizer = Localizer.of(settings)
        console.print_document(document) if as_json else console.print_output(ship_check_text(document, localizer))
        console.print_message(ship_check_summary_text(document, localizer))
        console.exit_with(document["exit_code"])


def _now() -> pd.Timestamp:
    import pandas as pd

    return pd.Timestamp(datetime.now(UTC)).as_unit("us")


def _color() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
