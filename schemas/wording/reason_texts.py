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
TAX, NEGATIVE, POSITIVE, NET, FOREIGN = "tax", "negative", "positive", "net", "currency"
"""What is wrong with an amount that is written like one; any other reason is the range that it may be in."""
WINDOW = "window"
"""The date is none on which it can have been."""
ZERO = "zero"
"""A Japanese postal code has lost its first digit."""
EITHER, BESIDE = "either", "beside"
"""Two columns are filled of which only one may be: any of them, or the quantity alone."""
COMPONENT = "component"
"""A type of amounts that is not used."""
TWO_VALUES = "two values"
"""The two headings of a column say two things in one row."""
CLEANED = "cleaned"
"""The file of the records that were rejected then is gone. This reason stands in `column`."""
TWIN = "twin"
"""The item id is that of an item of the order, but for leading zeros."""
UNDECIDED = "undecided"
"""Because of that nothing moved."""
IDLE_LINE = "canceled line"
"""A line of quantity 0, which changed nothing."""

REASONS: Mapping[int, Mapping[str, Mapping[str, tuple[str, str]]]] = {
    5000: {
        IDLE_LINE: {
            "en": ("A canceled line (quantity 0) that changes nothing here", "Nothing to do"),
            "ja": ("キャンセルされた明細(数量0)です。こちらの内容は変わりません", "対応は不要です"),
        },
    },
    70020: {
        UNDECIDED: {
            "en": (
                "The report does not say which item of the SKU it means: {value}",
                "Do not ship it yet; look the order up in the marketplace",
            ),
            "ja": (
                "同じSKUの商品({value})のどれを指すか、レポートの行からは分かりません",
                "まだ出荷しないで、マーケットプレイスで注文を確認してください",
            ),
        },
    },
    70102: {
        ANY: {
            "en": ("{column} is out of range: {value}", "Enter a whole number from {limit}"),
            "ja": ("「{column}」の値「{value}」は範囲外です", "{limit}の範囲の整数を入力してください"),
        },
    },
    70103: {
        WINDOW: {
            "en": ("{column} is before the order or after the file was received: {value}", "Enter the right date"),
            "ja": (
                "「{column}」の日時「{value}」は、注文より前か、ファイルの受信より後です",
                "正しい日時に直してください",
            ),
        },
    },
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
                "{column} was damaged by a spreadsheet: {value}",
                "An order item id has 14 or 15 digits: format the column as text and paste it from its source",
            ),
            "ja": (
                "「{column}」の注文商品番号「{value}」が表計算ソフトで壊れています",
                "注文商品番号は14桁か15桁の数字です。列を「文字列」にして、貼り直してください",
            ),
        },
        ZERO: {
            "en": (
                "{column} has lost its leading zero",
                "A postal code has 7 digits: format the column as text, or run with --repair",
            ),
            "ja": (
                "「{column}」の先頭の0が失われています",
                "郵便番号は7桁です。列を「文字列」にするか、--repairを付けて実行してください",
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
    70106: {
        EITHER: {
            "en": ("{value} are both filled", "Fill in one of them only"),
            "ja": ("{value}の両方に値があります", "どちらか一方だけを入力してください"),
        },
        BESIDE: {
            "en": ("{value} are both filled", "Enter the quantity alone and leave {column} empty"),
            "ja": ("{value}の両方に値があります", "「{column}」を空欄にし、数量だけを入力してください"),
        },
        COMPONENT: {
            "en": (
                "{column}: amounts of type {value} are not used",
                "Give it as Principal, Shipping, GiftWrap or RestockingFee, and leave {column} empty",
            ),
            "ja": (
                "「{column}」の金額の種類「{value}」は使えません",
                "Principal、Shipping、GiftWrap、RestockingFeeのいずれかとし、「{column}」は空欄にしてください",
            ),
        },
        TWO_VALUES: {
            "en": ("{column} has two values in this row: {value}", "Keep the right one and delete the other"),
            "ja": ("「{column}」に値が二つあります({value})", "正しい値だけを残してください"),
        },
    },
    70108: {
        TAX: {
            "en": ("{column} must be 0, not {value}", "Tax is inside the price in Japan; enter 0 or leave it empty"),
            "ja": (
                "「{column}」は0でなければなりません(値は{value})",
                "日本では税は価格に含まれます。0にするか、空欄にしてください",
            ),
        },
        NEGATIVE: {
            "en": ("{column} must not be negative: {value}", "Enter the amount without a minus sign"),
            "ja": ("「{column}」の金額「{value}」は負の値です", "マイナスを付けずに入力してください"),
        },
        POSITIVE: {
            "en": ("{column} must not be above 0: {value}", "Enter what you keep with a minus sign"),
            "ja": ("「{column}」の金額「{value}」が0を超えています", "差し引く金額にはマイナスを付けてください"),
        },
        NET: {
            "en": ("The refund comes to less than 0 yen: {value}", "Take back at most what is refunded"),
            "ja": ("返金の合計が0円を下回ります({value})", "差し引く金額を、返金額以下にしてください"),
        },
        FOREIGN: {
            "en": (
                "{column}: amounts must be in yen, not in {value}",
                "Enter the amounts in yen and JPY as the currency",
            ),
            "ja": ("「{column}」の通貨「{value}」は使えません", "金額を円で、通貨をJPYで入力してください"),
        },
        ANY: {
            "en": ("{column} is out of range: {value}", "Enter whole yen from {limit}"),
            "ja": ("「{column}」の金額「{value}」は範囲外です", "{limit}の範囲の円単位の整数を入力してください"),
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
    70207: {
        CLEANED: {
            "en": (
                "The same file was already processed in run {value}",
                "It was not applied again. Records rejected then: {limit}",
            ),
            "ja": (
                "同じ内容のファイルは処理済みです(実行{value})",
                "今回は反映していません。前回エラーになったデータは{limit}です",
            ),
        },
    },
}
REASON_COLUMNS: Mapping[int, str] = {70207: "column", 90118: "value"}
"""Where the reason of a code stands, if not in `limit`."""


def reason_texts(code: int, reason: str) -> Mapping[str, tuple[str, str]] | None:
    """The texts of a code for this reason, by language; None where the code has none of its own for it."""
    of_code = REASONS.get(code, {})
    return of_code.get(reason) or (of_code.get(ANY) if reason else None)
