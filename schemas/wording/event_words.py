"""What happens to an order, in words: for each event the step of the order process, and its text for people.

Every wording is in English and Japanese. `{units}`, `{at}` and the like are filled in, never with buyer data.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from schemas.statuses import OUTCOME_TEXT, Event


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in both languages."""

    en: str
    ja: str

    def of(self, language: str) -> str:
        """The text in `en` or `ja`."""
        return self.ja if language == "ja" else self.en


@dataclass(frozen=True, slots=True)
class EventWording:
    """One kind of step: its place in the order process, what a record asks for, and the text once it took effect.

    without_units: the text if it took effect but moved no units.
    """

    step: str
    request: Wording
    effect: Wording
    without_units: Wording | None = None


class ExtraEvent(IntEnum):
    """Steps that no record asks for, and records of which only the answer is known. Numbers above those of `Event`."""

    CLOSED = 100
    REPORTED = 101
    POSTED = 102
    CHARGED = 103
    NOTIFIED = 104
    RECORD = 105
    RETURNED = 106


STEP_BY_NUMBER = Wording("Order process, step {step}", "注文プロセス {step}")
STEP_BY_HEADING = Wording('Order process, "{step}"', "注文プロセス「{step}」")
ORDER_OF_WORK = "The order of work"
HEADING_WORDS = {
    ORDER_OF_WORK: Wording(ORDER_OF_WORK, "処理の順序"),
    "Statuses": Wording("Statuses", "ステータス"),
}
"""Headings of the order process that are cited instead of a step."""

_ORDER = Wording("order record", "注文データ")
_PAYMENT = Wording("payment record", "支払いデータ")
_SHIPMENT = Wording("shipment confirmation", "出荷通知")
_CANCELLATION = Wording("cancellation", "キャンセルデータ")
_REFUND = Wording("refund", "返金データ")
_CLOCK = Wording("clock", "期限")

EVENT_WORDS: dict[int, EventWording] = {
    Event.PLACE: EventWording(
        "1.1",
        _ORDER,
        Wording("order placed: {units} of {sku}", "注文受付:{sku} {units}点"),
        Wording("order record: blank details filled in", "注文データ:空欄を補完"),
    ),
    ExtraEvent.CLOSED: EventWording(
        "1.4",
        _ORDER,
        Wording("recorded as closed: its cut-off had already passed", "出荷通知期限切れの注文を登録(対象外)"),
    ),
    Event.UPDATE: EventWording("1.6", _ORDER, Wording("order record: details updated", "注文データ:内容を更新")),
    Event.VERIFY: EventWording("2.1", _PAYMENT, Wording("payment verified, {at}", "支払い確認:{at}")),
    Event.ATTEMPT: EventWording(
        "2.2", _PAYMENT, Wording("payment not completed yet: the order stays Pending", "支払い未完了:保留中のまま")
    ),
    Event.FAIL: EventWording(
        "2.2", _PAYMENT, Wording("payment failed for good: order canceled", "支払い失敗のためキャンセル")
    ),
    Event.FRAUD: EventWording(
        "2.2", _PAYMENT, Wording("payment was fraudulent: order canceled", "不正注文のためキャンセル")
    ),
    Event.PAYMENT_DEADLINE: EventWording(
        "2.4", _CLOCK, Wording("payment deadline passed: {units} canceled", "支払い期限切れ:{units}点をキャンセル")
    ),
    ExtraEvent.REPORTED: EventWording(
        "3.1", _CLOCK, Wording("entered the Orders report: {sku}", "注文レポートに掲載:{sku}")
    ),
    ExtraEvent.NOTIFIED: EventWording("3.2", _CLOCK, Wording("notice to the {to}: {kind}", "通知({to}):{kind}")),
    Event.CONFIRM: EventWording(
        "4.3",
        _SHIPMENT,
        Wording("shipment confirmed: {units} shipped {day}{parcel}", "出荷通知:{units}点、出荷日{day}{parcel}"),
        Wording("shipment changed", "出荷情報を変更"),
    ),
    Event.SHIPPED_ELSEWHERE: EventWording(
        "1.6", _ORDER, Wording("shipment confirmed elsewhere: {units} shipped", "別経路で出荷通知済み:{units}点")
    ),
    Event.CANCELED_ELSEWHERE: EventWording(
        "1.6", _ORDER, Wording("canceled by the marketplace: {units}", "マーケットプレイスによるキャンセル:{units}点")
    ),
    Event.REINSTATE: EventWording(
        "Statuses",
        _ORDER,
        Wording("reinstated: active at the marketplace", "キャンセル扱いを解除:マーケットプレイスで有効"),
    ),
    Event.REDIRECT: EventWording(
        "4.3", Wording("address change", "住所変更"), Wording("address changed", "住所を変更")
    ),
    Event.WARN: EventWording(
        "4.3", _CLOCK, Wording("seven days before the cut-off: seller warned", "出荷通知期限の7日前:出品者に警告")
    ),
    Event.CUT_OFF: EventWording(
        "4.3", _CLOCK, Wording("cut-off passed: {units} canceled", "出荷通知期限切れ:{units}点をキャンセル")
    ),
    Event.CANCEL: EventWording(
        "4.4",
        _CANCELLATION,
        Wording("canceled: {units}{cause}", "キャンセル:{units}点{cause}"),
        Wording("cancellation: nothing left to cancel", "キャンセルデータ:対象なし"),
    ),
    Event.ACKNOWLEDGE: EventWording(
        "4.4", Wording("acknowledgement", "受注確認"), Wording("order acknowledged", "受注確認を登録")
    ),
    ExtraEvent.CHARGED: EventWording("5", _CLOCK, Wording("{kind}: {amount} yen", "{kind}:{amount}円")),
    ExtraEvent.RETURNED: EventWording(
        "6.6", _CLOCK, Wording("refund posted: {amount} yen, {paid}", "返金の計上:{amount}円、{paid}")
    ),
    ExtraEvent.POSTED: EventWording(
        "6.1",
        _CLOCK,
        Wording("earnings of shipment {parcel} posted: {amount} yen, {paid}", "計上(荷物{parcel}):{amount}円、{paid}"),
    ),
    Event.REFUND: EventWording(
        "7",
        _REFUND,
        Wording("refunded: {amount} yen, {units} canceled{cause}", "返金:{amount}円、{units}点をキャンセル{cause}"),
        Wording("refunded: {amount} yen", "返金:{amount}円"),
    ),
    Event.DELIVER: EventWording("7", _ORDER, Wording("delivered {at}", "配達完了:{at}")),
    Event.INVITE: EventWording("7", _CLOCK, Wording("buyer invited to leave feedback", "購入者に評価を依頼")),
    ExtraEvent.RECORD: EventWording(ORDER_OF_WORK, Wording("record", "データ"), Wording("record", "データ")),
}
"""Every kind of step, by Event or ExtraEvent."""

