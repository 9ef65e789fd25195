"""What every part of ordermill shares: columns, formats, codes, statuses, wording. It imports no other part."""
