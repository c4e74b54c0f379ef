"""`python -m plantigrade`."""

import sys

from plantigrade.cli.main import main

sys.exit(main())
