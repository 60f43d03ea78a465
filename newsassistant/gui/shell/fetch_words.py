"""What is said of pages that were fetched: on one line, and request by request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from newsassistant.gui.opening.fetching import Request

MOST_LINES = 20


def fetching_words(host: str) -> tuple[str, str]:
    """While a page is being fetched, whole and short."""
    whole = QCoreApplication.translate("Fetches", "Fetching a page from {0}; your texts stay here")
    return whole.format(host), QCoreApplication.translate("Fetches", "Fetching")


def fetched_words(requests: Sequence[Request]) -> tuple[str, str]:
    """What has happened in this session, whole and short; there is at least one request."""
    came = [request for request in requests if request.received is not None]
    if not came:
        words = QCoreApplication.translate("Fetches", "Asked {0} for a page at {1}; none came")
        short = QCoreApplication.translate("Fetches", "No page fetched")
        return words.format(_host(requests[-1]), _time(requests[-1])), short
    last, count = came[-1], len(came)
    if count == 1:
        words = QCoreApplication.translate("Fetches", "Fetched 1 page from {0} at {1}")
        short = QCoreApplication.translate("Fetches", "1 page fetched")
        return words.format(_host(last), _time(last)), short
    words = QCoreApplication.translate("Fetches", "Fetched {0} pages, the last from {1} at {2}")
    short = QCoreApplication.translate("Fetches", "{0} pages fetched").format(count)
    return words.format(count, _host(last), _time(last)), short


def requests_words(requests: Sequence[Request]) -> str:
    """A line for each request of this session, and what was not sent."""
    lines = [QCoreApplication.translate("Fetches", "Requests since the program was opened:")]
    lines += [_line(request) for request in requests[-MOST_LINES:]]
    if len(requests) > MOST_LINES:
        more = QCoreApplication.translate("Fetches", "{0} more before them")
        lines.append(more.format(len(requests) - MOST_LINES))
    lines.append(
        QCoreApplication.translate(
            "Fetches", "No article, question or answer was sent. The model runs on this computer."
        )
    )
    return "\n".join(lines)


def _line(request: Request) -> str:
    if request.received is None:
        words = QCoreApplication.translate("Fetches", "{0} {1}: sent no page")
        return words.format(_time(request), _host(request))
    words = QCoreApplication.translate("Fetches", "{0} {1}: {2} kB received")
    return words.format(_time(request), _host(request), -(-request.received // 1000))


def _host(request: Request) -> str:
    return request.host or QCoreApplication.translate("Fetches", "an address (private)")


def _time(request: Request) -> str:
    return f"{datetime.fromtimestamp(request.at):%H:%M}"
