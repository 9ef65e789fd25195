"""What refunds have given back: their net amounts, in whole yen. Order process, step 7."""

from __future__ import annotations

import pandas as pd


def net(money: pd.DataFrame) -> pd.Series:
    """What each row comes to in yen: price, shipping and gift wrap, less the discounts taken back.

    money: the columns of schemas.state.REFUND_YEN, none of them blank.
    """
    back = money["price"] + money["shipping"] + money["gift_wrap"]
    return back - money["item_discount"] - money["ship_discount"]
