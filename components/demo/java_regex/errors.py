"""Why an expression is refused."""


class InvalidPattern(ValueError):
    """Java would refuse to compile this expression, or this archive does not read it."""
