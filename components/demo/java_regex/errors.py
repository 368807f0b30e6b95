"""The refusal of an expression."""


class InvalidPattern(ValueError):
    """Java cannot compile this expression, or this archive does not support it."""
