"""TOML files that people write: how they are decoded, what is not TOML, and how a place in them is named."""

from __future__ import annotations

import re
import tomllib
from typing import Any

KeyPath = tuple[str | int, ...]
"""The keys, and the positions in lists, that lead to a value."""

_LINE_END = re.compile("\r\n?")
_PLACE = re.compile(r" \(at line (\d+), column \d+\)$")


class TomlSyntaxError(ValueError):
    """The text is not TOML, or has a key twice, in the words of the parser; `what` is its message without the place.

    `line` counts from 1, `key` is the one that stands there, or "end of file".
    """

    def __init__(self, text: str, error: tomllib.TOMLDecodeError) -> None:
        super().__init__(str(error))
        lines = text.split("\n")
        place = _PLACE.search(str(error))
        self.line = int(place[1]) if place else len(lines)
        self.key = lines[self.line - 1].partition("=")[0].strip() or "end of file"
        self.what = str(error).partition(" (at ")[0]


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte order mark and with any line ends.

    Raises UnicodeDecodeError for what is not UTF-8.
    """
    return _LINE_END.sub("\n", data.decode("utf-8-sig"))


def parse(text: str) -> dict[str, Any]:
    """The values of a file. Raises TomlSyntaxError."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TomlSyntaxError(text, error) from error


def key_name(path: KeyPath) -> str:
    """A place as its keys, joined by dots; positions in lists are left out."""
    return ".".join(step for step in path if isinstance(step, str))


def line_of(text: str, path: KeyPath) -> int:
    """The line of the statement that sets a key, or else of its table; the text must be valid."""
    # Parsing the first lines alone shows which statement sets the key; half a statement is not TOML.
    lines = text.split("\n")
    complete = 0
    for count in range(1, len(lines) + 1):
        try:
            values = tomllib.loads("\n".join(lines[:count]) + "\n")
        except tomllib.TOMLDecodeError:
            continue
        if _has_path(values, path):
            return complete + 1
        complete = count
    return line_of(text, path[:-1])


def _has_path(root: Any, path: KeyPath) -> bool:
    """Whether the path of keys and positions leads to something."""
    value = root
    for step in path:
        is_key = isinstance(value, dict) and step in value
        is_position = isinstance(value, list) and isinstance(step, int) and step < len(value)
        if not (is_key or is_position):
            return False
        value = value[step]
    return True
