"""The errors of an expression: Java refuses it, or it cannot be judged here."""


class PatternError(ValueError):
    """Java refuses the expression. The message is a sentence; ``position`` is the place, counted from 1.

    Never raised for an expression that Java accepts.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


class UnsupportedPattern(ValueError):
    """The expression cannot be judged here, whether Java accepts it or not. The message is a sentence."""
