"""Columns and formats: one declaration drives recognising, parsing, checking, writing and the documentation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import KeysView
from dataclasses import dataclass, field, replace
from enum import StrEnum

MOST_UNITS = 999_999
CURRENCY = "JPY"
"""The only currency: all amounts are in whole yen."""
MOST_YEN = 999_999_999_999
WHOLE_BP = 10_000
"""Basis points of a whole."""
NAMES = ("sku", "merchant-order-id")
"""Texts by which something is known."""
LONGEST_TEXT = 10_000
"""The longest text that is kept where a text is kept however long it is."""
ENVELOPE = "AmazonEnvelope"
"""The root element of every XML form, of feeds and of answers."""


UNKNOWN_CHOICE = "Unknown"
"""Stands for a word that is none of the choices of an open column."""
FIRST_INSTANT, UNKNOWN = "first instant", "unknown"
"""What a day alone may mean in a column of moments."""


class Kind(StrEnum):
    """How the text of a column is read and written (schemas.column_kinds does both)."""

    TEXT = "text"
    ORDER_ID = "order id"
    ITEM_ID = "item id"
    COUNT = "count"
    YEN = "yen"
    MOMENT = "moment"
    DAY = "day"
    DAY_OR_MOMENT = "day or moment"
    CHOICE = "choice"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a flat file, and the place of the same value in the XML form.

    `xml` is a path below the payload element: a step `Component[Shipping]` takes the components of that Type, a last
    step `@currency` an attribute, a last step `Component[*]` the first Type of a component with an amount that no other
    column takes. Several paths are separated by `|`. Amounts that occur several times are added up: below one item or,
    if the path begins with `./`, over all items of the message. `label` is the Japanese heading. `implied` is the value
    of this figure in an XML item that gives another figure only.
    A required column may be empty if the column named by `alternative` is filled. `end_of_day`: a day means its last
    instant. `day_alone`: what a day means where a moment is asked, "" if it is not taken. `allows_suffix`: a choice may
    be followed by ` - ` and more text. `is_open`: a word that is none of the choices is taken too, as UNKNOWN_CHOICE;
    so is one of `bare_choices` with more text behind it.
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    longest: int = 0
    least: int = 1
    choices: tuple[str, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    label: str = ""
    xml: str = ""
    private: bool = False
    end_of_day: bool = False
    day_alone: str = ""
    allows_suffix: bool = False
    is_open: bool = False
    bare_choices: tuple[str, ...] = ()
    alternative: str = ""
    implied: str = ""
    doc: str = ""
    example: str = ""

    def as_optional(self) -> Column:
        """The same column, but it may be empty."""
        return replace(self, required=False)

    def as_required(self) -> Column:
        """The same column, but it must be filled."""
        return replace(self, required=True)

    def unless_filled(self, other: str) -> Column:
        """The same column, but it may be empty if another one is filled."""
        return replace(self, alternative=other)

    def at_path(self, xml: str) -> Column:
        """The same column at another place of an XML form."""
        return replace(self, xml=xml)

    def renamed(self, name: str, **other: str) -> Column:
        """The same column under another heading."""
        return replace(self, name=name, **other)  # type: ignore[arg-type]  # text attributes only

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading this column is known by, as `heading()` writes them."""
        return tuple(heading(text) for text in (self.name, *self.aliases, self.label) if text)


@dataclass(frozen=True, slots=True)
class UnclearQuantity:
    """Headings of counts that are not the quantity of a record, or may be, but are not known as it.

    column: the quantity; if it is blank, a record means everything that is open. otherwise: headings that count
    something else. likely: what headings of any count look like, a pattern; harmless: those that look
    so and are none.
    """

    column: str
    otherwise: tuple[str, ...]
    likely: str
    harmless: str

    def counts_otherwise(self, text: str) -> bool:
        """Whether a heading, as `heading()` writes it, counts something else."""
        return text in self.otherwise

    def may_count(self, text: str) -> bool:
        """Whether a heading, as `heading()` writes it, may be a count."""
        return bool(re.search(self.likely, text)) and not re.search(self.harmless, text)


@dataclass(frozen=True, slots=True)
class Table:
    """One file format: its columns in order, how it is recognised, and what it means.

    markers: columns, one of which together with `anchor` identifies this format; marker_words: headings that do so in
    these very words; excluded: headings that rule it out.
    template: the TemplateType value of the flat form; message: the MessageType of the XML form and the name of its
    payload; payload: another name of it; item: the repeated element below the payload that makes a row, "" if the
    payload itself does. key: the columns that must be unique in one feed, none if rows have no key. one_of: groups of
    columns of which at least one must be filled; either: groups of which exactly one must be. unclear_quantity:
    headings that may say another quantity than its own. from_marketplace: its XML form is a report of the marketplace,
    of which neither MessageID nor MerchantIdentifier is asked. other_columns: headings that are known, and not used.
    keeps_long_texts: a text that is longer than its column is warned of and kept, up to LONGEST_TEXT; not one that
    names something (NAMES).
    """

    name: str
    columns: tuple[Column, ...]
    anchor: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    marker_words: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    template: str = ""
    message: str = ""
    payload: str = ""
    item: str = "Item"
    key: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    either: tuple[tuple[str, ...], ...] = ()
    unclear_quantity: UnclearQuantity | None = None
    from_marketplace: bool = False
    other_columns: frozenset[str] = frozenset()
    feed: bool = True
    keeps_long_texts: bool = False
    doc: str = ""
    source: str = ""
    _by_heading: dict[str, Column] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Index the columns by all their headings; two columns may not share one."""
        for column in self.columns:
            for known in column.headings:
                if known in self._by_heading:
                    message = f"{self.name}: two columns are called {known}"
                    raise ValueError(message)
                self._by_heading[known] = column

    @property
    def names(self) -> tuple[str, ...]:
        """The headings in the order of the file."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The headings that a flat file of this format must have."""
        return tuple(column.name for column in self.columns if column.required)

    @property
    def headings(self) -> KeysView[str]:
        """Every heading that a column of the format is known by, as `heading()` writes them."""
        return self._by_heading.keys()

    def column(self, text: str) -> Column | None:
        """The column of a heading, or None. Any case, `_` = `-`, aliases and Japanese labels."""
        return self._by_heading.get(heading(text))

    def keeps_long(self, column: Column) -> bool:
        """Whether a text of this column is kept however long it is."""
        return self.keeps_long_texts and column.kind is Kind.TEXT and column.name not in NAMES

    def __getitem__(self, name: str) -> Column:
        """The column of that name."""
        return self._by_heading[heading(name)]


def heading(text: str) -> str:
    """A heading as it is compared: of letters of one width, trimmed, lower case, `_` and blanks as `-`."""
    return unicodedata.normalize("NFKC", text).strip().casefold().replace("_", "-").replace(" ", "-")
