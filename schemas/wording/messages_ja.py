"""What each code says in Japanese: number -> (message, advice), in the words of Seller Central.

A third text is the advice if there is nothing to fill into the second one. Days, causes and the like are stored
independently of the language; the functions below turn them into Japanese.
"""

from __future__ import annotations

import re
from datetime import date

from schemas.wording import messages_en
from schemas.wording.foreign_files import FOREIGN_FILES
from schemas.wording.japanese_dates import day_text

_CLEANED = re.compile(r"(\d+) \((.*), cleaned in run (\d+)\)")
_OF_ITEM = re.compile(r"^(.*) of item ([0-9]+)$")

CODES = {
    5000: (
        "登録済みの内容と同じです(変更はありません)",
        "実行{limit}で{value}に変わりました。元に戻すには、出荷日、配送業者、配送方法のいずれかを変えてください",
        "対応は不要です",
    ),
    18021: ("出荷またはキャンセルの数量{value}が残数{limit}を超えています", "数量を残数以下に直してください"),
    18028: (
        "注文番号または注文商品番号が見つかりません",
        "番号を確認してください。注文ファイルが未投入なら、先に投入してからこのファイルを再投入してください",
    ),
    18181: (
        "お問い合わせ伝票番号の形式が正しくありません",
        "50文字以内で、改行、制御文字、読めない文字を入れずに入力してください",
    ),
    50001: (
        "XMLが壊れているか、途中で切れているか、使えない構文を含んでいます",
        "{value}行目を確認し、ファイルをもう一度出力してください",
    ),
    70001: ("保留中(支払い未確認)の注文は操作できません", "購入者から連絡があっても出荷しないでください"),
    70002: ("{value}にキャンセルされた注文です({limit})", "出荷しないでください。在庫があれば再注文を案内できます"),
    70003: (
        "出荷通知済みのため、キャンセルできません",
        "未発送なら発送せずに返金し、発送済みなら返品を依頼してから返金してください",
    ),
    70004: ("出荷通知期限の{limit}を過ぎています", "購入者への請求も、出品者への入金もありません"),
    70005: ("支払い期限の{limit}を過ぎた入金です", "返金が必要です。在庫があれば再注文を案内できます"),
    70006: ("支払い確認済みの注文です", "注文を止めるには、キャンセルデータを投入してください"),
    70007: ("登録済みの注文と「{column}」が異なります", "正しい方を確認してください。異なる内容は反映していません"),
    70008: ("依頼者またはメッセージ番号がない住所変更です", "購入者かカスタマーサービスの依頼だけを受け付けます"),
    70009: (
        "返金額{value}円が残額を超えています(請求額-返金済み額=残額:{limit}円)",
        "返金できる残額以下に直してください",
    ),
    70010: (
        "出荷日「{value}」が注文日より前、または受信日より後です",
        "出荷日を{limit}として反映しました。次回から正しい日付を入力してください",
    ),
    70011: ("配送業者「{value}」は一覧にありません", "配送業者を「その他」とし、この名称のまま反映しました"),
    70012: ("在庫が不足しています(注文{value}点、在庫{limit}点)", "入荷予定を確認し、在庫数を直してください"),
    70013: (
        "照合待ち:対象の{value}がまだありません",
        "{limit}まで毎回再試行します",
        "出荷されるまで毎回再試行します",
    ),
    70014: (
        "同じキーのデータが内容違いで重複しています",
        "いずれも反映していません。1件だけ残して再投入してください",
    ),
    70015: (
        "マーケットプレイスでは出荷済みですが、出荷通知の記録がありません",
        "誰が出荷を通知したか確認し、二重に出荷しないでください",
    ),
    70016: ("キャンセル扱いでしたが、有効な注文です", "未出荷の注文として、再び出荷対象になりました"),
    70017: (
        "指定された配送サービスの期限より後に出荷されています",
        "お急ぎ便と日時指定の注文を優先して出荷してください",
    ),
    70018: ("購入者がキャンセルを希望している注文です", "出荷前であればキャンセルしてください"),
    70019: (
        "お問い合わせ伝票番号が{value}から{limit}に変わりました",
        "別々の荷物であれば、商品ごとに出荷通知を入れてください",
    ),
    70020: (
        "同じSKUの商品({value})のどれを指すか、レポートの行からは分かりません",
        "出荷する前に、マーケットプレイスで注文を確認してください",
    ),
    70021: (
        "「{column}」のないまま受け付けました。出荷はできますが、請求と入金は価格が分かるまで行いません",
        "価格と通貨のある注文ファイルを入れてください",
    ),
    70022: ("「{column}」の値「{value}」に時刻がありません", "{limit}として扱いました", "不明として扱いました"),
    70023: (
        "「{column}」の値「{value}」は未知の状態です。出荷、キャンセル、支払い確認には使いません",
        "出荷する前に、マーケットプレイスで注文を確認してください",
    ),
    70101: ("必須の「{column}」が空です", "値を入れて再投入してください"),
    70102: (
        "「{column}」の値「{value}」は半角数字の整数ではありません",
        "半角数字だけで入力してください。全角数字、小数、記号は使えません",
    ),
    70103: (
        "「{column}」の日付「{value}」の形式が正しくありません",
        "{limit}の形式で入力してください",
    ),
    70104: (
        "「{column}」の注文番号「{value}」の形式が正しくありません",
        "注文番号は、3桁、7桁、7桁の数字をハイフンでつないだものです",
    ),
    70105: (
        "「{column}」の値「{value}」が表計算ソフトで壊れています",
        "列を「文字列」にして、元データから貼り直してください",
    ),
    70106: ("「{column}」の値「{value}」は使えません", "使える値は{limit}です"),
    70107: (
        "列の数が見出しと違います(この行は{value}、見出しは{limit})",
        "値の中のタブや改行を取り除いてください",
    ),
    70108: (
        "「{column}」の金額「{value}」は円単位の整数ではありません",
        "半角数字だけで入力してください。小数、桁区切り、円記号、外貨は使えません",
    ),
    70109: (
        "「{column}」に使えない文字が含まれています",
        "行の{limit}バイト目を読み取れません。値を入力し直してください",
        "値を入力し直してください",
    ),
    70110: ("末尾の任意の列がないため、空欄として補いました", "対応は不要です"),
    70111: ("「{column}」を自動修復しました:{value}→{limit}", "内容を確認してください"),
    70112: (
        "「{column}」の先頭の0が落ちている可能性があります",
        "列を「文字列」にするか、「--repair」を付けて実行してください",
    ),
    70201: (
        "ファイルの種類を判別できません",
        "近い形式は「{limit}」です。見出し行を確認してください",
        "これは{value}です。{column}",
    ),
    70202: (
        "見出しが複数の意味に取れます",
        "「{column}」は別の数量の可能性があります。列を除き、対象の数量を「{limit}」の列に入れてください",
        "列を1つの標準様式に合わせてください",
    ),
    70203: (
        "{value}行目の{column}列目で、文字コードを判別できません",
        "{limit}として読み込めません。XMLをUTF-8で保存するか、Shift_JISと宣言してください",
        "UTF-8かShift_JIS(CP932)で保存してください",
    ),
    70204: ("空のファイルです", "出力元を確認してください"),
    70205: ("ファイルが大きすぎます", "分割して再投入してください"),
    70206: ("MessageType「{value}」と内容「{limit}」が一致しません", "正しいMessageTypeで出力し直してください"),
    70207: (
        "同じ内容のファイルは処理済みです(実行{value})",
        "今回は反映していません。前回エラーになった{limit}件は、{column}で修正してください",
        "対応は不要です。今回は反映していません",
    ),
    70208: ("別の出品者のファイルです", "投入先のフォルダを確認してください"),
    70209: (
        "表計算ソフトによって、セルが引用符で囲まれています",
        "引用符なしで保存し直してください。セル内に改行がなければ、「--repair」を付けて実行することもできます",
    ),
    70210: (
        "表計算ソフトによって、{value}個のセルが引用符で囲まれたようです(そのまま読み込みました)",
        "引用符なしで保存し直すか、「--repair」を付けて実行してください",
    ),
    70211: ("{value}個のセルから引用符を外しました", "内容を確認してください"),
    90012: ("必須の列「{column}」がありません", "見出し行を直して再投入してください"),
    90061: (
        "「{column}」は未知の列のため、使用しません",
        "「{limit}」の誤りであれば、列名を直してください",
        "値は元のファイルにだけ残ります。必要な列であれば、列名を標準様式に合わせてください",
    ),
    90118: ("「{column}」が長すぎます(最大{limit}文字)", "短くして再投入してください"),
}

