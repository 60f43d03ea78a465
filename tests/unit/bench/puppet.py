"""A program for the tests of rounds: does what its first argument says, at the second job."""

from __future__ import annotations

import json
import os
import signal
import sys
import time

kind, *rest = sys.argv[1:]
if kind == "unbuilt":
    raise ModuleNotFoundError("No module named 'llama_cpp'")
print(json.dumps({"options": {"kind": kind}, "rest": rest}), flush=True)
for number, line in enumerate(sys.stdin):
    if number == 1 and kind == "illegal":
        os.kill(os.getpid(), signal.SIGILL)
    if number == 1 and kind == "broken":
        raise ValueError("no | such | thing")
    if number == 1 and kind == "talkative":
        print("hello", flush=True)
    if number == 1 and kind == "slow":
        time.sleep(60)
    print(
        json.dumps({"seconds": json.loads(line)["turn"] * float(rest[0] if rest else 1)}),
        flush=True,
    )
