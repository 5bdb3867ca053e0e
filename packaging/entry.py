"""What the packaged program starts with."""

from __future__ import annotations

import sys

from viewer.__main__ import main

sys.exit(main())
