"""Numbers of REGARDS in the addresses of routes."""

from typing import Final

from starlette.convertors import IntegerConvertor, register_url_convertor

NUMBER: Final = "number"
"""The name of the convertor for a number of REGARDS."""


class _Number(IntegerConvertor):
    """A number of 64 bits; Starlette's own convertor fails on thousands of digits."""

    regex = "[0-9]{1,18}"


register_url_convertor(NUMBER, _Number())
