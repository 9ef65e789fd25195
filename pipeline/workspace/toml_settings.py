"""Settings declared as dataclasses: read from TOML, checked, written as a commented example.

A field is one key of the file, with its default, its meaning and the values that it may have; a field that is made by
another such dataclass is a table of the file.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import Field, dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.errors import UsageError


def key(default: Any, doc: str, *, allowed: tuple[str, ...] = (), least: float = 0, most: float = 10**6) -> Any:
    """One key of the file: its default, what it means, and the values or the range that it may have."""
    return field(default=default, metadata={"doc": doc, "allowed": allowed, "least": least, "most": most})


def toml_of(path: Path) -> dict[str, Any]:
    """The content of a TOML file as it stands there; a usage error names the file and the line."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UsageError(f"{path.name} is not UTF-8 text", "save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path.name}: {error}", "correct that line; texts stand in double quotes") from error
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read: {error.strerror}", "see that it exists and is yours") from error


def paths_of(kind: type, prefix: str = "") -> list[str]:
    """Every key of a declaration by its full name, such as `inbox.max_bytes`, tables before their keys."""
    nested = [(prefix + item.name, _table(item)) for item in fields(kind)]
    return [path for name, table in nested for path in [name, *(paths_of(table, f"{name}.") if table else [])]]


def example(kind: type, prefix: str = "") -> str:
    """A file with every key as a comment that shows its default."""
    keys = [
        f"# {item.metadata['doc']}\n# {item.name} = {shown(item.default)}\n"
        for item in fields(kind)
        if not _table(item)
    ]
    tables = [(prefix + item.name, table) for item in fields(kind) if (table := _table(item))]
    heads = [f"\n# {table.__doc__}\n[{name}]\n{example(table, name + '.')}" for name, table in tables]
    return "".join([*keys, *heads])


def plain(value: Any) -> Any:
    """A declaration with its values as dictionaries that JSON can hold, instants in UTC."""
    if is_dataclass(value):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def shown(value: Any) -> str:
    """A value as it stands in the file."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str)


@dataclass(frozen=True, slots=True)
class SettingsReader:
    """Reads one file: its name for messages, and the zone of date-times without an offset."""

    name: str
    zone: ZoneInfo

    def read(self, kind: type, given: dict[str, Any]) -> Any:
        """The declaration with the values given; a usage error for an unknown key, a wrong type or a wrong value."""
        return self._read(kind, given, "", paths_of(kind))

    def _read(self, kind: type, given: dict[str, Any], prefix: str, known: list[str]) -> Any:
        items = {item.name: item for item in fields(kind)}
        for unknown in sorted(given.keys() - items.keys()):
            raise self._unknown(prefix + unknown, known)
        return kind(**{each: self._value(items[each], value, prefix + each, known) for each, value in given.items()})

    def _value(self, item: Field[Any], value: Any, path: str, known: list[str]) -> Any:
        table = _table(item)
        if table and not isinstance(value, dict):
            raise self.wrong(path, f"a table: [{path}]", value)
        if table:
            return self._read(table, value, f"{path}.", known)
        read = {
            bool: self._flag,
            str: self._choice,
            int: self._number,
            float: self._number,
            datetime: self._moment,
        }
        return read[type(item.default)](item, value, path)

    def _choice(self, item: Field[Any], value: Any, path: str) -> str:
        allowed = item.metadata["allowed"]
        if not isinstance(value, str) or (allowed and value not in allowed):
            raise self.wrong(path, " or ".join(map(shown, allowed)) or "text in double quotes", value)
        return value

    def _flag(self, _: Field[Any], value: Any, path: str) -> bool:
        if not isinstance(value, bool):
            raise self.wrong(path, "true or false", value)
        return value

    def _number(self, item: Field[Any], value: Any, path: str) -> float:
        kind: Any = type(item.default)
        least, most = item.metadata["least"], item.metadata["most"]
        fits = isinstance(value, (int, kind)) and not isinstance(value, bool)
        if not fits or not least <= value <= most:
            word = "a whole number" if kind is int else "a number"
            raise self.wrong(path, f"{word} from {least} to {most}", value)
        number: float = kind(value)
        return number

    def _moment(self, _: Field[Any], value: Any, path: str) -> datetime:
        if isinstance(value, date) and not isinstance(value, datetime):
            value = datetime.combine(value, time())
        if not isinstance(value, datetime):
            raise self.wrong(path, "a date or a date-time, without quotes", value)
        return value if value.tzinfo else value.replace(tzinfo=self.zone)

    def _unknown(self, path: str, known: list[str]) -> UsageError:
        last = path.rsplit(".", 1)[-1]
        full = {each.rsplit(".", 1)[-1]: each for each in known} | {each: each for each in known}
        near = [last] if last in full else get_close_matches(path, full, 1) or get_close_matches(last, full, 1)
        advice = f"did you mean {full[near[0]]}?" if near else "remove it; `ordermill config show` lists every key"
        return UsageError(f"{self.name}: unknown key {path}", advice)

    def wrong(self, path: str, wanted: str, value: Any) -> UsageError:
        """The usage error for a key that has not the wanted value."""
        return UsageError(f"{self.name}: {path} must be {wanted}, not {shown(value)}", f"correct {path} in {self.name}")


def _table(item: Field[Any]) -> Any:
    made_by: Any = getattr(item, "default_factory", None)
    return made_by if isinstance(made_by, type) else None
