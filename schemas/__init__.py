"""The words that every part of ordermill uses: columns, formats, codes, statuses. Imports nothing of ours."""