BY_POSITION = "{message}(ファイル内の{record}件目。固有のMessageIDがないため、位置で示しています)"

CAUSES = {
    "PaymentFailed": "支払い失敗",
    "Fraud": "不正注文",
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
_UNPACK = "展開し、中のファイルを投入してください"
_SAVE_SHEET = "シートをタブ区切りテキストで保存し、投入してください"
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
    "a PDF": ("PDF", "データをテキストかXMLで出力してください"),
    "a .gz file inside a .gz file": ("二重に圧縮された.gz", "一度展開して投入してください"),
    "a .gz file of several files": ("複数のファイルを含む.gz", "展開し、1ファイルずつ投入してください"),
    "a .gz file with extra data after its end": ("末尾に余分なデータがある.gz", "圧縮し直してください"),
    "a damaged .gz file": ("壊れた.gz", "もう一度コピーするか、圧縮し直してください"),
} | {kind: (file.name_ja, file.remedy_ja) for kind, file in FOREIGN_FILES.items()}
"""Files that are not feeds (schemas.wording.messages_en.NON_FEED_FILES): what each is, and what to do with it."""

_REMEDIES = {messages_en.NON_FEED_FILES[name]: remedy for name, (_, remedy) in NON_FEED_FILES.items()}


def cause_text(name: str) -> str:
    """The Japanese words for a cause of a cancellation."""
    return CAUSES.get(name, name)


def held_for_text(name: str) -> str:
    """`order` or `shipment` in Japanese."""
    return HELD_FOR.get(name, name)


def cleaned_text(text: str) -> str:
    """`3 (FILE, cleaned in run 5)` in Japanese; any other text stays."""
    return _CLEANED.sub(r"\1件(\2、実行\3で削除済み)", text)


def non_feed_text(name: str) -> str:
    """What a file that is not a feed is, in Japanese."""
    return NON_FEED_FILES[name][0] if name in NON_FEED_FILES else name


def remedy_text(text: str) -> str:
    """What to do with a file that is not a feed, in Japanese."""
    return _REMEDIES.get(text, text)


def day_text_of_iso(text: str) -> str:
    """A day such as 2026-10-05 as 2026年10月5日(月); any other text stays."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return day_text(day)


def alternative_text(columns: str) -> str:
    """Alternatives such as `quantity or on-hand` or `Verified, Failed`, and `sku of item 2`, in Japanese."""
    named = _OF_ITEM.sub(r"\2番目の商品の\1", columns)
    return named.replace(" or ", "または").replace(", ", "、")


def range_text(limits: str) -> str:
    """A range such as `1 to 999999`, in Japanese."""
    return limits.replace(" to ", "〜")
