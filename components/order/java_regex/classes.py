r"""Sets of characters as Java 17 reads them: ``[…]`` with unions and intersections, and ``\p{…}``."""

from components.order.java_regex import characters, properties
from components.order.java_regex.characters import Characters
from components.order.java_regex.escapes import escaped
from components.order.java_regex.signs import Signs
from components.order.java_regex.syntax import Flags, UnsupportedPattern


def bracketed(signs: Signs) -> Characters:
    """The set in brackets whose ``[`` the cursor stands at; the cursor moves behind its ``]``."""
    start = signs.at
    signs.at += 1
    found = _members(signs, start, bracket=True)
    signs.at += 1
    return found


def _members(signs: Signs, start: int, *, bracket: bool) -> Characters:
    """What stands up to the ``]``, where the cursor stays; without ``bracket`` it is the right side of ``&&``."""
    found: Characters | None = None
    negated = False
    while (sign := signs.peek()) != "]" or found is None:
        if not sign:
            raise signs.error("The “[” at {here} is not closed.", start)
        if sign == "^" and bracket and signs.at == start + 1:
            negated = True
            signs.at += 1
            continue
        if sign == "&" and _and(signs):
            right = _right_side(signs, start, empty=found is None)
            found = right if found is None else found & right
            continue
        more = bracketed(signs) if sign == "[" else _member(signs)
        found = more if found is None else found | more
    return ~found if negated else found


def _and(signs: Signs) -> bool:
    """Whether ``&&`` stands at the cursor, which then moves behind it."""
    before = signs.at
    signs.at += 1
    if signs.peek() == "&":
        signs.at += 1
        return True
    if signs.at > before + 1:
        raise UnsupportedPattern(f"A blank behind “&” at position {signs.place(before)} is hard to judge.")
    signs.at = before
    return False


def _right_side(signs: Signs, start: int, *, empty: bool) -> Characters:
    right: Characters | None = None
    while (sign := signs.peek()) not in {"]", "&"}:
        if not sign:
            raise signs.error("The “[” at {here} is not closed.", start)
        more = bracketed(signs) if sign == "[" else _members(signs, start, bracket=False)
        right = more if right is None else right | more
    if right is None and empty:
        raise signs.error("“&&” before {here} stands between nothing and nothing.", signs.at)
    if right is None:
        raise UnsupportedPattern(f"“&&” before position {signs.place()} has nothing on its right side.")
    return right


def _member(signs: Signs) -> Characters:
    """A character, a range, an escape or a property."""
    start = signs.at
    if signs.peek() == "\\" and signs.raw(1) in {"p", "P"}:
        return family(signs)
    first = _end_of_range(signs, range_end=signs.raw(2) == "-")
    if isinstance(first, Characters):
        return first
    flags = signs.flags
    unicode = Flags.UNICODE_CASE in flags
    if signs.peek() == "-" and signs.raw(1) not in {"[", "]", ""}:
        signs.at += 1
        signs.peek()
        if signs.raw() == "\\" and signs.raw(1) in {"p", "P"}:
            last: int | Characters = Characters()
            signs.at += 2
        else:
            last = _end_of_range(signs, range_end=True)
        if isinstance(last, Characters) or last < first:
            raise signs.error(f"“{signs.text(start)}” at {{here}} is no range.", start)
        if Flags.ANY_CASE in flags:
            return characters.with_other_case(first, last, unicode=unicode)
        return Characters(((first, last),))
    return characters.in_class(first, unicode=unicode) if Flags.ANY_CASE in flags else Characters(((first, first),))


def _end_of_range(signs: Signs, *, range_end: bool) -> int | Characters:
    if signs.peek() == "\\":
        return escaped(signs, range_end=range_end)
    return ord(signs.take()[-1])


def family(signs: Signs) -> Characters:
    r"""The set that ``\p…`` or ``\P…`` at the cursor names; the cursor moves behind it.

    Raises:
        PatternError: Java knows no property of this name.
    """
    start = signs.at
    signs.at += 1
    negative = signs.strict() == "P"
    if signs.raw() == "{":
        signs.at += 1
        name = ""
        while signs.raw() and signs.raw() != "}":
            name += signs.strict()
        if not signs.raw():
            raise signs.error("The property at {here} needs a “}”.", start)
        signs.at += 1
    else:
        name = signs.strict()
    if not name:
        raise signs.error("The property at {here} has no name.", start)
    found = _by_name(name, signs.flags)
    if found is None:
        raise signs.error(f"Java knows no property “{name}” as at {{here}}.", start)
    return ~found if negative else found


def _by_name(  # noqa: PLR0911 - one for each way to name a property
    name: str, flags: Flags
) -> Characters | None:
    any_case = Flags.ANY_CASE in flags
    kind, equals, value = name.partition("=")
    if equals:
        match kind.lower():
            case "sc" | "script":
                return properties.script(value)
            case "blk" | "block":
                return properties.block(value)
            case "gc" | "general_category":
                return properties.general(value, any_case=any_case)
        return None
    if name.startswith("In"):
        return properties.block(name[2:])
    if name.startswith("Is"):
        short = name[2:]
        return (
            properties.binary(short, any_case=any_case)
            or properties.general(short, any_case=any_case)
            or properties.script(short)
        )
    if Flags.UNICODE_CLASSES in flags and (found := properties.posix_in_unicode(name, any_case=any_case)):
        return found
    return properties.general(name, any_case=any_case)
