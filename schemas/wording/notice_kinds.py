"""Every notice: its kind, its recipient, and its text in English and Japanese, declared once. Order process, step 3.

A text may contain one date, `{date}`, and never buyer data. The kind is the key of the text. A notice is a record and
a convenience; the reports are what counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from schemas.wording.japanese_dates import WEEKDAYS
from schemas.wording.template_columns import fill

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

BUYER, SELLER = "buyer", "seller"
ORDERMILL, MARKETPLACE, OWN_MAILER = "ordermill", "marketplace", "here"
"""Who sends: to the seller ordermill; to the buyer the marketplace, or its own mailer if ordermill runs there."""
UNKNOWN_DATE = {"en": "not known yet", "ja": "未定"}


@dataclass(frozen=True, slots=True)
class Notice:
    """One kind of notice and its texts."""

    kind: str
    to: str
    en: str
    ja: str


NOTICES = (
    Notice(
        "order-confirmation",
        BUYER,
        "Your order is confirmed. Estimated delivery by: {date}",
        "ご注文を承りました。お届け予定日は{date}です",
    ),
    Notice(
        "order-notice",
        SELLER,
        "New order: it is in the Orders report of this run",
        "新しい注文が確定しました。今回のorders.tsvを確認してください",
    ),
    Notice(
        "order-reinstated",
        SELLER,
        "An order that was treated as canceled is active: it is in the Orders report again",
        "キャンセル扱いでしたが、有効な注文です。orders.tsvに再掲しました",
    ),
    Notice(
        "dates-revised",
        BUYER,
        "The estimated dates of your order have changed. New date: {date}",
        "ご注文の予定日が変わりました。新しい予定日は{date}です",
    ),
    Notice(
        "order-canceled",
        BUYER,
        "Canceled on {date}. You are not charged for it; anything paid in advance is refunded",
        "{date}にご注文の商品がキャンセルされました。代金は請求されません。前払い分は返金されます",
    ),
    Notice("shipment-confirmed", BUYER, "Your items were shipped on {date}", "{date}に商品を出荷しました"),
    Notice(
        "verge-of-cancellation",
        SELLER,
        "Confirm the shipment by {date} to avoid cancellation",
        "{date} 23:59までに出荷通知をしてください。過ぎると自動的にキャンセルされます",
    ),
    Notice(
        "stop-shipment",
        SELLER,
        "The payment was fraudulent and the order is canceled. Stop it in the warehouse",
        "不正注文のためキャンセルされました。出荷を止めてください",
    ),
    Notice(
        "marketplace-disagrees",
        SELLER,
        "The marketplace says Shipped, but the order is canceled here. Find out which is right",
        "キャンセル済みの注文が、マーケットプレイスでは出荷済みです。どちらが正しいか確認してください",
    ),
    Notice(
        "feedback-invitation",
        BUYER,
        "How was your order? You are invited to leave feedback",
        "お買い物はいかがでしたか。評価をお寄せください",
    ),
    Notice(
        "address-changed",
        SELLER,
        "The delivery address changed after it was reported. Use the one in the newest Unshipped report",
        "掲載済みの注文のお届け先が変わりました。最新のunshipped-orders.tsvの住所に送ってください",
    ),
)
"""In the order in which the notices about one order or item are numbered."""
BY_KIND = {notice.kind: notice for notice in NOTICES}


def texts(notices: pd.DataFrame, language: str, zone: ZoneInfo) -> pd.Series:
    """The text of each notice (columns kind, about: UTC or NaT) in `en` or `ja`, with dates of the zone."""
    dated = pd.DataFrame({"date": _date_texts(notices["about"], language, zone)})
    text = pd.Series("", index=notices.index, dtype="str")
    for kind, rows in dated.groupby(notices["kind"], dropna=False):
        text.loc[rows.index] = fill(getattr(BY_KIND[str(kind)], language), rows)
    return text


def _date_texts(instants: pd.Series, language: str, zone: ZoneInfo) -> pd.Series:
    local = instants.dt.tz_convert(zone)
    if language == "ja":
        month, day = (part.astype("Int64").astype("str") for part in (local.dt.month, local.dt.day))
        text = month + "月" + day + "日(" + local.dt.day_of_week.map(dict(enumerate(WEEKDAYS))).astype("str") + ")"
    else:
        text = local.dt.strftime("%Y-%m-%d").astype("str")
    return text.where(instants.notna(), UNKNOWN_DATE[language])
