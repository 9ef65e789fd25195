"""A TOML file read key by key: every fault is one error that names the file, the line and the key."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

Path = tuple[str | int, ...]


class ScheduleError(ValueError):
    """The fee schedule cannot be used; the message names file, line and key and holds no buyer data."""

    def __init__(self, file: str, line: int, key: str, what: str) -> None:
        super().__init__(f"{file}, line {line}, {key}: {what}")
        self.file = file
        self.line = line
        self.key = key


@dataclass(frozen=True)
class ScheduleFile:
    """The text of a file and its name for messages."""

    name: str
    text: str

    def read(self) -> ScheduleValue:
        """The root of the file; what is no TOML, or names a key twice, is a ScheduleError."""
        try:
            return ScheduleValue(self, (), tomllib.loads(self.text))
        except tomllib.TOMLDecodeError as error:
            lines = self.text.split("\n")
            place = re.search(r" \(at line (\d+), column \d+\)$", str(error))
            line = int(place[1]) if place else len(lines)
            key = lines[line - 1].partition("=")[0].strip()
            raise ScheduleError(self.name, line, key or "end of file", str(error).partition(" (at ")[0]) from error

    def error(self, path: Path, what: str) -> ScheduleError:
        """The error for a key; its line is that of the statement in which the key, or else its table, stands."""
        key = ".".join(step for step in path if isinstance(step, str))
        return ScheduleError(self.name, self._line(path), key or "top level", what)

    def _line(self, path: Path) -> int:
        # What the first lines alone are parsed to says which statement brings the key; half a statement is no TOML.
        lines = self.text.split("\n")
        complete = 0
        for count in range(1, len(lines) + 1):
            try:
                root = tomllib.loads("\n".join(lines[:count]) + "\n")
            except tomllib.TOMLDecodeError:
                continue
            if _has_path(root, path):
                return complete + 1
            complete = count
        return self._line(path[:-1])


@dataclass(frozen=True)
class ScheduleValue:
    """A value of the file, and the path of keys and positions that leads to it."""

    source: ScheduleFile
    path: Path
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
            raise self._error("an empty key fits nothing")
        return {key: ScheduleValue(self.source, (*self.path, key), value).text() for key, value in table.items()}

    def entries(self) -> tuple[ScheduleValue, ...]:
        """The values of a list that is not empty."""
        values = self._of_type(list, "a list")
        if not values:
            raise self.must_be("a list with something in it")
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


def _has_path(root: Any, path: Path) -> bool:
    """Whether the path of keys and positions leads to something."""
    value = root
    for step in path:
        is_key = isinstance(value, dict) and step in value
        is_position = isinstance(value, list) and isinstance(step, int) and step < len(value)
        if not (is_key or is_position):
            return False
        value = value[step]
    return True


def _json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
