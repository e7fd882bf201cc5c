"""The number of statements a page takes."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def count_queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
