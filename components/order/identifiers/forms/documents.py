"""Names of products in texts for people and shells: mails, scripts, listings of files; and lists with bullets."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Final
from urllib.parse import unquote

from components.order.identifiers import shapes, titles
from components.order.identifiers.forms import cells
from components.order.identifiers.found import Found, Remark

_SAMPLE = 200_000  # characters of a text that are examined
_MOST_JUDGED = 500  # lines that are examined
_MOST_BARE = 8  # of ten lines with a bullet, for a list with bullets

_ENDS = "\\s\"“”„'‘’‚`«»‹›<>()（）\\[\\]{},，、;；：。|="  # of a word
_WORD = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]{{0,20}}+://[^\s\"'<>|`]++|[^{_ENDS}]++")
_CANDIDATE = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]{{0,20}}+://[^\s\"'<>|`]++|[^{_ENDS}]{{8,}}+")
# A word that may be the name of a product, beside others that surely are.
_UNSURE = re.compile(
    r"(?<![^\s,;()\"'“”])(?=\w*\d)[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+(?=[\s,;()\"'“”]|[.:!?]*(?:\s|\Z))(?!\s*[=:])"
)
_NUMBER = r"\d{1,5}[.)]|\(\d{1,5}\)|\[\d{1,6}\]|\(?(?:[A-Za-z]|[ivx]{1,5})\)"
_SIGN = r"[-*+]|>+|\[[ xX]\]|[^\x00-\x7f\w\s«»‹›“”„‘’‚]\ufe0f?"
_SURE_SIGN = "[•‣◦▪▫●○■□◆►▸➢➤→✓✔☐☑☒\uf0a7\uf0b7\uf0d8]"  # also without a blank behind it
_BULLET = re.compile(rf"\s*(?:(?:{_NUMBER}|{_SIGN})[ \t]+|{_SURE_SIGN}[ \t]*)(?:\[[ xX]\][ \t]+)?(?=\S)")
_LABEL = re.compile(r"[^\w\s]{0,2}[^\W\d][\w. (-]{0,40}+(?:[:：](?:\s|\Z)|=)")  # “Product: ” or “id=”
_PROMPT = re.compile(r"(?:[$%]|>>>|[^\s@]{1,60}@[^\s$#%>]{1,90}[$#%>]|[A-Za-z]:\\\S*>)(?:\s|\Z)")
_URN = re.compile(r"\bURN:[A-Z]+:[A-Z]+:[^\s:,;\"'<>]+:[\w-]+:V\d+\b")
_LIST = re.compile(r"[\w.+~:/\"'“”„‘’-]+(?:\s*[,;]\s*[\w.+~:/\"'“”„‘’-]+)+\s*[,;]?")  # of words between separators
_SIZE = r"\d[\d.,]* ?[kMGT]?i?B"
_REMARK = re.compile(rf"(?:^|[,;\t] *)[^\s,;]+ \((?!{_SIZE}\))[^()]*\)\Z")  # behind an identifier that is a word
_PLACE = re.compile(r"\A[\w./-]+\.(?:txt|csv|tsv|lst|log|md|py|sh):(?:\d+(?::|\Z))?")  # as grep and logs write it
_BREAK = re.compile(r"(?:\\[nrt])+(?![a-z])")  # of a line, as it is written in code
_PLAIN = re.compile(r"[\w.+~:/-]+(?: [\w.+~:/()-]+)*")  # what may be an identifier of a list
_RULE = re.compile(r"[^\w()\[\]{}]{2,}|_{2,}")
_LINK = "]("  # of Markdown
_PUNCTUATION = ".,:;!?*_~+" + cells.EDGES
_BEHIND = cells.SEPARATORS + cells.EDGES
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_PACKED = re.compile(r"\.(?:zip|tar|tgz|tar\.gz)\Z", re.IGNORECASE)
_OF_AN_OFFICE = (".pdf", ".doc", ".docx", ".odt", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".odp")
_COLONS = (":", "：")
_PROSE_WORDS: Final = 3
_OF_PROGRAMS = frozenset(
    [
        "wget",
        "curl",
        "aria2c",
        "axel",
        "fetch",
        "scp",
        "rsync",
        "cp",
        "mv",
        "rm",
        "ls",
        "cat",
        "aws",
        "gsutil",
        "http",
        "sftp",
        "get",
        "PRE",  # before a folder, in what “aws s3 ls” prints
        "├──",  # in what “tree” prints
        "└──",
        "OK",  # behind a file whose checksum agrees
        "FAILED",
    ]
)


def last_part(item: str) -> str:
    """The last part of an address or a path, without query and without the ending of a ZIP or TAR file."""
    part = item
    if "://" in item and _ADDRESS.match(item):
        part = part.partition("?")[0].partition("#")[0]
        part = part.rstrip("/").rpartition("/")[2]
        part = unquote(part) if "%" in part else part
    elif "/" in item or "\\" in item:
        part = part.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return _PACKED.sub("", part).strip(cells.EDGES) or item


def is_packed(item: str) -> bool:
    """Whether an item ends like the name of a ZIP or TAR file."""
    return _PACKED.search(item) is not None


def sample(text: str) -> list[str]:
    """The first lines of a text that are not blank, trimmed."""
    found = (line.strip(cells.EDGES) for line in cells.lines(text[:_SAMPLE]))
    return list(islice(filter(None, found), _MOST_JUDGED))


def names(line: str, *, whole: bool = False) -> list[str]:
    """The names of products in a line, each once; of addresses and paths the last part, unless ``whole``.

    A line without names may hold URNs of REGARDS instead (contract L.8).
    """
    found: dict[str, str] = {}
    plain = _BREAK.sub(" ", line.replace("\\_", "_")) if "\\" in line else line  # LaTeX writes a backslash before it
    for candidate in dict.fromkeys(_CANDIDATE.findall(plain)):
        word = _PLACE.sub("", candidate, count=1).strip(_PUNCTUATION)
        field, colon, value = word.partition(":")  # of a search expression
        word = value if colon and titles.is_title(field) and field.lower() != "urn" else word
        part = last_part(word)
        if shapes.is_name(part) and not part.lower().endswith(_OF_AN_OFFICE):  # those go along with mails
            found.setdefault(part, word)
    if not found and "URN:" in line:
        return list(dict.fromkeys(_URN.findall(line)))
    return list(found.values() if whole else found)


def tells_of_names(lines: Sequence[str]) -> bool:
    """Whether lines are a text about products, not a plain list: names beside other words, or several in a line."""
    named = told = hints = plain = 0
    for line in lines:
        if cells.is_comment(line):
            continue
        found = set(names(line))
        named += bool(found)
        hint = _is_hint(line, found)
        hints += hint
        plain += not found and not hint and _PLAIN.fullmatch(line) is not None
        if len(line.split()) == 1 and _LINK not in line:
            told += not found and line.endswith(_COLONS)
            continue
        words = [word.strip(_PUNCTUATION) for word in _WORD.findall(line)]
        others = [word for word in words if word and last_part(word) not in found]
        if not found:
            told += _is_prose(line)
        elif _LIST.fullmatch(line) and not any(shapes.kind(word) in _BESIDE for word in others):
            continue
        elif _LINK in line or (len(found) > 1 and len(line.split()) > 1):
            told += 1
        elif others and not _REMARK.search(line):
            told += len(others) > 1 or others[0] in _OF_PROGRAMS or shapes.kind(others[0]) in _BESIDE
    return named > 0 and (told > 0 or hints > plain)


def _is_hint(line: str, found: Collection[str]) -> bool:
    """Whether a line is rather of a text than of a list, as long as not more others look like identifiers of a list."""
    if _LABEL.match(line) or _PLACE.match(line):
        return True
    if not found:
        return _PROMPT.match(line) is not None or _RULE.fullmatch(line) is not None
    is_end_of_sentence = line.endswith(".") and not line.endswith("..")
    return not set(cells.SEPARATORS + " ") & set(line) and (is_end_of_sentence or len(found) > 1)


def is_one_cell(lines: Sequence[str]) -> bool:
    """Whether a text is a cell of a spreadsheet with several names: its quotes stand around all lines together."""
    return len(lines) > 1 and lines[0].startswith('"') and lines[0].count('"') == 1 and bool(names(lines[0]))


_BESIDE = frozenset({shapes.Kind.NUMBER, shapes.Kind.MEASURE, shapes.Kind.DATE, shapes.Kind.UUID})
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|hallo|liebe[rs]?|guten tag|bonjour|salut|ch[eè]re?s?|hola|ciao|thanks?|thank you|merci|"
    r"danke|regards|cheers|best|kind regards|best regards|sincerely|cordialement|gr[uü][sß]+e|viele gr[uü][sß]+e)"
    r"\b[^\d_]*",
    re.IGNORECASE,
)


def _is_prose(line: str) -> bool:
    """Whether a line is a sentence or part of one, or a caption with a colon."""
    words = line.split()
    plain = sum(word.strip(_PUNCTUATION + "()'\"").isalpha() for word in words)
    return (
        bool(_GREETING.fullmatch(line)) or line.endswith(_COLONS) or (plain >= _PROSE_WORDS and plain * 2 > len(words))
    )


def items_of_names(text: str, *, whole: bool) -> Iterator[Found]:
    """The names of products in each line; a line without one is passed over.

    So is a word beside names that may be one, if it stands in the text once: others are of programs and their users.
    """
    unsure = Counter(_UNSURE.findall(text)) if len(text) <= _SAMPLE else Counter[str]()
    for number, content in enumerate(cells.lines(text), start=1):
        line = content.strip(cells.EDGES)
        if not line:
            continue
        is_comment = cells.is_comment(line)
        found = () if is_comment else names(line, whole=whole)
        for item in found:
            yield number, item, None
        if found:
            words = _UNSURE.findall(line) if unsure else ()
            yield from ((number, word, Remark.WORD) for word in words if word not in found and unsure[word] == 1)
        else:
            yield number, line, Remark.COMMENT if is_comment else Remark.TEXT


def has_bullets(lines: Sequence[str]) -> bool:
    """Whether most lines begin with a bullet, a number or a letter; the first may be a title."""
    below = lines[1:]
    lines = below if len(below) > 1 and not _BULLET.match(lines[0]) else lines
    bullets = [line for line in lines if _BULLET.match(line)]
    is_one = len(lines) == 1 and any(shapes.is_name(_without_bullet(line)) for line in bullets)
    return (len(bullets) > 1 or is_one) and len(bullets) * 10 >= len(lines) * _MOST_BARE


def is_plain_behind_bullets(lines: Sequence[str]) -> bool:
    """Whether nothing but one name follows the bullets."""
    items = [_without_bullet(line) for line in lines if _BULLET.match(line)]
    return all(len(item.split()) == 1 and _LINK not in item for item in items)


def items_behind_bullets(text: str) -> Iterator[Found]:
    """What follows the bullet of each line; a line without one is passed over, unless it is a name."""
    for number, content in enumerate(cells.lines(text), start=1):
        line = content.strip(cells.EDGES)
        if not line:
            continue
        item = _without_bullet(line)
        if _BULLET.match(line) or shapes.is_name(item):
            yield (number, item, None) if item else (number, line, Remark.TEXT)
        else:
            yield number, line, Remark.COMMENT if cells.is_comment(line) else Remark.TEXT


def _without_bullet(line: str) -> str:
    found = _BULLET.match(line)
    item = line[found.end() :].rstrip(_BEHIND) if found else line
    return cells.clean(cells.clean(item).strip("`"))
