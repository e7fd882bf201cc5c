"""A bucket of object storage on this machine, by moto's server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from moto.server import ThreadedMotoServer

from core.bucket_storage import BucketStorage, PrivateBucket

NAME = "uploads"
KEYS = {"access_key": "testing", "secret_key": "testing", "region_name": "us-east-1"}


@contextmanager
def a_bucket() -> Iterator[str]:
    """An empty bucket; the address of its server."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        client_of(f"http://{host}:{port}").create_bucket(Bucket=NAME)
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def client_of(address: str) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=address,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        region_name="us-east-1",
    )


def keys_in(address: str) -> list[str]:
    """What is in the bucket, in order."""
    found = client_of(address).list_objects_v2(Bucket=NAME)
    return [one["Key"] for one in found.get("Contents", ())]


def uploads_in(address: str) -> BucketStorage:
    return BucketStorage(bucket_name=NAME, endpoint_url=address, max_memory_size=1024, **KEYS)


def backups_in(address: str) -> PrivateBucket:
    return PrivateBucket(bucket_name=NAME, endpoint_url=address, location="backups", max_memory_size=1024, **KEYS)
