"""Reports: from frames to files. Each report is a function of frames; `flat_file_writer` writes all of them."""
