"""Files that are known but not for us, and files that nobody knows: what each is called, and what to do with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """What to do with a file, in English; what it is and what to do, in Japanese."""

    remedy: str
    name_ja: str
    remedy_ja: str


COMMAS = "a comma-separated file"
SEMICOLONS = "a semicolon-separated file"
SHIPMENTS = "a report of shipments by the marketplace"
RETURNS = "a report of returns"
WAREHOUSE = "an inventory report of the warehouse"
SETTLEMENT = "a settlement of the marketplace"
TRANSACTIONS = "a list of transactions"
LISTINGS = "a report of listings"
LISTING_FEED = "a feed about listings"
BUSINESS = "a business report"
ANSWER = "an answer to a feed"
PICTURE = "a picture"
UNKNOWN_HEADINGS = "a file with unknown headings"
UNKNOWN_XML = "an XML file of an unknown kind"
UNKNOWN = frozenset({UNKNOWN_HEADINGS, UNKNOWN_XML})
"""What a file is called of which nobody knows what it is."""
_SAVE_WITH_TABS = "in Excel choose File, Save As, Text (Tab delimited); drop that file"
_SAVE_WITH_TABS_JA = "Excelの「名前を付けて保存」で「テキスト(タブ区切り)」を選び、保存して投入してください"
_NOTHING_CHANGED = "it is not read, and changes nothing here"
_NOTHING_CHANGED_JA = "読み込みの対象ではなく、何も変わりません"
FOREIGN_FILES: Mapping[str, ForeignFile] = {
    COMMAS: ForeignFile(_SAVE_WITH_TABS, "カンマ区切りのファイル(CSV)", _SAVE_WITH_TABS_JA),
    SEMICOLONS: ForeignFile(_SAVE_WITH_TABS, "セミコロン区切りのファイル", _SAVE_WITH_TABS_JA),
    SHIPMENTS: ForeignFile(
        "it is not read; orders that its warehouse ships are not kept here",
        "マーケットプレイスが出荷した商品のレポート",
        "読み込みの対象ではありません。倉庫から出荷される注文は、ここでは管理しません",
    ),
    RETURNS: ForeignFile(
        "it is not read; drop a refund file for what you refund",
        "返品レポート",
        "読み込みの対象ではありません。返金する分は、返金ファイルを投入してください",
    ),
    WAREHOUSE: ForeignFile(
        "it is not read; drop an inventory file with your own stock",
        "マーケットプレイスの倉庫の在庫レポート",
        "読み込みの対象ではありません。自社の在庫は、在庫ファイルを投入してください",
    ),
    SETTLEMENT: ForeignFile(_NOTHING_CHANGED, "マーケットプレイスの決済レポート", _NOTHING_CHANGED_JA),
    TRANSACTIONS: ForeignFile(_NOTHING_CHANGED, "トランザクションの一覧", _NOTHING_CHANGED_JA),
    LISTINGS: ForeignFile(
        "it is not read; drop an inventory file with sku and quantity",
        "出品レポート",
        "読み込みの対象ではありません。SKUと数量のある在庫ファイルを投入してください",
    ),
    LISTING_FEED: ForeignFile(_NOTHING_CHANGED, "出品情報のフィード", _NOTHING_CHANGED_JA),
    BUSINESS: ForeignFile(_NOTHING_CHANGED, "ビジネスレポート", _NOTHING_CHANGED_JA),
    ANSWER: ForeignFile(
        "it is not read; correct the records that it names and drop these",
        "フィードの処理レポート",
        "読み込みの対象ではありません。エラーの行を直し、その行を投入してください",
    ),
    PICTURE: ForeignFile("export the data as text or XML", "画像", "データをテキストかXMLで出力してください"),
    UNKNOWN_HEADINGS: ForeignFile(
        "compare its first line with the headings of each format",
        "見出しが未知のファイル",
        "先頭の行を各様式の見出しと比べてください",
    ),
    UNKNOWN_XML: ForeignFile(
        "compare its MessageType with that of each format",
        "種類が未知のXMLファイル",
        "MessageTypeを各様式のものと比べてください",
    ),
}
