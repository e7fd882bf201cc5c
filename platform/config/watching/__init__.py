"""What an operator sees of a server at work: figures for Prometheus, a log that names nobody, mails about troubles.

`requests` gives every request a number and tells the others how it ended; `meters` and `metrics` count, `log_lines`
writes; `troubles` and `telling` are `manage.py watch`. Nothing here knows a person: of a request the route's name is
told, never its path, which may hold a code; of an NGO its schema in the log alone.
"""
