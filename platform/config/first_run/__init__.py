"""`manage.py first_run`: from an empty database to a hub with an invited administrator.

Two stages, since Django's settings stop the start until the file of the environment is there. `preparing`, without
Django: asks, checks every answer, then writes the file. `founding`, with Django: database, hub, administrator.
"""
