"""Reads the stores of StackSift: tables, flame graphs, comparisons and Parquet.

    import stacksift
    store = stacksift.open("runs.db")
    store.top("commit=abc")
"""

from .errors import SelectorError, StoreError
from .flamegraph import FlameGraph
from .store import Store, open
from .table import Table

__all__ = ["FlameGraph", "SelectorError", "Store", "StoreError", "Table", "open"]
__version__ = "0.1.0"
