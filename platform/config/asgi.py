"""The ASGI entry point: `granian --interface asgi config.asgi` with platform/ on the path."""

import os
import sys
from pathlib import Path

from django.core.asgi import get_asgi_application

from config import environment  # found beside this file, wherever it was started

sys.path[:0] = [str(folder) for folder in (Path(__file__).parents[1], Path(__file__).parents[2])]
environment.load(Path(__file__).parents[2])
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_asgi_application()
