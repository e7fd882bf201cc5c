"""The WSGI entry point: `gunicorn config.wsgi` with platform/ on the path."""

import gc
import os
import sys
from pathlib import Path

from django.core.wsgi import get_wsgi_application

sys.path[:0] = [str(folder) for folder in (Path(__file__).parents[1], Path(__file__).parents[2])]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()

# What is loaded stays: the collector need not walk through it again and again, nor touch memory that workers share.
gc.collect()
gc.freeze()
