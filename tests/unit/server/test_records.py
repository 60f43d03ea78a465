"""Counts of requests: in the log's line and in Prometheus' form."""

from __future__ import annotations

from newsassistant.server.records import Metrics, Record


def test_a_line_has_counts_and_codes() -> None:
    record = Record("chat", "anna", "fake:style", 200, 12, 3, 40)

    assert record.line() == (
        "user=anna what=chat model=fake:style status=200 prompt=12 completion=3 ms=40 outcome=ok"
    )


def test_sums_are_told_by_route_and_status() -> None:
    metrics = Metrics()
    metrics.add(Record("chat", "anna", "fake", 200, 12, 3))
    metrics.add(Record("chat", "ben", "fake", 200, 10, 4))
    metrics.add(Record("chat", "ben", "fake", 429, outcome="queue_full"))
    lines = metrics.text(2, 5).splitlines()

    assert 'newsassistant_requests_total{what="chat",status="200"} 2' in lines
    assert 'newsassistant_requests_total{what="chat",status="429"} 1' in lines
    assert "newsassistant_prompt_tokens_total 22" in lines
    assert "newsassistant_waiting 2" in lines
    assert "newsassistant_answering 5" in lines
    assert not any("anna" in line for line in lines)
