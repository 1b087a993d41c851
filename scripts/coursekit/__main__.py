"""`python -m coursekit VERB`: what `scripts/course.py` runs inside the environment."""

import io
import os
import signal
import sys

from coursekit.cli import main

for stream in (sys.stdout, sys.stderr):
    # What the course says has arrows and Chinese in it; a pipe on Windows takes neither unless it is told to.
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
# A build that is told to end must end MkDocs, too, and clear away what it has begun.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
try:
    code = main()
    sys.stdout.flush()
except KeyboardInterrupt:
    # What shells expect of a program that was interrupted.
    code = 130
except BrokenPipeError:
    # Whoever reads the output has seen enough (`| head`); Python would fail again when it closes the pipe.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    code = 1
raise SystemExit(code)
