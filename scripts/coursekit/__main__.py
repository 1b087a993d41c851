"""`python -m coursekit VERB`: what `scripts/course.py` runs inside the environment."""

from coursekit.cli import main

raise SystemExit(main())
