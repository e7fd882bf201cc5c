from tests.accounts.conftest import own_counts  # noqa: F401  fixture
