"""`python -m tests.pages.letters_worker`: the real worker, for which it is always day and a minute passes at once."""

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    from people.messages import hours  # once the applications are there
    from tenants import clock

    hours.DAY = range(24)
    clock.INTERVAL = 0.2
    call_command("worker", verbosity=0)
