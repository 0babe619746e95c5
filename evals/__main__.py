"""`python -m evals QUESTIONS.jsonl --corpus FOLDER`."""

import sys

from evals.cli import main

sys.exit(main())
