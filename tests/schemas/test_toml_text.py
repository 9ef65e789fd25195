"""TOML as people save it: any line ends, a mark at the beginning or none, and places that can be found again."""

import pytest

from schemas import toml_text

TEXT = """\
zone = "Asia/Tokyo"

[inbox]
max_bytes = 1
[[tier]]
rate = 1
[[tier]]
rates = [
    1,
    2,
]
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_text_is_read_as_editors_on_any_system_save_it(line_end, mark):
    assert toml_text.decode(mark + TEXT.replace("\n", line_end).encode()) == TEXT


def test_bytes_that_are_not_utf_8_are_no_text():
    with pytest.raises(UnicodeDecodeError):
        toml_text.decode("東京".encode("cp932"))


@pytest.mark.parametrize(
    ("path", "line", "name"),
    [
        (("zone",), 1, "zone"),
        (("inbox",), 3, "inbox"),
        (("inbox", "max_bytes"), 4, "inbox.max_bytes"),
        (("inbox", "missing"), 3, "inbox.missing"),
        (("tier", 0, "rate"), 6, "tier.rate"),
        (("tier", 1, "rates", 1), 8, "tier.rates"),
        (("missing",), 1, "missing"),
        ((), 1, ""),
    ],
)
def test_a_place_has_a_name_and_a_line(path, line, name):
    assert (toml_text.line_of(TEXT, path), toml_text.key_name(path)) == (line, name)


@pytest.mark.parametrize(
    ("text", "line", "key", "what"),
    [
        ("zone = 1\nzone = 2\n", 2, "zone", "Cannot overwrite a value"),
        ("zone = Tokyo", 1, "zone", "Invalid value"),
        ("rates = [\n", 2, "end of file", "Invalid value"),
    ],
)
def test_what_is_no_toml_is_told_with_its_place(text, line, key, what):
    with pytest.raises(toml_text.TomlSyntaxError, match=what) as stop:
        toml_text.parse(text)
    assert (stop.value.line, stop.value.key, stop.value.what) == (line, key, what)