EVENT_OF_FORMAT = {
    "order feed": Event.PLACE,
    "payments": Event.VERIFY,
    "shipment confirmation": Event.CONFIRM,
    "cancellation": Event.CANCEL,
    "address change": Event.REDIRECT,
    "order adjustment": Event.REFUND,
}
"""What a record asks for, by the format of its feed, if only its answer is known."""

OUTCOME_WORDS = dict(
    zip(
        OUTCOME_TEXT,
        (
            Wording("unchanged", "変更なし"),
            Wording("accepted", "反映"),
            Wording("accepted with a warning", "反映(警告あり)"),
            Wording("held", "照合待ち"),
            Wording("rejected", "未反映(エラー)"),
        ),
        strict=True,
    )
)
REQUEST_AND_OUTCOME = Wording("{asked}: {outcome}", "{asked}:{outcome}")
IN_CLOSED_SETTLEMENT = Wording("in settlement {id}, deposited {at}", "決済{id}({at}振込)")
IN_OPEN_SETTLEMENT = Wording("in the open settlement", "未締めの決済")
CHARGE_WORDS = {
    "charge": Wording("buyer charged", "購入者への請求"),
    "prepaid-capture": Wording("prepayment captured", "前払い代金の受領"),
    "refund": Wording("buyer refunded", "購入者への返金"),
    "refund-due": Wording("refund due", "要返金(未処理)"),
}
NOTICE_WORDS = {
    "order-confirmation": Wording("order confirmation", "注文確認"),
    "order-notice": Wording("order notice", "新規注文"),
    "order-reinstated": Wording("order reinstated", "キャンセル扱いの解除"),
    "dates-revised": Wording("dates revised", "予定日の変更"),
    "order-canceled": Wording("order canceled", "キャンセル"),
    "shipment-confirmed": Wording("shipment confirmed", "出荷のお知らせ"),
    "verge-of-cancellation": Wording("about to be canceled", "自動キャンセル間近"),
    "stop-shipment": Wording("stop the shipment", "出荷停止"),
    "marketplace-disagrees": Wording("the marketplace disagrees", "マーケットプレイスと不一致"),
    "feedback-invitation": Wording("invitation to leave feedback", "評価のお願い"),
    "address-changed": Wording("address changed", "住所変更"),
}
RECIPIENT_WORDS = {"buyer": Wording("buyer", "購入者"), "seller": Wording("seller", "出品者")}


def text_of(words: dict[str, Wording], text: str, language: str) -> str:
    """The wording of a stored word, or the word itself if none is declared."""
    return words[text].of(language) if text in words else text
