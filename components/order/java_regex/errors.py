"""Why an expression is not answered: Java refuses it, or it cannot be judged here."""


class PatternError(ValueError):
    """Java refuses the expression; the message is a sentence, ``position`` its place counted from 1.

    Not raised for an expression that Java accepts: that is answered, or it is an `UnsupportedPattern`.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


class UnsupportedPattern(ValueError):
    """The expression cannot be judged here, whether Java accepts it or not; the message is a sentence."""
