"""The mark of requests that the platform makes of its own pages, to write them into a copy.

It stands in the WSGI environment under a name that no header of a request can have.
"""

READING_OUT = "wasl.reading_out"
