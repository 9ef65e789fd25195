"""The words that invented orders are made of: no shop, no person, no place among them is real."""

from __future__ import annotations

from itertools import product

SURNAMES = ("見本", "例示", "架空", "仮名", "模範", "雛形", "試験", "仮想", "例題", "標本")
GIVEN_NAMES = ("太郎", "花子", "次郎", "三郎", "さくら", "翔太", "美咲", "健一", "由美子", "直樹", "あかり", "大輔")
BUYERS = tuple(f"{surname} {given}{mark}" for surname, given, mark in product(SURNAMES, GIVEN_NAMES, ("", "様")))

STATES = ("見本県", "例示県", "架空府", "仮想都", "模範道", "雛形県", "標本県")
TOWNS = tuple(
    f"{city}{quarter}"
    for city, quarter in product(
        ("見本市中央区", "例示市北区", "架空市", "仮想郡模範町", "雛形市東区", "標本市"),
        ("本町", "例示町", "架空台", "見本が丘", "雛形通", "仮名新田", "模範ケ原"),
    )
)
HOUSES = ("架空荘", "見本マンション", "コーポ例示", "レジデンス雛形", "メゾン仮想", "ハイツ標本")
INSTRUCTIONS = ("置き配可", "宅配ボックスへお願いします", "不在時は管理人室へ", "インターホンを鳴らしてください")

SERVICES = ("Standard", "Standard", "Standard", "Expedited", "SecondDay")
CARRIERS = ("YAMATO", "SAGAWA", "JAPAN_POST")
SHIPPING_METHODS = ("宅急便", "飛脚宅配便", "ゆうパック")

MAKERS = ("見本堂", "例示屋", "架空工房", "雛形製作所", "模範園")
KINDS = ("国産素材使用 ", "業務用 ", "【新品】", "［お徳用］", "送料無料 ")
ARTICLES = (
    "煎茶ティーバッグ", "マグカップ 白磁", "単行本『見本の作り方』", "LEDデスクライト", "キッチンペーパー",
    "木製ハンガー", "ステンレス水筒", "綿100％フェイスタオル", "ワイヤレスマウス", "園芸用スコップ",
)  # fmt: skip
SETS = (
    "単品",
    "3個セット",
    "詰め替え用 2袋",
    "ギフト包装対応 5本入り",
    "12個入り ケース販売",
    "100g×3",
    "Mサイズ",
    "ブルー",
)
PRODUCTS = tuple("".join(parts) for parts in product(MAKERS, KINDS, ARTICLES, (" ",), SETS))
"""2,000 titles; the SKU of a title is its place."""
