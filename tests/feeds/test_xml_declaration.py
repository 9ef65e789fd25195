"""The encoding of XML: the declaration decides, strictly, within an allow-list, before a parser sees a byte."""

import codecs

import pytest

from tests.support.feed_forms import xml_feed

TEXT = "見本 髙橋 ①㈱"
BODY = (
    "<AmazonOrderID>999-0000001-0000001</AmazonOrderID><FulfillmentDate>2026-10-06T10:00:00+09:00</FulfillmentDate>"
    "<FulfillmentData><CarrierCode>YAMATO</CarrierCode><ShippingMethod>{}</ShippingMethod></FulfillmentData>"
)
SHIFT_JIS = ("Shift_JIS", "SHIFT-JIS", "sjis", "x-sjis", "Windows-31J", "cp932", "MS932", "csWindows31J", "ms_kanji")
WITH_ASCII = ("EUC-JP", "eucJP-win", "ISO-8859-1", "latin1", "windows-1252", "GB18030", "Big5", "IBM850", "KOI8-R")
FOREIGN = (
    "ISO-2022-JP",
    "csISO2022KR",
    "HZ-GB-2312",
    "UTF-7",
    "UTF-32",
    "EBCDIC-CP-US",
    "IBM037",
    "rot13",
    "hex",
    "",
    "é",
)


@pytest.fixture
def read_declared(read):
    """An XML feed whose shipping method is the text, with a declaration, in an encoding, behind a mark."""

    def reading(declared, encoding, text=TEXT, mark=b"", declaration="<?xml version='1.0' encoding='{}'?>"):
        whole = xml_feed("OrderFulfillment", [BODY.format(text)]).partition("?>\n")[2]
        head = "" if declared is None else declaration.format(declared)
        return read(mark + f"{head}{whole}".encode(encoding))

    return reading


def ship_method(feed):
    assert not feed.refused
    return feed.text["ship-method"].item()


def declaration_refusal(feed):
    assert (feed.refused, feed.form, feed.records) == (True, "xml", 0)
    [[code, limit]] = feed.problems[["code", "limit"]].to_numpy().tolist()
    return code, limit


@pytest.mark.parametrize("declared", SHIFT_JIS)
def test_shift_jis_by_any_of_its_names_is_read_as_windows_writes_it(read_declared, declared):
    feed = read_declared(declared, "cp932")
    assert (ship_method(feed), feed.encoding) == (TEXT, "cp932")


@pytest.mark.parametrize("declared", [None, "utf-8", "UTF-8", "Utf8"])
@pytest.mark.parametrize(("mark", "encoding"), [(b"", "utf-8"), (codecs.BOM_UTF8, "utf-8-sig")])
def test_utf_8_is_read_with_or_without_declaration_and_mark(read_declared, declared, mark, encoding):
    feed = read_declared(declared, "utf-8", mark=mark)
    assert (ship_method(feed), feed.encoding) == (TEXT, encoding)


@pytest.mark.parametrize("declared", [None, "UTF-16", "utf-16"])
@pytest.mark.parametrize(("mark", "end"), [(codecs.BOM_UTF16_LE, "le"), (codecs.BOM_UTF16_BE, "be")])
def test_utf_16_is_read_by_its_mark(read_declared, declared, mark, end):
    feed = read_declared(declared, f"utf-16-{end}", mark=mark)
    assert (ship_method(feed), feed.encoding) == (TEXT, "utf-16")
    assert ship_method(read_declared(f"UTF-16{end.upper()}", f"utf-16-{end}", mark=mark)) == TEXT


def test_ascii_that_says_so_is_utf_8(read_declared):
    feed = read_declared("US-ASCII", "ascii", "by air")
    assert (ship_method(feed), feed.encoding) == ("by air", "utf-8")


