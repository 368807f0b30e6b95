r"""What a backslash makes of the signs behind it: a character, or a set of them (Java 17)."""

import unicodedata
from typing import Final

from components.order.java_regex import characters, properties
from components.order.java_regex.characters import Characters
from components.order.java_regex.signs import Signs
from components.order.java_regex.syntax import Flags, UnsupportedPattern

_OCTAL: Final = frozenset("01234567")
_HEX: Final = frozenset("0123456789abcdefABCDEF")
_CONTROLS: Final = {"a": 7, "e": 27, "f": 12, "n": 10, "r": 13, "t": 9}
_SETS: Final = {
    "d": properties.DIGIT,
    "h": properties.HORIZONTAL,
    "s": properties.SPACE,
    "v": properties.VERTICAL,
    "w": properties.WORD,
}
_IN_UNICODE: Final = {"d": "DIGIT", "s": "WHITE_SPACE", "w": "WORD"}
_VERTICAL_TAB: Final = 11
_HIGH_SURROGATES: Final = range(0xD800, 0xDC00)
_LOW_SURROGATES: Final = range(0xDC00, 0xE000)
# Java names these by block and number, which Python does not.
_NUMBERED: Final = ("CJK ", "HANGUL SYLLABLE", "TANGUT", "NUSHU", "KHITAN", "NULL")


def escaped(signs: Signs, *, range_end: bool = False) -> int | Characters:
    r"""The character or set behind the backslash at the cursor, which moves on.

    Args:
        signs: stands at the backslash.
        range_end: it stands at either end of a range, where ``\v`` is one character.

    Raises:
        PatternError: Java knows no such escape here.
        UnsupportedPattern: it is half of a character.
    """
    start = signs.at
    signs.at += 1
    sign = signs.raw()
    signs.at += 1
    if not sign:
        raise signs.error("The expression ends in a single backslash: for the character, write two.", start)
    if len(sign) > 1:
        raise UnsupportedPattern(f"The backslash at position {signs.place(start)} is hard to judge.")
    if sign.lower() in _SETS and not (sign == "v" and range_end):
        return _set(sign, signs.flags)
    code = _VERTICAL_TAB if sign == "v" else _CONTROLS.get(sign)
    if code is None:
        code = _read(sign, signs, start)
    if code in _HIGH_SURROGATES or code in _LOW_SURROGATES:
        raise UnsupportedPattern(f"Half a character at position {signs.place(start)} cannot be judged here.")
    return code


def _set(sign: str, flags: Flags) -> Characters:
    found = _SETS[sign.lower()]
    if Flags.UNICODE_CLASSES in flags and sign.lower() in _IN_UNICODE:
        found = properties.binary(_IN_UNICODE[sign.lower()], any_case=False) or found
    return ~found if sign.isupper() else found


def _read(sign: str, signs: Signs, start: int) -> int:
    if sign == "0":
        return _octal(signs, start)
    if sign == "x":
        return _hexadecimal(signs, start)
    if sign == "u":
        return _sixteen_bits(signs, start)
    if sign == "c":
        if not signs.raw():
            raise signs.error("“\\c” at {here} needs the sign of a control character after it.", start)
        return ord(signs.strict()) ^ 64
    if sign == "N":
        return _named(signs, start)
    if sign.isascii() and sign.isalnum():
        raise signs.error(f"“\\{sign}” at {{here}} means nothing to Java.", start)
    return ord(sign)


def _octal(signs: Signs, start: int) -> int:
    digits = ""
    while signs.strict_peek() in _OCTAL and len(digits) < (3 if digits[:1] < "4" else 2):
        digits += signs.strict()
    if not digits:
        raise signs.error("“\\0” at {here} needs an octal number after it.", start)
    return int(digits, 8)


def _hexadecimal(signs: Signs, start: int) -> int:
    braced = signs.raw() == "{"
    if not braced:
        return _digits(signs, 2, start)
    signs.at += 1
    digits = ""
    while signs.strict_peek() in _HEX:
        digits += signs.strict()
    if not digits or signs.strict() != "}":
        raise signs.error("“\\x{” at {here} needs a hexadecimal number and “}” after it.", start)
    if int(digits, 16) > characters.LAST:
        raise signs.error("The number at {here} is larger than that of any character.", start)
    return int(digits, 16)


def _digits(signs: Signs, count: int, start: int) -> int:
    digits = ""
    while len(digits) < count:
        sign = signs.strict()
        if not sign or sign not in _HEX:
            raise signs.error(f"The escape at {{here}} needs {count} hexadecimal digits.", start)
        digits += sign
    return int(digits, 16)


def _sixteen_bits(signs: Signs, start: int) -> int:
    r"""``\uXXXX``; two that are halves of one character make it."""
    high = _digits(signs, 4, start)
    if high in _HIGH_SURROGATES and (signs.raw(), signs.raw(1)) == ("\\", "u"):
        signs.at += 2
        low = _digits(signs, 4, start)
        if low in _LOW_SURROGATES:
            return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
    return high


def _named(signs: Signs, start: int) -> int:
    if signs.raw() != "{":
        raise signs.error("“\\N” at {here} needs the name of a character in braces.", start)
    signs.at += 1
    name = ""
    while signs.raw() and signs.raw() != "}":
        if Flags.COMMENTS in signs.flags and signs.raw() == "#":
            raise UnsupportedPattern(f"“#” at position {signs.place()} stands where it is hard to judge.")
        name += signs.raw()[-1]
        signs.at += 1
    if not signs.raw():
        raise signs.error("The name of a character at {here} needs a “}”.", start)
    signs.at += 1
    return _by_name(name.strip().upper(), signs, start)


def _by_name(name: str, signs: Signs, start: int) -> int:
    controls = properties.control_names()
    if name in controls:
        return controls[name]
    try:
        found = unicodedata.lookup(name)
    except KeyError:
        found = ""
    known = properties.binary("ASSIGNED", any_case=False)
    exact = len(found) == 1 and unicodedata.name(found, "") == name and not name.startswith(_NUMBERED)
    if exact and known and ord(found) in known:
        return ord(found)
    area, _, number = name.rpartition(" ")  # as in “HANGUL SYLLABLES AC00”
    if not found and (properties.block(area) is None or not set(number) <= _HEX):
        raise signs.error("Java knows no character of the name at {here}.", start)
    raise UnsupportedPattern(f"The name of a character at position {signs.place(start)} is hard to judge.")
