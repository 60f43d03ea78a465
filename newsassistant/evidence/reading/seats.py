"""The party and state of an American politician, as agencies write them: Jane Roe (D-Wash.).

A state is told by any of its spellings: "R-TX", "R-Tex." and "R-Texas" are one seat.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsassistant.evidence.reading.plain import folded

# The postal letters of each state, its name, and its abbreviation where that is neither.
_STATES = """
AL Alabama Ala|AK Alaska|AZ Arizona Ariz|AR Arkansas Ark|CA California Calif|CO Colorado Colo
CT Connecticut Conn|DE Delaware Del|DC D.C.|FL Florida Fla|GA Georgia|HI Hawaii|ID Idaho
IL Illinois Ill|IN Indiana Ind|IA Iowa|KS Kansas Kan Kans|KY Kentucky|LA Louisiana|ME Maine
MD Maryland|MA Massachusetts Mass|MI Michigan Mich|MN Minnesota Minn|MS Mississippi Miss
MO Missouri|MT Montana Mont|NE Nebraska Neb Nebr|NV Nevada Nev|NH New_Hampshire N.H.
NJ New_Jersey N.J.|NM New_Mexico N.M.|NY New_York N.Y.|NC North_Carolina N.C.
ND North_Dakota N.D.|OH Ohio|OK Oklahoma Okla|OR Oregon Ore|PA Pennsylvania Penn
RI Rhode_Island R.I.|SC South_Carolina S.C.|SD South_Dakota S.D.|TN Tennessee Tenn|TX Texas Tex
UT Utah|VT Vermont|VA Virginia|WA Washington Wash|WV West_Virginia W.Va.|WI Wisconsin Wis Wisc
WY Wyoming Wyo|PR Puerto_Rico P.R.|GU Guam
"""
_SPELLINGS = {
    spelling.replace("_", " "): forms.split()[0]
    for forms in _STATES.replace("\n", "|").split("|")
    for spelling in forms.split()
}
_LETTERS = {folded(spelling): state for spelling, state in _SPELLINGS.items()}
_ANY = "|".join(
    re.escape(spelling).replace(r"\ ", "[ -]").replace(r"\.", r"\. ?").removesuffix(r"\. ?")
    for spelling in sorted(_SPELLINGS, key=len, reverse=True)
)
_SEAT = re.compile(
    rf"(?<![\w.])(?P<party>[DRI])[-‐-—](?P<state>{_ANY}|{_ANY.title()})(?![A-Za-z])\.?"
)
_PERSON = re.compile(r"([A-Z][^\W\d_]*(?:['’-][^\W\d_]+)*)(?:,? [JS]r\.)?,? ?\(?$")
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Seat:
    """A party and a state at [start:end]; `person` is the name before them, folded, or empty."""

    start: int
    end: int
    party: str
    state: str
    person: str

    @property
    def key(self) -> tuple[str, str]:
        """What it is compared by."""
        return self.party, self.state


def seats(text: str) -> Iterator[Seat]:
    """The seats that a text names, in order; linear time."""
    for match in _SEAT.finditer(text):
        before = _PERSON.search(text[max(0, match.start() - _LONGEST_NAME) : match.start()])
        person = folded(before[1]) if before else ""
        state = _LETTERS[folded(match["state"])]
        yield Seat(*match.span(), match["party"], state, person)


def spellings(state: str) -> list[str]:
    """A state's name, then its abbreviations but for the postal one."""
    return [each for each, letters in _SPELLINGS.items() if letters == state and each != letters]
