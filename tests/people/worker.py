"""`python -m tests.people.worker`: the real worker, for which it is always day."""

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    from people.messages import hours  # once the applications are there

    hours.DAY = range(24)
    call_command("worker", verbosity=0)
