"""Wide text is found by the run that wrote it, in whatever order its files hold it."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.store import datafiles, wide_text
from pipeline.store.wide_text import KEYS, load_text, read_text
from schemas.stored_frames import as_table
from schemas.stored_tables import SCHEMAS

PAIRS = st.tuples(st.integers(1, 5), st.integers(1, 3))


@st.composite
def texts_in_files(draw, name):
    """Files of text by run, of each key in at most one file of a run, and the places at which it is asked for."""
    width = len(KEYS[name])
    files = []
    for run in range(1, draw(st.integers(1, 3)) + 1):
        keys = draw(st.lists(PAIRS.map(lambda pair: pair[:width]), unique=True, max_size=8))
        cut = draw(st.integers(0, len(keys)))
        files += [(run, keys[:cut]), (run, keys[cut:])]
    asked = draw(st.lists(PAIRS.map(lambda pair: pair[:width]), unique=True, max_size=8))
    places = [(*key, draw(st.integers(1, 4))) for key in sorted(asked)]
    return files, places, np.array([draw(st.booleans()) for _ in places], bool)


def text_frame(name, run, keys):
    """The text of these keys as a run wrote it: each column says whose it is."""
    texts = [f"{run}:{key}" for key in keys]
    columns = {column: pd.Series(texts, dtype="str") for column in SCHEMAS[name].names if column not in KEYS[name]}
    numbers = {column: pd.Series([key[at] for key in keys], dtype="int64") for at, column in enumerate(KEYS[name])}
    return pd.DataFrame(numbers | columns)


def store_of(name, files, monkeypatch):
    tables = [(run, as_table(name, text_frame(name, run, keys))) for run, keys in files]

    def read(_root, chosen, *, where=None, **_):
        table = chosen[0].table
        return table if where is None else table.filter(pa.array(where.is_in(table)))

    monkeypatch.setattr(datafiles, "read", read)
    stored = [SimpleNamespace(added=run, table=table, rows=table.num_rows) for run, table in tables]
    return SimpleNamespace(root=None, live_files=lambda *_, **__: stored)


def places_frame(name, places):
    columns = [*KEYS[name], "text_run"]
    return pd.DataFrame(
        {column: pd.Series([row[at] for row in places], dtype="int64") for at, column in enumerate(columns)}
    )


@pytest.mark.parametrize("name", KEYS)
@given(data=st.data(), few=st.sampled_from([0, 16]))
def test_every_wanted_place_has_the_text_that_its_run_wrote(name, data, few):
    files, places, is_wanted = data.draw(texts_in_files(name))
    written = {(*key, run): f"{run}:{key}" for run, keys in files for key in keys}
    new = [place[:-1] for place in places if place[-1] == 4]
    expected = [
        written.get(place, f"4:{place[:-1]}" if place[-1] == 4 else None) if wanted else None
        for place, wanted in zip(places, is_wanted, strict=True)
    ]
    frame = places_frame(name, places)
    with pytest.MonkeyPatch.context() as patch:
        store = store_of(name, files, patch)
        patch.setattr(wide_text, "_FEW", few)
        found = read_text(store, name, frame, is_wanted, text_frame(name, 4, new))
        loaded = load_text(store, name, frame)
    for column in found.columns:
        cells = found.cells(np.arange(len(places)))(column)
        texts = cells.to_pylist() if hasattr(cells, "to_pylist") else [None] * len(places)
        assert texts == expected
    rows = [(*place[:-1], written[place]) for place in places if place in written]
    shown = loaded[[*KEYS[name], next(iter(found.columns))]]
    assert list(shown.itertuples(index=False, name=None)) == rows
