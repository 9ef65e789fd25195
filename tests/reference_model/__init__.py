"""The order lifecycle once more, record by record and apart from the product, to compare its rules with."""
