"""An e-mail (.eml) -> the text of its message, with subject, sender and date.

Attachments are never opened, and pictures that it names are not fetched.
"""

from __future__ import annotations

import email
import email.policy
import email.utils
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message

from newsassistant.core.outside import UnfitError
from newsassistant.readers.web.fragment import text_of_html
from newsassistant.text.articles.article import clean, text_of
from newsassistant.text.articles.encodings import decode as decode_text
from newsassistant.text.articles.reading import Reading, person

MOST_PARTS = 500
_PREFIXES = re.compile(r"(?i)^(?:\s*(?:re|aw|fwd?|wg|tr|sv|回复|答复|转发|回覆|轉寄)\s*[:：])+\s*")
_LEAST_SHARE = 0.5  # of the words of the plain part, that the other has to have


def read(data: bytes, name: str) -> Reading:
    """The message; raises UnfitError for what cannot be taken apart."""
    message = email.message_from_bytes(_without_envelope(data), policy=email.policy.default)
    parts = list(_leaves(message, 0))
    plain = "\n\n".join(_plain(part) for part in parts if _is_body(part, "text/plain"))
    page = "\n\n".join(
        clean(text_of_html(_content(part))) for part in parts if _is_body(part, "text/html")
    )
    plain = clean(plain)
    text = page if len(page.split()) >= _LEAST_SHARE * len(plain.split()) and page else plain
    attached = any(part.get_content_disposition() == "attachment" for part in parts)
    names = email.utils.getaddresses([_header(message, "from")])
    author = next((person(shown) or address for shown, address in names), "")
    return Reading(
        text=text,
        title=_PREFIXES.sub("", _header(message, "subject")),
        author=author,
        date=_date(_header(message, "date")),
        source=_header(message, "list-id") or next((address for _, address in names), ""),
        language=_header(message, "content-language"),
        warnings=("attachments-left-out",) if attached else (),
    )


def _without_envelope(data: bytes) -> bytes:
    """Without the line that a mailbox puts in front."""
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    return data.partition(b"\n")[2] if data.startswith(b"From ") else data


def _leaves(message: Message, depth: int) -> Iterator[Message]:
    if depth > 30:
        raise UnfitError("it is nested too deeply")
    if not message.is_multipart():
        yield message
        return
    for number, part in enumerate(message.get_payload()):
        if number >= MOST_PARTS:
            raise UnfitError("it has too many parts")
        if isinstance(part, Message):
            yield from _leaves(part, depth + 1)


def _is_body(part: Message, kind: str) -> bool:
    return part.get_content_type() == kind and part.get_content_disposition() != "attachment"


def _content(part: Message) -> str:
    """The text of a part in the encoding that it declares, or in the likeliest one."""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    charset = str(part.get_content_charset() or "").replace("gb2312", "gb18030")
    try:
        return raw.decode(charset or "ascii")
    except (LookupError, ValueError):
        return decode_text(raw).text if raw.strip() else ""


def _plain(part: Message) -> str:
    text = _content(part).replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        return _flowed(text, str(part.get_param("delsp", "")).lower() == "yes")
    return text_of(text)


def _flowed(text: str, without_space: bool) -> str:
    """Lines that end with a space go on in the next one, of the same depth of quotation."""
    paragraphs: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        body = line[depth:].removeprefix(" ")
        flows = body.endswith(" ") and body != "-- "
        if flows and without_space:
            body = body[:-1]
        if open_depth == depth and body != "-- ":
            paragraphs[-1] += body
        else:
            paragraphs.append(("> " if depth else "") + body)
        open_depth = depth if flows else -1
    return "\n".join(paragraphs)


def _header(message: EmailMessage | Message, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):
        return ""  # the standard library stumbles over some damaged ones


def _date(written: str) -> str:
    try:
        return email.utils.parsedate_to_datetime(written).isoformat() if written else ""
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
