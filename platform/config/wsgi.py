"""The WSGI entry point: `gunicorn config.wsgi` with platform/ on the path."""

import gc
import os
import sys
from importlib import import_module
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from config import environment  # found beside this file, wherever it was started
from core import lean

# Libraries of others load it where they find it, 5 MB in each process; ours read by it in processes of their own.
sys.modules.setdefault("lxml", None)  # type: ignore[arg-type]  # Python's own way: as if it were not there
lean.leave_out()

sys.path[:0] = [str(folder) for folder in (Path(__file__).parents[1], Path(__file__).parents[2])]
try:
    environment.load(Path(__file__).parents[2])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    application = get_wsgi_application()
    for urls in ("config.urls_hub", "config.urls_tenant"):  # what every page needs, once for all processes
        import_module(urls)
    lean.let_in()
except ImproperlyConfigured as error:  # what to do is all one needs
    sys.exit(str(error))

# What is loaded stays: the collector need not walk through it again and again, nor touch memory that workers share.
gc.collect()
gc.freeze()
