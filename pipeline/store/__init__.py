"""The store: immutable Parquet data files, one SQLite catalogue that says which of them live, one commit per run."""

from pipeline.store.batch import Batch
from pipeline.store.catalogue_rows import DataFile, FeedRow, PeriodRow, ReportRow, RunClosing, RunRow
from pipeline.store.store import ReadOnlyStore, Store, open_reader

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
