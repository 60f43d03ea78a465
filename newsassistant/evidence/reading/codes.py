"""Letters with digits that are names and no numbers: M1, COVID-19, G20, A380, 歼-20."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CODE = re.compile(
    r"(?<![A-Za-z0-9.,'’/£$€¥-])(?:"
    r"[A-Z][A-Za-z]{0,9}-?[0-9]{1,5}(?:-?[A-Z][A-Za-z]{0,3})?"
    r"|[A-Z]{2,6}(?:-[A-Z][A-Za-z]{1,6})?-[0-9]{1,5}[A-Z]?"
    r"|[abm][0-9]{1,4}"
    r"|[0-9]{1,4}[A-Z]{1,3}(?![a-z])"
    r"|[A-Z]{1,3}[0-9]{1,4}[A-Z][0-9]?"
    r")(?![A-Za-z0-9%]|[.,:][0-9])",
)
_QUANTITY = re.compile(
    r"[0-9]+(?:K|M|B|G|T|BN|AM|PM|KM|CM|MM|KG|MB|GB|TB|C|F|MPH|MW|KW|GW|P|S|ST|ND|RD|TH|X|HP|W|V)"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*-?[0-9]+[A-Za-z]*"
    r"|(?:USD|EUR|GBP|CNY|RMB|US|HK|No|Nos|Rs|Sk|GMT|Mr|Of|At|In|On)-?[0-9]+[A-Za-z]*"
)


@dataclass(frozen=True, slots=True)
class Code:
    """A code at [start:end]; `key` is what it is compared by."""

    start: int
    end: int
    key: str


def codes(text: str) -> list[Code]:
    """The codes of a text, in order; linear time."""
    return [
        Code(match.start(), match.end(), match.group().replace("-", "").lower())
        for match in _CODE.finditer(text)
        if not _QUANTITY.fullmatch(match.group())
    ]
