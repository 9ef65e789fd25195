"""Feed files to frames and problems: encodings, formats, rows, checks. `read` a file, `check` what was held."""

from feeds.check import check
from feeds.read import Feed, form_of, read

__all__ = ["Feed", "check", "form_of", "read"]
