"""Every step and paragraph that somebody cites stands in the pages of the order process."""

import re

import pytest

from tests.support.order_process import PAGES, numbers, passage_text, passages
from tests.support.paths import DOCS, ROOT

FOLDERS = ("schemas", "feeds", "reports", "pipeline", "sample_data", "benchmarks", "tests", "docs")
NUMBER = r"\d+(?:\.\d+)*(?![\w-])"
PLACE = rf'(?:{NUMBER}|"[^"{{}}]+")'
JOINED = rf"{PLACE}(?:(?:, |; | and | to |, and ){PLACE})*"
CITATION = re.compile(rf"(?:[Oo]rder process, (?:steps? )?|\b[Ss]teps? (?=\d))({JOINED})")
REFERENCE = re.compile(r"\((\d+\.\d+[^()]*)\)|\b(?:in|See) (\d+\.\d+(?:\.\d+)?)")
ELSEWHERE = re.compile(r"\b[Cc]ases? \d")


def texts():
    """The text of every source and page, by its path, on one line."""
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".md"}]
    for path in [*sorted(paths), ROOT / "README.md", ROOT / "CHANGELOG.md"]:
        yield path.relative_to(ROOT).as_posix(), " ".join(re.sub(r"\n\s*#", " ", path.read_text("utf-8")).split())


def cited(text):
    """The numbers and headings that a text cites, without quotes."""
    return [place.strip('"') for names in CITATION.findall(text) for place in re.findall(PLACE, names)]


def test_citations_are_found_however_they_are_written():
    text = 'Steps 2 and 4.3; order process, 1.5.2 and "The order of work". In 3 steps, 4.4. Step 2, the clock.'
    assert cited(text) == ["2", "4.3", "1.5.2", "The order of work", "2"]


def test_every_citation_resolves_to_a_heading_or_a_numbered_paragraph():
    citations = [(path, place) for path, text in texts() for place in cited(text)]
    assert len(citations) > 250
    assert [(path, place) for path, place in citations if not passage_text(place)] == []


def test_nobody_cites_a_page_that_is_not_here():
    assert [path for path, text in texts() if ELSEWHERE.search(text)] == []


def test_every_number_stands_once_and_in_order():
    paragraphs = [tuple(map(int, number.split("."))) for number in numbers()]
    assert paragraphs == sorted(set(paragraphs))
    assert [number for number in paragraphs if len(number) > 1 and number[:-1] not in paragraphs] == []


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_refer_to_paragraphs_that_they_have(page):
    text = " ".join((DOCS / page).read_text("utf-8").split())
    named = [number for part in REFERENCE.findall(text) for number in re.findall(r"\d+\.\d+(?:\.\d+)?", " ".join(part))]
    assert len(named) > 5
    assert [number for number in named if number not in numbers()] == []


@pytest.mark.parametrize("page", PAGES)
def test_the_contents_of_a_page_link_its_headings(page):
    linked = re.findall(r"\]\(#([^)]+)\)", (DOCS / page).read_text("utf-8"))
    headings = re.findall(r"^## (.+)", (DOCS / page).read_text("utf-8"), re.MULTILINE)
    assert linked == [re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings]


def test_the_first_page_names_the_sections_of_the_second():
    contents = " ".join(passages()[0].text.split("## ")[0].split())
    sections = [passage for passage in passages() if passage.page == PAGES[1] and passage.level == 2]
    assert [section.title for section in sections if f"{section.number} {section.title}" not in contents] == []
