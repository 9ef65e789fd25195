"""Step 1, rows of one SKU beside items of one SKU: which row means which item. Order process, 1.8.6 to 1.8.8.

What the rows of one feed say of a SKU of an order is a group. A step matches rows with items where nothing else is
possible, and takes them out of the group; the next step looks at what is left.

Two items of 2 and 3 units, and two rows: 3 units canceled, 2 units that are alive.

>>> rows = pd.DataFrame({"group": 0, "row": [0, 1], "quantity": [3, 2], "says": [SAYS_CANCELED, SAYS_NOTHING]})
>>> items = pd.DataFrame({"group": 0, "item": [7, 8], "ordered": [2, 3], "live": [2, 3], "state": SAYS_NOTHING})
>>> group = Matching(rows.assign(moves=rows["says"] > 0), items.assign(open=items["live"], like=[0, 1]))
>>> match(group)
>>> group.pairs()[["row", "item"]].values.tolist(), group.unclear["row"].tolist()
([[0, 8], [1, 7]], [])
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pandas as pd

SAYS_NOTHING, SAYS_SHIPPED, SAYS_CANCELED = 0, 1, 2
"""What a row says of its item, and how an item stands: neither shipped nor canceled, or wholly one of the two."""
_CLASS = ["group", "quantity"]
_PAIR = ["group", "row", "item"]
_NO_PAIRS = pd.DataFrame(dict.fromkeys(_PAIR, pd.Series(dtype="int64")))


@dataclass(slots=True)
class Matching:
    """The rows and items that are not matched yet, and what came of the others; all columns are whole numbers.

    rows: group, row, quantity (-1: not said), says, moves (it would move its item), in their order. items: group, item,
    ordered, live (ordered less canceled), state, open (units), like (the same for items that are alike), by item.
    matched: frames of pairs (group, row, item). unclear: rows (group, row) of which nobody can tell the item;
    candidates: the items (group, item) that these may mean. undecided: groups in which nothing moves because of that.
    """

    rows: pd.DataFrame
    items: pd.DataFrame
    matched: list[pd.DataFrame] = field(default_factory=list)
    unclear: pd.DataFrame = field(default_factory=partial(_NO_PAIRS.drop, columns="item"))
    candidates: pd.DataFrame = field(default_factory=partial(_NO_PAIRS.drop, columns="row"))
    undecided: np.ndarray = field(default_factory=partial(np.empty, 0, np.int64))

    def pairs(self) -> pd.DataFrame:
        """The rows with the items that they mean: group, row, item."""
        return pd.concat([_NO_PAIRS, *(part[_PAIR] for part in self.matched)], ignore_index=True)

    def warn(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Nobody can tell which of the items left in their group these rows mean; returns the items."""
        items = self.items[self.items["group"].isin(rows["group"])]
        self.unclear = pd.concat([self.unclear, rows[["group", "row"]]], ignore_index=True)
        self.candidates = pd.concat([self.candidates, items[["group", "item"]]], ignore_index=True)
        return items

    def pair_up(self, rows: pd.DataFrame, items: pd.DataFrame, on: list[str]) -> None:
        """The first of these rows means the first of these items, and so on; they are matched by these columns."""
        ranked = [frame.assign(rank=frame.groupby(on, dropna=False).cumcount()) for frame in (rows, items)]
        columns = [*on, "rank"]
        pairs = ranked[0][["row", *columns]].merge(
            ranked[1][["item", *columns]], how="inner", on=columns, validate="one_to_one"
        )
        self.take_out(pairs)

    def take_out(self, pairs: pd.DataFrame) -> None:
        """These rows mean these items: (group, row, item)."""
        self.matched.append(pairs)
        self.rows = self.rows[~self.rows["row"].isin(pairs["row"])]
        taken = pd.MultiIndex.from_frame(pairs[["group", "item"]])
        self.items = self.items[~pd.MultiIndex.from_frame(self.items[["group", "item"]]).isin(taken)]


def match(left: Matching) -> None:
    """Match all that can be matched."""
    _match_sums(left)
    _match_quantities(left)
    _match_statuses(left)
    # What has nothing open cannot move any more: of it nothing needs to be known.
    left.items = left.items[left.items["open"] > 0]
    _match_uniform_rest(left)
    _match_alike_rest(left)
    _give_up_the_rest(left)


