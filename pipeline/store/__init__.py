"""The store: immutable Parquet data files, one SQLite catalogue that says which of them live, one commit per run."""

from pipeline.store.batch import Batch
from pipeline.store.catalogue_rows import DataFile, FeedRow, PeriodRow, ReportRow, RunClosing, RunRow
from pipeline.store.read_only_store import ReadOnlyStore
from pipeline.store.store import Store, open_reader

__all__ = [
    "Batch",
    "DataFile",
    "FeedRow",
    "PeriodRow",
    "ReadOnlyStore",
    "ReportRow",
    "RunClosing",
    "RunRow",
    "Store",
    "open_reader",
]
