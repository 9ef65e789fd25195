"""Steps 2 to 4: payments, confirmations, cancellations and address changes, applied in rounds."""
