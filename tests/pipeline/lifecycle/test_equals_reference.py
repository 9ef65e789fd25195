"""The vectorised rules against the row-by-row model: any history ends the same in both."""

from hypothesis import given

from schemas.statuses import Status
from tests.reference.histories import histories
from tests.reference.model import Model
from tests.replay import Product
from tests.reference.records import Run


@given(histories())
def test_vectorised_rules_equal_the_reference_model(history: list[Run]) -> None:
    model, product = Model(), Product()
    for run in history:
        model.run(run)
        product.run(run)
        assert sorted(product.outcomes) == sorted(model.outcomes)
        assert sorted(product.released) == sorted(model.released)
        assert product.orders() == model.orders()
        assert product.parcels() == model.parcels()
        assert product.stock() == model.stock()
