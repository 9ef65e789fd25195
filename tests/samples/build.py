"""Writes sample_data: the feeds of the demo, the odd files and their page. `python -m tests.samples.build`.

The same stories make the same bytes.
"""

from tests.samples import demo_folder, odd_folder

if __name__ == "__main__":
    demo_folder.write_demo()
    odd_folder.write_odd_files()
