"""The state of an order and what comes next, in words: statuses, causes, deadlines, reports, pick list answers.

Every wording is in English and Japanese and holds no buyer data.
"""

from __future__ import annotations

from schemas.statuses import CAUSES, STATUS_TEXT
from schemas.wording import messages_ja
from schemas.wording.event_words import Wording

STATUS_WORDS = dict(
    zip(
        STATUS_TEXT,
        (
            Wording("Pending", "保留中(支払い未確認)"),
            Wording("Unshipped", "未出荷"),
            Wording("PartiallyShipped", "一部出荷済み"),
            Wording("Shipped", "出荷済み"),
            Wording("Canceled", "キャンセル"),
        ),
        strict=True,
    )
)
CAUSE_WORDS = {text: Wording(text, messages_ja.CAUSES.get(text, text)) for text in CAUSES}
NOT_ACTIONABLE = Wording(
    "not actionable: do not ship, even if the buyer contacts you",
    "操作不可:購入者から連絡があっても出荷しないでください",
)
CANCELED_BY_WORDS = {
    "marketplace": Wording("marketplace", "マーケットプレイス"),
    "seller": Wording("seller", "出品者"),
    "buyer": Wording("buyer", "購入者"),
    "": Wording("nobody", "なし"),
}
ANSWER_WITH_YEN = Wording("{answer} ({amount:,} yen)", "{answer}({amount:,}円)")
YEN_AMOUNT = Wording("{amount:,} yen", "{amount:,}円")
LABELS = {
    "order": Wording("order", "注文番号"),
    "status": Wording("status", "ステータス"),
    "as-of": Wording("as of", "基準日時"),
    "purchased": Wording("purchased", "注文日時"),
    "verified": Wording("payment verified", "支払い確認日時"),
    "paid-by": Wording("payment deadline", "支払い期限"),
    "promise": Wording("promised shipment", "出荷期限"),
    "delivery": Wording("latest delivery", "お届け予定日"),
    "cut-off": Wording("cut-off", "出荷通知期限"),
    "payment-method": Wording("payment method", "支払い方法"),
    "flags": Wording("attention", "注意"),
    "items": Wording("items", "商品"),
    "parcels": Wording("shipments", "荷物"),
    "cancellation": Wording("cancellation", "キャンセル"),
    "buyer": Wording("buyer", "購入者"),
    "address": Wording("address", "お届け先"),
    "timeline": Wording("timeline", "経過"),
    "next": Wording("what happens next", "今後の予定"),
    "reports": Wording("in the reports of the last run", "レポートへの掲載(直近の実行)"),
    "yes": Wording("yes", "はい"),
    "no": Wording("no", "いいえ"),
    "by": Wording("by", "実施者"),
    "at": Wording("when", "日時"),
    "cause": Wording("reason", "理由"),
    "refund-due": Wording("refund due", "要返金(未処理)"),
    "money": Wording("money", "金額"),
    "charged": Wording("charged", "購入者への請求"),
    "plan-unit-fee": Wording("plan fee by the unit", "出品プランの販売点数分の料金"),
    "refunded": Wording("refunded", "返金済み"),
    "may-invite": Wording("may invite a new order", "再注文の案内可"),
    "feedback": Wording("feedback", "評価"),
    "open": Wording("open", "受付中"),
}
RUN_NUMBER = Wording("run {run}", "実行{run}")
RECORD_NUMBER = Wording("record {record}", "{record}件目")
"""A record by its number, which differs from the number of its line."""
NEXT_STEPS = {
    "payment": Wording(
        "payment must be verified; then the order enters the next Orders report",
        "支払いが確認されると、次の注文レポートに掲載されます",
    ),
    "payment-deadline": Wording("canceled unless paid by then", "この日時までに支払いがなければキャンセルされます"),
    "no-deadline": Wording(
        "no payment deadline: the order waits until its payment is verified",
        "支払い期限はありません。支払いが確認されるまで待ちます",
    ),
    "late-money": Wording("payment arrived too late: a refund is due", "支払い期限を過ぎた入金です。返金が必要です"),
    "promise": Wording("ship by then, as promised", "この日時までに出荷してください(出荷期限)"),
    "late": Wording("the promised ship date has passed", "出荷期限を過ぎています"),
    "warning": Wording(
        "warning to the seller, seven days before the cut-off", "出荷通知期限の7日前に、出品者へ警告を送ります"
    ),
    "cut-off": Wording(
        "anything not confirmed by then is canceled", "この日時までに出荷通知がない分は、自動的にキャンセルされます"
    ),
    "waived": Wording("the cut-off no longer applies to this order", "この注文に出荷通知期限は適用されません"),
    "unpriced": Wording("earnings are posted once a record gives the price", "価格が分かった時点で計上します"),
    "invitation": Wording("the buyer is invited to leave feedback", "購入者に評価を依頼します"),
    "do-not-ship-yet": Wording(
        "do not ship yet: missing from the marketplace's list",
        "まだ出荷しないでください。マーケットプレイスの一覧にありません",
    ),
    "item-unclear": Wording(
        "do not ship yet: a report may mean this item or another",
        "まだ出荷しないでください。どの商品についての記載か判別できません",
    ),
    "status-unknown": Wording(
        "do not ship yet: the marketplace gives it an unknown status",
        "まだ出荷しないでください。マーケットプレイスのステータスが不明です",
    ),
    "quantity-differs": Wording(
        "do not ship yet: the marketplace counts fewer units",
        "まだ出荷しないでください。マーケットプレイスの数量の方が少なくなっています",
    ),
    "shipped-by-marketplace": Wording(
        "do not ship yet: a report says that the marketplace ships this order",
        "まだ出荷しないでください。マーケットプレイスが出荷する注文とされています",
    ),
    "gone-from-pending": Wording(
        "missing from the marketplace's list of pending orders", "マーケットプレイスの保留一覧にありません"
    ),
    "held": Wording(
        "record {record} of {feed} is held; every run tries it again until then",
        "{feed}の{record}件目は照合待ちです(この日時まで毎回再試行します)",
    ),
    "refund-held": Wording(
        "the refund in record {record} of {feed} waits for its shipment",
        "{feed}の{record}件目の返金は照合待ちです(出荷されるまで待ちます)",
    ),
    "nothing": Wording("nothing more: the order is complete", "今後の予定はありません。注文は完了しています"),
}
IN_REPORTS = {
    "orders:in": Wording("in: reported by run {runs}", "掲載:実行{runs}のファイル"),
    "orders:pending": Wording("not in: payment is not verified", "掲載なし:支払い未確認"),
    "orders:unverified": Wording(
        "not in: canceled before its payment was verified", "掲載なし:支払い確認前にキャンセル"
    ),
    "orders:next": Wording("not yet: enters the report of the next run", "未掲載:次の実行で掲載"),
    "closed": Wording("not in: already closed when it arrived", "掲載なし:対象外の注文"),
    "unshipped-orders:in": Wording("in: {units} to ship", "掲載:残り{units}点"),
    "unshipped-orders:pending": Wording("not in: payment is not verified", "掲載なし:支払い未確認"),
    "unshipped-orders:done": Wording("not in: nothing left to ship", "掲載なし:未出荷分なし"),
    "unshipped-orders:canceled": Wording("not in: canceled", "掲載なし:キャンセル"),
    "pending-orders:in": Wording("in: waiting for payment", "掲載:支払い待ち"),
    "pending-orders:verified": Wording("not in: payment is verified", "掲載なし:支払い確認済み"),
    "pending-orders:canceled": Wording("not in: canceled", "掲載なし:キャンセル"),
    "canceled-orders:in": Wording("in: reported by run {runs}", "掲載:実行{runs}のファイル"),
    "canceled-orders:not": Wording("not in: nothing was canceled", "掲載なし:キャンセルなし"),
}
FLAG_WORDS = {
    "do-not-ship-yet": Wording("do-not-ship-yet", "出荷見合わせ"),
    "gone-from-pending": Wording("gone-from-pending", "保留一覧に掲載なし"),
    "verge-of-cancellation": Wording("verge-of-cancellation", "自動キャンセル間近"),
    "buyer-asked-to-cancel": Wording("buyer-asked-to-cancel", "購入者キャンセル希望"),
    "stale-pending": Wording("stale-pending", "長期保留"),
    "not-actionable": Wording("not actionable", "操作不可"),
}
PICK_LIST_ANSWERS = {
    "": Wording("", ""),
    "id-mangled": Wording("The order id is blank or damaged", "注文番号が空か、壊れています"),
    "item-mangled": Wording("The order item id is damaged", "注文商品番号が壊れています"),
    "order-unknown": Wording("No order with this id is known", "この注文番号の注文はありません"),
    "item-unknown": Wording("The order has no such item", "この注文にない注文商品番号です"),
    "order-pending": Wording("Pending: payment is not verified", "保留中(支払い未確認)です"),
    "order-canceled": Wording("Canceled on {value}: {limit}", "{value}にキャンセルされています({limit})"),
    "already-shipped": Wording("Everything has already been shipped", "すべて出荷済みです"),
    "confirmed-too-late": Wording(
        "The cut-off {limit} has passed: you would not be paid", "出荷通知期限の{limit}を過ぎているため、入金されません"
    ),
    "do-not-ship-yet": Wording(
        "Missing from the marketplace's list since {value}",
        "{value}からマーケットプレイスの一覧にありません",
    ),
    "item-unclear": Wording(
        "A report may mean this item or another",
        "どの商品についての記載か判別できません",
    ),
    "status-unknown": Wording("The marketplace gives it an unknown status", "マーケットプレイスのステータスが不明です"),
    "quantity-differs": Wording(
        "The marketplace counts fewer units", "マーケットプレイスの数量の方が少なくなっています"
    ),
    "shipped-by-marketplace": Wording(
        "A report says that the marketplace ships this order",
        "マーケットプレイスが出荷する注文とされています",
    ),
    "number-invalid": Wording("The quantity is not a whole number", "数量が半角の整数ではありません"),
    "quantity-too-large": Wording(
        "This and earlier lines ask for {value} units; {limit} still to ship",
        "この行までの数量の合計{value}が残数{limit}を超えています",
    ),
    "buyer-asked-to-cancel": Wording("Note: the buyer has asked to cancel", "注意:購入者がキャンセルを希望しています"),
}
"""The answer to a line of a pick list, by the name of its code."""
