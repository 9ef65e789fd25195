"""The fee schedule read key by key: every fault is one error that names the file, the line and the key."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from pipeline.errors import ScheduleError
from schemas import toml_text
from schemas.toml_text import KeyPath


@dataclass(frozen=True)
class ScheduleFile:
    """The text of a file and its name for messages."""

    name: str
    text: str

    def read(self) -> ScheduleValue:
        """The root of the file; what is no TOML, or names a key twice, is a ScheduleError."""
        try:
            return ScheduleValue(self, (), toml_text.parse(self.text))
        except toml_text.TomlSyntaxError as error:
            raise ScheduleError(self.name, error.line, error.key, error.what) from error

    def error(self, path: KeyPath, what: str) -> ScheduleError:
        """The error for a key; its line is that of the statement in which the key, or else its table, stands."""
        line = toml_text.line_of(self.text, path)
        return ScheduleError(self.name, line, toml_text.key_name(path) or "top level", what)


@dataclass(frozen=True)
class ScheduleValue:
    """A value of the file, and the path of keys and positions that leads to it."""

    source: ScheduleFile
    path: KeyPath
    value: Any

    def table(self, *required: str, **optional: Any) -> dict[str, ScheduleValue]:
        """The keys of a table, `optional` with defaults; a missing or unknown key is an error."""
        table = self._of_type(dict, "a table")
        for key in table.keys() - {*required, *optional}:
            near = get_close_matches(key, [*required, *optional], 1)
            raise self._error("unknown key" + (f", did you mean {near[0]}?" if near else ""), key)
        for key in required:
            if key not in table:
                raise self._error(f"{key} is missing")
        return {key: ScheduleValue(self.source, (*self.path, key), value) for key, value in (optional | table).items()}

    def texts(self) -> dict[str, str]:
        """A table of any keys but the empty one, each with a text."""
        table = self._of_type(dict, "a table")
        if "" in table:
            raise self._error("an empty key is not allowed")
        return {key: ScheduleValue(self.source, (*self.path, key), value).text() for key, value in table.items()}

    def entries(self) -> tuple[ScheduleValue, ...]:
        """The values of a list that is not empty."""
        values = self._of_type(list, "a list")
        if not values:
            raise self.must_be("a list that is not empty")
        return tuple(ScheduleValue(self.source, (*self.path, number), value) for number, value in enumerate(values))

    def text(self) -> str:
        """A text that is not empty."""
        if not self._of_type(str, "text in double quotes"):
            raise self.must_be("a text that is not empty")
        return str(self.value)

    def choice(self, *allowed: str) -> str:
        """One of the texts allowed."""
        if self.value not in allowed:
            raise self.must_be(" or ".join(map(_json_text, allowed)))
        return str(self.value)

    def whole_number(self, least: int, most: int) -> int:
        """A whole number in a range."""
        if type(self.value) is not int or not least <= self.value <= most:
            raise self.must_be(f"a whole number from {least} to {most}")
        return self.value

    def flag(self) -> bool:
        """True or false."""
        return bool(self._of_type(bool, "true or false"))

    def day(self) -> date:
        """A date without a time."""
        if isinstance(self.value, datetime) or not isinstance(self.value, date):
            raise self.must_be("a date such as 2026-04-01, without quotes")
        return self.value

    def must_be(self, wanted: str) -> ScheduleError:
        """The error for a value that is not what is wanted."""
        return self._error(f"must be {wanted}, not {_json_text(self.value)}")

    def _of_type(self, kind: type, wanted: str) -> Any:
        if not isinstance(self.value, kind):
            raise self.must_be(wanted)
        return self.value

    def _error(self, what: str, *key: str) -> ScheduleError:
        return self.source.error((*self.path, *key), what)


def _json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
