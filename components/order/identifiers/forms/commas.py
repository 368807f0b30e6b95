"""Names that hold commas, as meteorological centres give them: ``W_XX-EUMETSAT-Darmstadt,SURFACE,METOPA_C_EUMP_2020…``.

The pattern is the general file name of the Manual on the Global Telecommunication System (WMO-No. 386, attachment
II-15): ``W``, a product identifier whose fields stand between commas, the first of which begins with the code of a
country, ``C``, the centre in four letters, and a time.
"""

import re
from typing import Final

_HIDDEN: Final = "\ua4f9"  # a letter of the Lisu that looks like a comma; as a letter it separates nothing
_TAIL = r"_C_[A-Z]{4}_\d{8}"
_FIELD = rf"(?:(?!{_TAIL})[^\s\"'<>|;=()\[\]{{}},]){{1,80}}+"
_NAME = re.compile(rf"(?<!\w)W_[A-Za-z]{{2}}-{_FIELD}(?:,{_FIELD}){{1,8}}{_TAIL}")


def hide(text: str) -> str:
    """A text in which the commas of such names are letters; the text itself if it holds none of them."""
    if "_C_" not in text or _HIDDEN in text:
        return text
    return _NAME.sub(lambda name: name[0].replace(",", _HIDDEN), text)


def show(item: str) -> str:
    """What was hidden, as it stands in the text."""
    return item.replace(_HIDDEN, ",")
