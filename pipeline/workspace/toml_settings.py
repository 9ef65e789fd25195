"""Settings declared as dataclasses: read from TOML, checked, written as a commented example.

A field is one key of the file, with its default, its meaning and the values that it may have; a field that is made by
another such dataclass is a table of the file.
"""

from __future__ import annotations

import json
from dataclasses import Field, dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.errors import UsageError
from schemas import toml_text
from schemas.toml_text import KeyPath, key_name


def key(
    default: Any,
    doc: str,
    *,
    allowed: tuple[str, ...] = (),
    least: float = 0,
    most: float = 10**6,
    added_later: bool = False,
) -> Any:
    """One key of the file: its default, what it means, and the values or the range that it may have.

    `added_later`: workspaces are older than the key, and its default is what they did before it was there. A value that
    is the default is then left out of what is stored and hashed, so that an update alone changes no settings.
    """
    known = {"doc": doc, "allowed": allowed, "least": least, "most": most, "added_later": added_later}
    return field(default=default, metadata=known)


def read_text(file: Path) -> str:
    """The text of a file that a person writes; a usage error where it cannot be read or is not UTF-8."""
    try:
        return toml_text.decode(file.read_bytes())
    except UnicodeDecodeError as error:
        raise UsageError(f"{file.name} is not UTF-8 text", "save it as UTF-8") from error
    except FileNotFoundError as error:
        raise UsageError(
            f"{file.name} is missing",
            "put it back, or take the example that `ordermill init DIR` writes in a new folder",
        ) from error
    except OSError as error:
        raise UsageError(
            f"{file.name} cannot be read: {error.strerror}", "check that it is a file and that you may read it"
        ) from error


def read_toml(file: Path) -> dict[str, Any]:
    """The values of a TOML file as they stand there; a usage error names the file and the line."""
    try:
        return toml_text.parse(read_text(file))
    except toml_text.TomlSyntaxError as error:
        raise UsageError(f"{file.name}: {error}", "correct that line; text must be in double quotes") from error


def key_names(declaration: type, path: KeyPath = ()) -> list[str]:
    """Every key of a declaration by its full name, such as `inbox.max_bytes`, tables before their keys."""
    names = []
    for item in fields(declaration):
        item_path = (*path, item.name)
        names.append(key_name(item_path))
        table = _table(item)
        if table:
            names += key_names(table, item_path)
    return names


def commented_example(declaration: type, path: KeyPath = ()) -> str:
    """A file with every key as a comment that shows its default."""
    keys = [
        f"# {item.metadata['doc']}\n# {item.name} = {as_toml(item.default)}\n"
        for item in fields(declaration)
        if not _table(item)
    ]
    tables = [((*path, item.name), table) for item in fields(declaration) if (table := _table(item))]
    return "".join([*keys, *(_example_of_table(table, place) for place, table in tables)])


def _example_of_table(declaration: type, path: KeyPath) -> str:
    return f"\n# {declaration.__doc__}\n[{key_name(path)}]\n{commented_example(declaration, path)}"


def as_json_value(value: Any) -> Any:
    """A declaration with its values as dictionaries that JSON can hold, instants in UTC.

    Keys that were added later are left out with their default, and so is a table that holds nothing else.
    """
    if is_dataclass(value):
        values = {
            item.name: as_json_value(getattr(value, item.name)) for item in fields(value) if _is_stored(item, value)
        }
        return {name: item for name, item in values.items() if item != {}}
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _is_stored(item: Field[Any], declaration: Any) -> bool:
    return not item.metadata.get("added_later") or getattr(declaration, item.name) != item.default


def as_toml(value: Any) -> str:
    """A value as it stands in the file."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str)


@dataclass(frozen=True, slots=True)
class SettingsReader:
    """Reads one file: its name for messages, and the zone of date-times without an offset."""

    name: str
    zone: ZoneInfo

    def read(self, declaration: type, values: dict[str, Any]) -> Any:
        """The declaration with these values; a usage error for an unknown key, a wrong type or a wrong value."""
        return self._read_table(declaration, values, (), key_names(declaration))

    def _read_table(self, declaration: type, values: dict[str, Any], path: KeyPath, known: list[str]) -> Any:
        items = {item.name: item for item in fields(declaration)}
        for unknown in sorted(values.keys() - items.keys()):
            raise self._unknown(key_name((*path, unknown)), known)
        return declaration(
            **{name: self._read_value(items[name], value, (*path, name), known) for name, value in values.items()}
        )

    def _read_value(self, item: Field[Any], value: Any, path: KeyPath, known: list[str]) -> Any:
        table = _table(item)
        if table and not isinstance(value, dict):
            raise self.wrong(path, f"a table: [{key_name(path)}]", value)
        if table:
            return self._read_table(table, value, path, known)
        read = {
            bool: self._flag,
            str: self._text,
            int: self._number,
            float: self._number,
            datetime: self._moment,
        }
        return read[type(item.default)](item, value, path)

    def _text(self, item: Field[Any], value: Any, path: KeyPath) -> str:
        allowed = item.metadata["allowed"]
        if not isinstance(value, str) or (allowed and value not in allowed):
            raise self.wrong(path, " or ".join(map(as_toml, allowed)) or "text in double quotes", value)
        return value

    def _flag(self, _: Field[Any], value: Any, path: KeyPath) -> bool:
        if not isinstance(value, bool):
            raise self.wrong(path, "true or false", value)
        return value

    def _number(self, item: Field[Any], value: Any, path: KeyPath) -> float:
        number_type: Any = type(item.default)
        least = item.metadata["least"]
        most = item.metadata["most"]
        fits = isinstance(value, (int, number_type)) and not isinstance(value, bool)
        if not fits or not least <= value <= most:
            noun = "a whole number" if number_type is int else "a number"
            raise self.wrong(path, f"{noun} from {least} to {most}", value)
        number: float = number_type(value)
        return number

    def _moment(self, _: Field[Any], value: Any, path: KeyPath) -> datetime:
        if isinstance(value, date) and not isinstance(value, datetime):
            value = datetime.combine(value, time())
        if not isinstance(value, datetime):
            raise self.wrong(path, "a date or a date-time, without quotes", value)
        return value if value.tzinfo else value.replace(tzinfo=self.zone)

    def _unknown(self, name: str, known: list[str]) -> UsageError:
        last = name.rsplit(".", 1)[-1]
        full = {key.rsplit(".", 1)[-1]: key for key in known} | {key: key for key in known}
        near = [last] if last in full else get_close_matches(name, full, 1) or get_close_matches(last, full, 1)
        advice = (
            f"did you mean {full[near[0]]}?"
            if near
            else "remove it; `ordermill init DIR` in a new folder writes a file that lists every key"
        )
        return UsageError(f"{self.name}: unknown key {name}", advice)

    def wrong(self, path: KeyPath, wanted: str, value: Any) -> UsageError:
        """The usage error for a key that has not the wanted value."""
        name = key_name(path)
        return UsageError(
            f"{self.name}: {name} must be {wanted}, not {as_toml(value)}", f"correct {name} in {self.name}"
        )


def _table(item: Field[Any]) -> Any:
    """The declaration of a field that is a table of the file, or None."""
    factory: Any = getattr(item, "default_factory", None)
    return factory if isinstance(factory, type) else None
