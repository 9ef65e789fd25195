"""Reports: frames to files. Each report is a function of frames; `flatfile` writes any of them."""
