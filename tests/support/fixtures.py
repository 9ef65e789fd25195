"""Fixtures that tests of several folders share."""

import pytest

from tests.support.order_pages import Desk


@pytest.fixture
def desk(tmp_path):
    """A workspace whose rows a test writes by hand."""
    return Desk(tmp_path / "books")