def _match_sums(left: Matching) -> None:
    """A single row with the units of all items means them all."""
    row_count = left.rows.groupby("group", dropna=False)["row"].transform("size")
    rows = left.rows[(row_count == 1) & (left.rows["quantity"] > 0)]
    sums = left.items.groupby("group", dropna=False)[["ordered", "live"]].sum()
    of_rows = sums.reindex(rows["group"])
    is_sum = of_rows.eq(rows["quantity"].to_numpy(), axis=0).any(axis=1).to_numpy(bool)
    left.take_out(rows[is_sum].merge(left.items[["group", "item"]], on="group", validate="one_to_many"))


def _match_quantities(left: Matching) -> None:
    """Rows that all say the same mean the items of their quantity, ordered or left, if these are as many."""
    while True:
        classes = left.rows.groupby(_CLASS, dropna=False)["says"].agg(["size", "min", "max"])
        units = _units_of_items(left.items)
        fits = classes["size"].eq(units.groupby(_CLASS, dropna=False).size().reindex(classes.index, fill_value=0))
        fits &= classes["min"] == classes["max"]
        fitting = units[_is_in(units, classes.index[fits])]
        # An item that two quantities claim, as it was ordered and what is left of it, belongs to neither.
        contested = fitting[fitting.duplicated(["group", "item"], keep=False)]
        fitting = fitting[~_is_in(fitting, pd.MultiIndex.from_frame(contested[_CLASS]))]
        if fitting.empty:
            return
        rows = left.rows[_is_in(left.rows, pd.MultiIndex.from_frame(fitting[_CLASS]))]
        left.pair_up(rows, fitting, _CLASS)


def _units_of_items(items: pd.DataFrame) -> pd.DataFrame:
    """Items by the quantities that a row may give them: what was ordered, and what is left of it."""
    both = pd.concat([items.assign(quantity=items[name]) for name in ("ordered", "live")])
    return both.drop_duplicates(["item", *_CLASS]).sort_values(["group", "item"], kind="stable")


def _is_in(frame: pd.DataFrame, classes: pd.MultiIndex) -> np.ndarray:
    return pd.MultiIndex.from_frame(frame[_CLASS]).isin(classes)


def _match_statuses(left: Matching) -> None:
    """A row means an item that stands so already; of items that are alive, only where each has such a row."""
    columns = ["group", "says"]
    items = left.items.rename(columns={"state": "says"})
    row_count = left.rows.groupby(columns, dropna=False).size()
    item_count = items.groupby(columns, dropna=False)["item"].transform("size").to_numpy()
    rows_for_item = row_count.reindex(pd.MultiIndex.from_frame(items[columns]), fill_value=0).to_numpy()
    has_row = (items["says"] != SAYS_NOTHING) | (rows_for_item >= item_count)
    left.pair_up(left.rows, items[has_row], columns)


def _match_uniform_rest(left: Matching) -> None:
    """One row left and one item left; or rows that all say the same, and no more items than these."""
    claims = left.rows.groupby("group", dropna=False)["says"].agg(["size", "min", "max"])
    item_count = left.items.groupby("group", dropna=False).size().reindex(claims.index, fill_value=0)
    groups = claims.index[(claims["min"] == claims["max"]) & (claims["size"] >= item_count)]
    rows = left.rows[left.rows["group"].isin(groups)]
    left.pair_up(rows, left.items[left.items["group"].isin(groups)], ["group"])


def _match_alike_rest(left: Matching) -> None:
    """Of items that are alike as many move as rows say, the highest id first, Canceled before Shipped."""
    alike = left.items.groupby("group", dropna=False)["like"].agg(["size", "nunique"])
    row_count = left.rows.groupby("group", dropna=False).size().reindex(alike.index, fill_value=0)
    groups = alike.index[(alike["nunique"] == 1) & (row_count <= alike["size"])]
    moving = left.rows[left.rows["moves"] & left.rows["group"].isin(groups)]
    items = left.warn(moving)
    rows = moving.sort_values("says", ascending=False, kind="stable")
    left.pair_up(rows, items.sort_values("item", ascending=False, kind="stable"), ["group"])
    left.items = left.items[~left.items["group"].isin(moving["group"])]


def _give_up_the_rest(left: Matching) -> None:
    """Nothing moves where a row that would move an item may mean one or another."""
    rows = left.rows[left.rows["moves"] & left.rows["group"].isin(left.items["group"])]
    left.warn(rows)
    left.undecided = rows["group"].unique()
