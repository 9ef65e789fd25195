"""What the product costs, beside peers that do the same work on the same invented data: `python -m benchmarks`."""
