"""Feed files to frames and problems: encodings, formats, rows, checks. `read` a file, `check` what was held."""

from feeds.read_feed import Feed, form_of, read
from feeds.value_checks import check

__all__ = ["Feed", "check", "form_of", "read"]
