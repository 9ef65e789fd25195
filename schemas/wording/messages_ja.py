"""What each code says in Japanese: number -> (message, advice), in the words of Seller Central.

A third text is the advice where there is nothing to fill into the second one. Days, causes and the like are stored in
words of no language; below they get their Japanese ones.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from schemas.wording import messages_en
from schemas.wording.japanese_dates import day_text

CODES = {
    5000: ("登録済みと同じ内容です(変更なし)", "対応不要"),
    18021: ("出荷・キャンセル数量 {value} が残数 {limit} を超えています", "残数以下に直す"),
    18028: ("注文番号または注文商品番号が見つかりません", "番号を確認し、注文ファイルを入れて再投入"),
    18181: ("お問い合わせ伝票番号の形式が正しくありません", "50文字以内、改行なしで入力"),
    50001: ("XMLが壊れているか、途中で切れています", "{value}行目を確認し、もう一度出力"),
    70001: ("保留中(支払い未確認)の注文は操作できません", "購入者から連絡があっても出荷しない"),
    70002: ("{value} にキャンセル済みの注文です({limit})", "出荷しない。在庫があれば再注文を案内可"),
    70003: ("出荷通知済みのため、キャンセルできません", "未発送なら発送せず返金、発送済みなら返品後に返金"),
    70004: ("出荷通知の期限 {limit} を過ぎています", "請求も支払いも行われません"),
    70005: ("支払い期限 {limit} を過ぎた入金です", "返金が必要。在庫があれば再注文を案内可"),
    70006: ("支払い確認済みの注文です", "止めるにはキャンセルファイルを入れる"),
    70007: ("登録済みの注文と {column} が異なります", "正しい方を確認。相違のある内容は反映していません"),
    70008: ("依頼者またはメッセージ番号がない住所変更です", "購入者かカスタマーサービスの依頼のみ可"),
    70009: ("返金額 {value} 円が請求額 {limit} 円を超えています", "残りの返金可能額以下にする"),
    70010: ("出荷日が注文日より前、または受信日より後です", "{limit} として反映。次回は直す"),
    70011: ("配送業者 {value} は一覧にありません", "「その他」として反映"),
    70012: ("在庫 {limit} に対し注文 {value}。在庫が不足しています", "入荷を確認し、在庫数を直す"),
    70013: ("照合待ち:対象の{value}がまだありません", "{limit} まで毎回再試行", "出荷されるまで毎回再試行"),
    70014: ("同じキーの行が内容違いで重複しています", "どちらも未反映。1行にして再投入"),
    70015: ("出荷通知の記録がありませんが、出荷済みです", "誰が通知したか確認。二重出荷に注意"),
    70016: ("キャンセル扱いでしたが、有効な注文です", "出荷対象に戻りました"),
    70017: ("配送方法の期限に遅れて出荷しています", "お急ぎ・日時指定を優先"),
    70018: ("購入者がキャンセルを希望している注文です", "出荷前ならキャンセル"),
    70101: ("必須の {column} が空です", "値を入れて再投入"),
    70102: ("{column} は半角の整数で入力してください:{value}", "全角・小数・記号は不可"),
    70103: ("{column} の日付が正しくありません:{value}", "2026-10-05 の形で入力"),
    70104: ("番号の形式が正しくありません:{value}", "注文番号は 3-7-7 桁"),
    70105: ("番号が表計算ソフトで壊れています:{value}", "列を「文字列」にして元データから貼り直す"),
    70106: ("{column} の値 {value} は使えません", "使える値:{limit}"),
    70107: ("列の数が見出しと違います({value}/{limit})", "値の中のタブ・改行を除く"),
    70108: ("金額は円単位の整数で入力:{value}", "小数・桁区切り・円記号・外貨は不可"),
    70109: ("{column} に使えない文字があります", "入力し直す"),
    70110: ("末尾の任意列を補いました", "対応不要"),
    70111: ("{column} を自動修復:{value}→{limit}", "内容を確認"),
    70112: ("{column} の先頭の0が落ちている可能性があります", "列を「文字列」にする。または --repair を付けて実行"),
    70201: (
        "ファイルの種類を判別できません",
        "近い形式:{limit}。見出し行を確認",
        "これは{value}です。{column}",
    ),
    70202: ("ファイルの種類が複数当てはまります", "列を標準様式に合わせる"),
    70203: (
        "文字コードを判別できません",
        "{limit} として読めません。UTF-8で保存するか、Shift_JISと宣言",
        "UTF-8 か Shift_JIS(CP932)で保存",
    ),
    70204: ("空のファイルです", "出力元を確認"),
    70205: ("ファイルが大きすぎます", "分割して再投入"),
    70206: ("種別 {value} と中身 {limit} が一致しません", "正しい種別で出力し直す"),
    70207: (
        "同じ内容のファイルが処理済みです(実行 {value})",
        "反映していません。前回未反映の {limit} 件は {column} を修正",
        "対応不要。反映していません",
    ),
    70208: ("別の出品者のファイルです", "入れ先のフォルダを確認"),
    70209: (
        "表計算ソフトがセルを引用符で囲んでいます",
        "引用符なしで保存し直す。セル内に改行がなければ --repair を付けて実行も可",
    ),
    70210: (
        "表計算ソフトがセル {value} 個を引用符で囲んだようです(そのまま反映)",
        "引用符なしで保存し直す。または --repair を付けて実行",
    ),
    70211: ("セル {value} 個を囲む引用符を外しました", "内容を確認"),
    90012: ("必須の列 {column} がありません", "見出し行を直して再投入"),
    90061: ("列 {column} は使用しません", "綴りの近い列名:{limit}", "対応不要(保管のみ)"),
    90118: ("{column} が長すぎます(最大 {limit})", "短くして再投入"),
}

BY_POSITION = "{message}(ファイル内の {record} 件目。固有のMessageIDがないため位置で表示)"

CAUSES = {
    "PaymentFailed": "支払い失敗",
    "Fraud": "不正",
    "PaymentDeadline": "支払い期限切れ",
    "Marketplace": "マーケットプレイス",
    "ConfirmationDeadline": "出荷通知期限切れ",
    "BeforeOurTime": "取込前の期限切れ",
    "BuyerCanceled": "購入者希望",
    "Seller": "出品者",
    "NoInventory": "出品者・在庫なし",
    "ShippingAddressUndeliverable": "出品者・配達不可の住所",
    "CustomerExchange": "出品者・交換",
    "GeneralAdjustment": "出品者・一般的な調整",
    "CarrierCreditDecision": "出品者・配送業者の与信",
    "RiskAssessmentInformationNotValid": "出品者・リスク情報の不備",
    "CarrierCoverageFailure": "出品者・配送地域外",
    "CustomerReturn": "出品者・返品",
    "MerchandiseNotReceived": "出品者・商品未着",
    "CannotVerifyInformation": "出品者・情報の確認不可",
    "PricingError": "出品者・価格の誤り",
    "RejectOrder": "出品者・注文の拒否",
    "WeatherDelay": "出品者・天候による遅れ",
    "CouldNotShip": "出品者・出荷不可",
    "DifferentItem": "出品者・商品違い",
    "Abandoned": "出品者・受取放棄",
    "PriceError": "出品者・価格設定の誤り",
    "CustomerAddressIncorrect": "出品者・住所の誤り",
    "Exchange": "出品者・交換品",
    "Other": "出品者・その他",
    "TransactionRecord": "出品者・取引記録",
    "Undeliverable": "出品者・配達不能",
    "RefusedDelivery": "出品者・受取辞退",
}
"""Why an order was canceled (schemas.statuses.CAUSES): the marketplace, a deadline, the buyer, or the seller."""
HELD_FOR = {"order": "注文", "shipment": "出荷"}
"""What a held record waits for."""
_UNPACK = "展開し、中のファイルを投入"
_SAVE_SHEET = "シートをタブ区切りテキストで保存して投入"
NON_FEED_FILES = {
    "a zip archive": ("ZIPファイル", _UNPACK),
    "a 7z archive": ("7zファイル", _UNPACK),
    "a RAR archive": ("RARファイル", _UNPACK),
    "a tar archive": ("tarファイル", _UNPACK),
    "a bzip2 file": ("bzip2ファイル", _UNPACK),
    "an xz file": ("xzファイル", _UNPACK),
    "a zstd file": ("zstdファイル", _UNPACK),
    "an Excel workbook": ("Excelブック", _SAVE_SHEET),
    "an OpenDocument sheet": ("OpenDocumentの表", _SAVE_SHEET),
    "a PDF": ("PDF", "データをテキストかXMLで出力"),
    "a .gz file inside a .gz file": ("二重に圧縮された.gz", "一度展開して投入"),
    "a .gz file of several files": ("複数のファイルを含む.gz", "展開し、1件ずつ投入"),
    "a .gz file with more behind its end": ("末尾に余分なデータがある.gz", "圧縮し直す"),
    "a damaged .gz file": ("壊れた.gz", "もう一度コピーするか、圧縮し直す"),
}
"""What a file is that is no feed (schemas.wording.messages_en.FOREIGN), and what to do with it."""


def cause_texts(names: pd.Series) -> pd.Series:
    """Causes of a cancellation by their name, in Japanese."""
    return _map_distinct(names, lambda name: CAUSES.get(name, name))


def held_for_texts(names: pd.Series) -> pd.Series:
    """`order` and `shipment` in Japanese."""
    return _map_distinct(names, lambda name: HELD_FOR.get(name, name))


def non_feed_texts(names: pd.Series) -> pd.Series:
    """What files are that are no feeds, in Japanese."""
    return _map_distinct(names, lambda name: NON_FEED_FILES[name][0] if name in NON_FEED_FILES else name)


def remedy_texts(texts: pd.Series) -> pd.Series:
    """What to do with a file that is no feed, in Japanese."""
    known = {messages_en.NON_FEED_FILES[name]: remedy for name, (_, remedy) in NON_FEED_FILES.items()}
    return _map_distinct(texts, lambda text: known.get(text, text))


def day_texts(texts: pd.Series) -> pd.Series:
    """Days such as 2026-10-05 as 2026年10月5日(月); any other text stays."""
    return _map_distinct(texts, _day_text)


def alternative_texts(columns: pd.Series) -> pd.Series:
    """Names of columns of which one is meant: `quantity or on-hand`."""
    return columns.str.replace(" or ", "または")


def _day_text(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return day_text(day)


def _map_distinct(texts: pd.Series, word: Callable[[str], str]) -> pd.Series:
    """Every text by its word: few different ones stand in many rows."""
    places, distinct = pd.factorize(texts)
    return pd.Series([word(text) for text in distinct], dtype="str").take(places).set_axis(texts.index)
