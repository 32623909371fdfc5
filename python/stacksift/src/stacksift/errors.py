"""What can go wrong."""


class StoreError(Exception):
    """A file is no store, or the store has not what was asked for."""


class SelectorError(StoreError, ValueError):
    """A selector cannot be read."""
