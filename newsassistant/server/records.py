"""What is told of a request when it has ended: counts and codes, never a word of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Record:
    """One request. `what` is the route's name, "-" for none of ours; `model` an id that we have.

    `outcome` is "ok", "gone" where the client left, or the code of an error.
    """

    what: str = "-"
    user: str = "-"
    model: str = "-"
    status: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    ms: int = 0
    outcome: str = "ok"

    def line(self) -> str:
        """For the log."""
        return (
            f"user={self.user} what={self.what} model={self.model} status={self.status} "
            f"prompt={self.prompt_tokens} completion={self.completion_tokens} ms={self.ms} "
            f"outcome={self.outcome}"
        )


@dataclass(slots=True)
class Metrics:
    """Sums since the start."""

    _requests: Counter[tuple[str, int]] = field(default_factory=Counter)
    _prompt: int = 0
    _completion: int = 0

    def add(self, record: Record) -> None:
        """One more request has ended."""
        self._requests[record.what, record.status] += 1
        self._prompt += record.prompt_tokens
        self._completion += record.completion_tokens

    def text(self, waiting: int, answering: int) -> str:
        """In the text form that Prometheus reads."""
        lines = ["# TYPE newsassistant_requests_total counter"]
        for (what, status), count in sorted(self._requests.items()):
            labels = f'{{what="{what}",status="{status}"}}'
            lines.append(f"newsassistant_requests_total{labels} {count}")
        for name, kind, value in (
            ("prompt_tokens_total", "counter", self._prompt),
            ("completion_tokens_total", "counter", self._completion),
            ("waiting", "gauge", waiting),
            ("answering", "gauge", answering),
        ):
            lines += [f"# TYPE newsassistant_{name} {kind}", f"newsassistant_{name} {value}"]
        return "\n".join(lines) + "\n"
