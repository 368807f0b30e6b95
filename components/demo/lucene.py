"""The query language of the archive (contract F.1)."""


class QueryError(ValueError):
    """The archive refuses this expression; the text says why, as the catalogue's 400 does."""
