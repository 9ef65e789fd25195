"""The store: immutable Parquet data files, one SQLite catalogue that says which of them live, one commit per run."""

from pipeline.store.batch import Batch, RunClosing
from pipeline.store.catalogue_rows import DataFile, FeedRow, PeriodRow, ReportRow, RunRow
from pipeline.store.store import ReadOnlyStore, Store, reader

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
    "reader",
]
