"""Entries of an inbox: their names and what they are; nothing is opened."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

TEMPORARY = re.compile(
    r"(\..*|~\$.*|.*~|.*\.(part|partial|tmp|temp|crdownload|download|opdownload|filepart|swp)|thumbs\.db|desktop\.ini)",
    re.IGNORECASE | re.DOTALL,
)
PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9 ._()+,=@#&!~-]{0,99}(?<![ .])")


def safe_name(name: str, file_sha256: str) -> str:
    """A name that no file system trips over: a plain ASCII name as it is, any other one with its hash."""
    if PLAIN.fullmatch(name):
        return name
    return f"{re.sub(r'[^A-Za-z0-9._-]+', '_', name).strip('._-')[:80]}-{file_sha256[:8]}".lstrip("-")


def identity_of(status: os.stat_result) -> str:
    """Inode, size, mtime and ctime of a file: different as soon as it is written, replaced or renamed."""
    return f"{status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def printable_name(path: Path) -> str:
    """The name of a file as text: bytes that are not UTF-8 and what cannot be printed are written as escapes."""
    text = os.fsencode(path.name).decode("utf-8", "backslashreplace")
    return "".join(letter if letter.isprintable() or letter == "\u3000" else ascii(letter)[1:-1] for letter in text)


def status_of(path: Path) -> os.stat_result | None:
    """What the file system knows of an entry, links not followed; None where it has gone."""
    try:
        return path.lstat()
    except FileNotFoundError:
        return None


def kind_if_no_file(status: os.stat_result) -> str:
    """What an entry is that is no regular file: link, folder or special; "" for a file."""
    if stat.S_ISREG(status.st_mode):
        return ""
    return {stat.S_IFLNK: "link", stat.S_IFDIR: "folder"}.get(stat.S_IFMT(status.st_mode), "special")
