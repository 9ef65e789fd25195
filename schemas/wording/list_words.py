"""The lists in words: headings of tables, states of rejections, and the last line of a list."""

from __future__ import annotations

from schemas.wording.event_words import Wording

JAPANESE_HEADINGS = {
    "order-id": "注文番号",
    "status": "ステータス",
    "purchased": "注文日",
    "items": "商品数",
    "promise": "出荷期限",
    "days": "残り日数",
    "order-item-id": "注文商品番号",
    "sku": "SKU",
    "product-name": "商品名",
    "ordered": "注文数",
    "shipped": "出荷",
    "canceled": "キャンセル",
    "open": "残数",
    "available": "販売可能数",
    "parcel": "荷物",
    "units": "数量",
    "carrier": "配送業者",
    "tracking-number": "お問い合わせ伝票番号",
    "ship-method": "配送方法",
    "buyer-email": "メールアドレス",
    "buyer-name": "氏名",
    "buyer-phone-number": "電話番号",
    "recipient-name": "受取人",
    "ship-address-1": "住所1",
    "ship-address-2": "住所2",
    "ship-address-3": "住所3",
    "ship-city": "市区町村",
    "ship-state": "都道府県",
    "ship-postal-code": "郵便番号",
    "ship-country": "国",
    "ship-phone-number": "電話番号",
    "run": "実行",
    "feed": "ファイル",
    "record": "データ番号",
    "line": "行",
    "order": "注文番号",
    "codes": "コード",
    "message": "内容",
    "state": "対応状況",
    "file": "保存先",
    "answer": "判定",
    "code": "コード",
    "reason": "理由",
}
"""The Japanese headings of tables; the English ones are the names of the columns."""
REJECTION_STATES = {
    "resolved": Wording("resolved by run {run}", "解決済み(実行{run})"),
    "again": Wording("rejected again in run {run}", "再度エラー(実行{run})"),
    "settled": Wording("settled by run {run}", "後のデータで解決済み(実行{run})"),
    "closed": Wording("closed", "対応済み"),
    "later": Wording("open (see run {run})", "未対応(実行{run}を参照)"),
    "": Wording("open", "未対応"),
}
"""What became of a rejection, by what ended it; `later` is no more than a hint."""
REJECTION_COUNT = Wording("{count}, {open:,} open", "エラー{count}件、うち未対応{open:,}件")
REFUSAL_CLOSED = Wording("{feed}, refused in run {run}: closed", "{feed}(実行{run}でエラー)を対応済みにしました")
STILL_OPEN = Wording("{open:,} rejected or refused still open", "未対応は残り{open:,}件です")
ORDER_COUNT = Wording("{count} as of run {run}, {at}", "注文{count}件({at}現在、実行{run})")
PICK_LIST_EMPTY = Wording(
    "the list has no lines, so nothing was checked against run {run}",
    "リストに行がないため、実行{run}の状態では何も確認していません",
)
PICK_LIST_GOOD = Wording(
    "{count} checked against run {run}: all may ship",
    "実行{run}の状態で{count}行を確認しました。すべて出荷できます",
)
PICK_LIST_KEPT = Wording(
    "{count} checked against run {run}: {kept} may not ship ({reasons})",
    "実行{run}の状態で{count}行を確認しました。{kept}行は出荷できません({reasons})",
)
CODE_COUNT = Wording("{count} {code}", "{code} {count}件")
