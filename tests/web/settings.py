"""The application's settings over a folder of this run alone."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_FOLDER = tempfile.mkdtemp(prefix="plantigrade-test-")
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ["PLANTIGRADE_DATA"] = _FOLDER
os.environ["PLANTIGRADE_TZ"] = "Europe/Zurich"

from plantigrade.web.settings import *  # noqa: E402, F403
from plantigrade.web.settings import DATA, DATABASES  # noqa: E402

# A file, as in life: what holds for several connections is not seen in memory.
if "sqlite" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["TEST"] = {"NAME": DATA / "test.sqlite3"}
DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nothing to protect, time to save
