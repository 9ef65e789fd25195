"""Keys of order ids, exactly: one that nobody knows changes none of the others."""

from types import SimpleNamespace

import pandas as pd

from pipeline.store.lookup import order_keys
from schemas.keys import FIRST_DICTIONARY_KEY

NAMES = {f"A12-0000000-000000{number}": FIRST_DICTIONARY_KEY + number for number in range(1, 4)}
STORE = SimpleNamespace(order_keys=lambda names: {name: NAMES[name] for name in names if name in NAMES})


def test_an_unknown_id_leaves_the_keys_of_the_others_as_they_are():
    ids = pd.Series([*NAMES, "B99-0000000-0000001", "999-0000001-0000002"], dtype="str")
    assert order_keys(STORE, ids).tolist() == [*NAMES.values(), 0, 99_900_000_010_000_002]
