"""Documents of products and datasets: notes, descriptions, and PDF files of one page."""

import json
from collections.abc import Iterable


def note(name: str) -> bytes:
    """A plain text with the file name."""
    return f"{name}\n\n{_WORDS}\n".encode()


def description(name: str) -> bytes:
    """A JSON description with the file name."""
    facts = {"file": name, "comment": _WORDS, "origin": "REGARDS demo archive"}
    return json.dumps(facts, ensure_ascii=False, indent=2).encode() + b"\n"


def pdf(name: str) -> bytes:
    """A PDF of one page with the file name and a description of the archive."""
    written = b"".join(_line(text, 760 - 24 * place) for place, text in enumerate((name, "", *_WORDS.split(". "))))
    return _assembled(
        (
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
            b"<< /Length %d >>\nstream\n%sendstream" % (len(written), written),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            b"<< /Font << /F1 5 0 R >> >>",
        )
    )


_WORDS = (
    "This file belongs to the demo archive of the order desk. It is made when somebody asks for it, always the same."
    " Nothing in it was measured"
)


def _line(text: str, height: int) -> bytes:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return b"BT /F1 12 Tf 60 %d Td (%s) Tj ET\n" % (height, escaped.encode("cp1252", "replace"))


def _assembled(objects: Iterable[bytes]) -> bytes:
    """A PDF file of numbered objects, with the table of their offsets."""
    file, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    return file + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(file))
    )
