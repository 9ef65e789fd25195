"""Writes the collection: `python -m sample_data.oddities`. Same stories, same bytes."""

from sample_data.oddities import collection

if __name__ == "__main__":
    collection.main()
