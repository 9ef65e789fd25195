"""Other texts of a code, for reasons of their own: number -> reason -> language -> (message, advice).

The reason is what stands in `limit` of the problem, or where REASON_COLUMNS says; ANY is every reason without
texts of its own. Where a code has no text for a reason, that of schemas.wording.messages_en and messages_ja counts.
"""

from __future__ import annotations

from collections.abc import Mapping

ANY = "*"
ITEM = "item"
"""The id is that of an item."""
KEPT = "kept"
"""The text is too long and was kept. This reason stands in `value`: `limit` holds the length."""
TWIN = "twin"
"""The item id is that of an item of the order, but for leading zeros."""

REASONS: Mapping[int, Mapping[str, Mapping[str, tuple[str, str]]]] = {
    70104: {
        ITEM: {
            "en": (
                "{column} is not a valid order item id: {value}",
                "An order item id has 14 or 15 digits; copy it from the order report",
            ),
            "ja": (
                "「{column}」の注文商品番号「{value}」の形式が正しくありません",
                "注文商品番号は14桁か15桁の数字です。注文レポートから写してください",
            ),
        },
    },
    70105: {
        ITEM: {
            "en": (
                "Order item id was damaged by a spreadsheet, {column}: {value}",
                "It has 14 or 15 digits: format the column as text and paste it again from its source",
            ),
            "ja": (
                "「{column}」の注文商品番号「{value}」が表計算ソフトで壊れています",
                "14桁か15桁の数字です。列を「文字列」にして、元データから貼り直してください",
            ),
        },
        TWIN: {
            "en": (
                "Order item id {value} differs from one of its order only by leading zeros",
                "Format the column as text and paste the id again from its source",
            ),
            "ja": (
                "注文商品番号「{value}」は、この注文の番号と先頭の0だけが違います",
                "列を「文字列」にして、元データから貼り直してください",
            ),
        },
    },
    90118: {
        KEPT: {
            "en": ("{column} is longer than {limit}", "It was kept as it is; check that it fits the label"),
            "ja": (
                "「{column}」が長すぎます(最大{limit}文字)",
                "そのまま取り込みました。送り状に収まるか確認してください",
            ),
        },
    },
}
REASON_COLUMNS: Mapping[int, str] = {90118: "value"}
"""Where the reason of a code stands, if not in `limit`."""


def reason_texts(code: int, reason: str) -> Mapping[str, tuple[str, str]] | None:
    """The texts of a code for this reason, by language; None where the code has none of its own for it."""
    of_code = REASONS.get(code, {})
    return of_code.get(reason) or (of_code.get(ANY) if reason else None)
