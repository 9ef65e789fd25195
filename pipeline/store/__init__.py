"""The store: immutable Parquet data files, one SQLite catalogue that says which of them live, one commit per run."""

from pipeline.store.batch import Batch, Closing
from pipeline.store.catalogue_rows import DataFile, FeedRow, PeriodRow, ReportRow, RunRow
from pipeline.store.store import Peek, Store, reader

__all__ = ["Batch", "Closing", "DataFile", "FeedRow", "Peek", "PeriodRow", "ReportRow", "RunRow", "Store", "reader"]