@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize("more", ["", " standalone={0}yes{0}", "\n"])
def test_a_declaration_is_read_however_it_is_written(read_declared, quote, more):
    declaration = f"<?xml version={quote}1.0{quote}\n encoding = {quote}{{}}{quote}{more.format(quote)}?>"
    assert ship_method(read_declared("Shift_JIS", "cp932", declaration=declaration)) == TEXT


@pytest.mark.parametrize("declared", WITH_ASCII)
def test_an_encoding_with_ascii_is_taken_where_nothing_but_printable_ascii_is_used(read_declared, declared):
    feed = read_declared(declared, "ascii", "by air")
    assert (ship_method(feed), feed.encoding) == ("by air", "utf-8")
    for text in ("by air é", "by \x7f"):
        assert declaration_refusal(read_declared(declared, "latin-1", text)) == (70203, declared)


@pytest.mark.parametrize("declared", FOREIGN)
def test_any_other_encoding_is_refused_though_its_bytes_are_plain(read_declared, declared):
    quoted = declared if declared not in {"", "é"} else "-"
    assert declaration_refusal(read_declared(declared, "latin-1", "by air")) == (70203, quoted)


@pytest.mark.parametrize(
    ("declared", "encoding", "text", "quoted"),
    [
        ("UTF-8", "cp932", TEXT, "UTF-8"),
        (None, "cp932", TEXT, "UTF-8"),
        (None, "euc-jp", "見本", "UTF-8"),
        ("Shift_JIS", "utf-8", TEXT, "Shift_JIS"),
        ("US-ASCII", "utf-8", TEXT, "US-ASCII"),
        ("UTF-16", "utf-8", TEXT, "UTF-16"),
        ("Shift_JIS", "latin-1", "\x80", "Shift_JIS"),
        (None, "utf-16-le", TEXT, "UTF-8"),
        (None, "utf-32-be", TEXT, "UTF-8"),
        ("EBCDIC-CP-US", "cp037", "by air", "UTF-8"),
    ],
)
def test_a_text_that_is_not_what_it_says_is_refused_and_never_guessed_at(
    read_declared, declared, encoding, text, quoted
):
    assert declaration_refusal(read_declared(declared, encoding, text)) == (70203, quoted)


def test_a_shift_jis_text_that_reads_as_utf_8_too_is_refused_for_its_names_would_come_out_wrong(read_declared):
    assert "見本".encode().decode("cp932") != "見本"
    assert declaration_refusal(read_declared("Shift_JIS", "utf-8", "見本")) == (70203, "Shift_JIS")
    assert ship_method(read_declared("Shift_JIS", "utf-8", "by air")) == "by air"


@pytest.mark.parametrize(
    ("mark", "encoding", "declared"),
    [
        (codecs.BOM_UTF8, "utf-8", "Shift_JIS"),
        (codecs.BOM_UTF8, "utf-8", "UTF-16"),
        (codecs.BOM_UTF8, "utf-8", "US-ASCII"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16BE"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "Shift_JIS"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-8"),
    ],
)
def test_a_mark_against_the_declaration_is_refused(read_declared, mark, encoding, declared):
    assert declaration_refusal(read_declared(declared, encoding, "by air", mark=mark))[0] == 70203


def test_the_encoding_holds_to_the_last_byte(read_declared):
    long = "x" * 5000
    assert declaration_refusal(read_declared("UTF-8", "cp932", f"{long}見本")) == (70203, "UTF-8")
    assert ship_method(read_declared("Shift_JIS", "cp932", f"{long}見本")) == f"{long}見本"


def test_blanks_before_the_first_tag_do_not_make_a_flat_file_of_it(read):
    whole = xml_feed("OrderFulfillment", [BODY.format("見本")]).partition("?>\n")[2]
    assert read(b"\n" * 10_000 + whole.encode()).records == 1
    assert declaration_refusal(read(b"\n" * 10_000 + whole.encode("cp932"))) == (70203, "UTF-8")


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_a_mark_alone_is_an_empty_file(read, mark):
    assert read(mark).problems["code"].tolist() == [70204]
