"""Bytes and letters: encodings, byte order marks, characters that a code page lacks or nobody sees."""

import codecs

from tests.samples.odd_records import Odd, OwnOrders, replaced

TITLES = "髙島 ①㈱～－"


def _titled(own: OwnOrders) -> str:
    return own.orders({"product-name": TITLES}, {})


def _damaged_end(own: OwnOrders) -> bytes:
    return own.orders({}, {"gift-message-text": ""}).encode()[:-1] + "あ".encode()[:2]


def _mixed(own: OwnOrders) -> bytes:
    """One row in CP932 in a file of UTF-8."""
    head, first, second = own.orders({}, {}).splitlines(keepends=True)
    return (head + first).encode() + second.encode("cp932")


def _cut_title(own: OwnOrders) -> bytes:
    """The first title has lost the last byte of its last letter."""
    title = "マグカップ".encode("cp932")
    return own.orders({}, {}).encode("cp932").replace(title, title[:-1], 1)


def _late_nul(own: OwnOrders) -> str:
    """Beyond the first pages of the file, where a NUL does not tell UTF-16 any more."""
    return own.orders(*({} for _ in range(30)), {"product-name": "マグ\0カップ"})


FILES = (
    Odd("orders-title-cut-in-half-a-letter.txt", _cut_title),
    Odd(
        "confirmations-heading-that-does-not-decode.txt",
        lambda own: own.confirmations({}, {}).encode().replace(b"\tship-method", b"\tship-method\xe5", 1),
    ),
    Odd("orders-utf-8-with-bom.tsv", lambda own: codecs.BOM_UTF8 + _titled(own).encode()),
    Odd("orders-utf-8-with-bom-twice.tsv", lambda own: codecs.BOM_UTF8 * 2 + own.orders({}, {}).encode()),
    Odd(
        "orders-bom-before-the-second-row.tsv",
        lambda own: replaced(own.orders({}, {}), own.order(12), f"\ufeff{own.order(12)}"),
    ),
    Odd("orders-bom-alone.tsv", lambda _: codecs.BOM_UTF8),
    Odd("orders-utf-16-le-with-bom.txt", lambda own: codecs.BOM_UTF16_LE + _titled(own).encode("utf-16-le")),
    Odd("orders-utf-16-be-with-bom.txt", lambda own: codecs.BOM_UTF16_BE + _titled(own).encode("utf-16-be")),
    Odd("orders-utf-16-le-without-bom.txt", lambda own: _titled(own).encode("utf-16-le")),
    Odd(
        "orders-utf-16-with-half-a-character.txt",
        lambda own: codecs.BOM_UTF16_LE + own.orders({}).encode("utf-16-le") + b"\x42",
    ),
    Odd("orders-utf-32-with-bom.txt", lambda own: codecs.BOM_UTF32_LE + _titled(own).encode("utf-32-le")),
    Odd("orders-cp932-with-letters-of-windows.txt", lambda own: _titled(own).encode("cp932")),
    Odd("orders-cp932-with-half-width-kana.txt", lambda own: own.orders({"product-name": "ﾏｸﾞｶｯﾌﾟ"}).encode("cp932")),
    Odd(
        "orders-cp932-backslash-in-second-byte.txt",
        lambda own: own.orders({"product-name": "ソーラー十能表"}).encode("cp932"),
    ),
    Odd(
        "orders-cp932-with-private-letters.txt",
        lambda own: replaced(own.orders({}), "マグカップ", "\ue000").encode("cp932"),
    ),
    Odd("orders-euc-jp.txt", lambda own: own.orders({}, {}).encode("euc_jp")),
    Odd("confirmations-euc-jp-that-reads-as-cp932.txt", lambda own: own.confirmations({}).encode("euc_jp")),
    Odd("orders-iso-2022-jp.txt", lambda own: own.orders({}, {}).encode("iso2022_jp")),
    Odd("orders-utf-7.txt", lambda own: own.orders({}).encode("utf-7")),
    Odd(
        "confirmations-latin-1.txt",
        lambda own: own.confirmations({"ship-method": "Caf\xe9"}).encode("latin-1"),
    ),
    Odd(
        "confirmations-latin-1-that-reads-as-cp932.txt",
        lambda own: own.confirmations({"ship-method": "B\xe9atrice"}).encode("latin-1"),
    ),
    Odd("orders-one-row-in-another-encoding.tsv", _mixed),
    Odd("orders-last-character-cut.tsv", _damaged_end),
    Odd("orders-nul-at-the-beginning.tsv", lambda own: own.orders({"product-name": "マグ\0カップ"}, {})),
    Odd("orders-nul-far-behind.tsv", _late_nul),
    Odd("orders-mojibake-in-a-title.tsv", lambda own: own.orders({"product-name": "ãƒžã‚°ã‚«ãƒƒãƒ—"})),
    Odd("orders-replacement-character-in-a-title.tsv", lambda own: own.orders({"product-name": "マグ\ufffd\ufffd"})),
    Odd("orders-emoji-and-rare-kanji.tsv", lambda own: own.orders({"product-name": "𠮷野家の丼 🍵👨‍👩‍👧"})),
    Odd("orders-combining-marks.tsv", lambda own: own.orders({"product-name": "ク\u3099ラス", "sku": "か\u3099-1"})),
    Odd("orders-right-to-left-override.tsv", lambda own: own.orders({"product-name": "マグ\u202egnp.exe"})),
    Odd("orders-next-line-in-a-title.tsv", lambda own: own.orders({"product-name": "マグ\u0085カップ"}, {})),
    Odd(
        "orders-line-separator-in-a-title.tsv",
        lambda own: own.orders({"product-name": "マグ\u2028カップ"}, {"product-name": "マグ\u2029カップ"}, {}),
    ),
    Odd("orders-zero-width-space-in-an-id.tsv", lambda own: own.orders({"order-id": f"{own.order(11)}\u200b"}, {})),
)
