"""`python -m socle.cli` is the command `socle`."""

import sys

from socle.cli.main import main

sys.exit(main())
