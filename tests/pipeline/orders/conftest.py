"""A workspace whose rows a test writes by hand."""

import pytest

from tests.pipeline.orders.asking import Desk


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "books")
