"""Two NGOs that share people and a session."""

import pytest

from tests.support.leaving import bring


@pytest.fixture
def network(hub, own_ngo, other_ngo):
    """Thirty people of ours, twenty of the other's, ten of them the same; a session held together."""
    bring(own_ngo, range(30), region="MA-04", project="SAVE")
    bring(other_ngo, range(20, 40), region="MA-09")
    bring(own_ngo, range(3), day="2018-12-31", ref="J", shared_key="together")
    bring(other_ngo, range(25, 28), day="2019-01-02", ref="J", shared_key="together")
    return own_ngo, other_ngo
