"""The tests' settings for a worker in a process of its own, which sends to the test's mail server."""

import os

from config.settings import test

globals().update({name: getattr(test, name) for name in dir(test) if name.isupper()})  # it exports little by itself
EMAIL_BACKEND = "core.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = "127.0.0.1", int(os.environ["MAIL_PORT"]), 60
