"""`python -m coursekit VERB`: what `scripts/course.py` runs inside the environment."""

import os
import sys

from coursekit.cli import main

try:
    code = main()
    sys.stdout.flush()
except BrokenPipeError:
    # Whoever reads the output has seen enough (`| head`); Python would fail again when it closes the pipe.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    code = 1
raise SystemExit(code)
