"""Money: what a confirmed shipment earns and costs, and when the seller is paid.

Pure and vectorised, whole yen in int64 and rates in basis points throughout. Order process, step 6.
"""
