"""How long what a part of an expression matches can be, as Java 17 reckons it."""

from dataclasses import dataclass

from components.order.java_regex.syntax import (
    At,
    Atomic,
    Choice,
    Cluster,
    Greed,
    Group,
    LineBreak,
    Look,
    Node,
    One,
    Reference,
    Repeat,
    Sequence,
    UnsupportedPattern,
)


def can_be_empty(node: Node) -> bool:
    """Whether a part may match without taking a character."""
    match node:
        case One() | LineBreak() | Cluster():
            return False
        case At() | Look() | Reference():
            return True
        case Sequence(parts):
            return all(map(can_be_empty, parts))
        case Choice(branches):
            return any(map(can_be_empty, branches))
        case Repeat(body, least):
            return least == 0 or can_be_empty(body)
        case Group(body) | Atomic(body):
            return can_be_empty(body)


def parts_of(node: Node) -> tuple[Node, ...]:
    """What a node is made of."""
    match node:
        case Sequence(parts):
            return parts
        case Choice(branches):
            return branches
        case Repeat(body) | Group(body) | Atomic(body) | Look(body):
            return (body,)
    return ()


def holds(node: Node, *kinds: type) -> bool:
    """Whether a part is of one of these kinds or has one in it."""
    return isinstance(node, kinds) or any(holds(part, *kinds) for part in parts_of(node))


def bounded(node: Node) -> bool:
    """Whether Java finds a bound to the length, which it demands of what looks back.

    Raises:
        UnsupportedPattern: it repeats without a bound, where Java's reckoning overflows instead.
    """
    if _endless(node):
        raise UnsupportedPattern("An unbounded repetition in a group that looks back is hard to judge.")
    return _reckoned(node).bounded


def _endless(node: Node) -> bool:
    return (isinstance(node, Repeat) and node.most is None) or any(map(_endless, parts_of(node)))


@dataclass(frozen=True, slots=True)
class _Reckoned:
    bounded: bool = True
    fixed: bool = True  # "deterministic" in Java: no choice, and no repetition of more than one count


def _reckoned(node: Node) -> _Reckoned:  # noqa: PLR0911 - one for each kind of node
    match node:
        case Reference():
            return _Reckoned(bounded=False)
        case Sequence(parts):
            found = [_reckoned(part) for part in parts]
            return _Reckoned(all(each.bounded for each in found), all(each.fixed for each in found))
        case Choice(branches):
            return _Reckoned(all(_reckoned(branch).bounded for branch in branches), fixed=False)
        case Group(body):
            return _reckoned(body)
        case Atomic(body):
            return _Reckoned(_reckoned(body).bounded, fixed=False)
        case Repeat(body, least, most, greed):
            inner = _reckoned(body)
            loop = isinstance(body, Group) and not inner.fixed and (least, most) != (0, 1)
            return _Reckoned(
                inner.bounded and not (loop and greed is not Greed.POSSESSIVE), inner.fixed and least == most
            )
    return _Reckoned()
