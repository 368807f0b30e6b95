"""Names that hold commas, as meteorological centres give them: ``W_XX-EUMETSAT-Darmstadt,SURFACE,METOPA_C_EUMP_2020…``.

The pattern is the general file name of the Manual on the Global Telecommunication System (WMO-No. 386, attachment
II-15): ``W``, a product identifier whose fields stand between commas, ``C``, the centre in four letters, and a time.
"""

import re
from typing import Final

_HIDDEN: Final = "\ua4f9"  # a letter of the Lisu that looks like a comma; as a letter it separates nothing
_FIELD = r"[^\s\"'<>|;=()\[\]{},]"
_NAME = re.compile(rf"(?<!\w)W_{_FIELD}{{1,80}}+(?:,{_FIELD}{{1,80}}+){{0,7}}?,{_FIELD}{{1,80}}?_C_[A-Z]{{4}}_\d{{8}}")


def hide(text: str) -> str:
    """A text in which the commas of such names are letters; the text itself if it holds none of them."""
    if "_C_" not in text or _HIDDEN in text:
        return text
    return _NAME.sub(lambda name: name[0].replace(",", _HIDDEN), text)


def show(item: str) -> str:
    """What was hidden, as it stands in the text."""
    return item.replace(_HIDDEN, ",")
