"""Company filings as they are published, read from beside the checkout where they are there."""

import os
from pathlib import Path

import pytest

from ingest.readers import pdf
from ingest.readers.base import Content
from tests.ingest.readers.make import assert_well_formed

SAMPLES = Path(
    os.environ.get("SHARED_DIR") or Path(__file__).resolve().parents[3].parent / "shared"
) / "samples"  # fmt: skip


def sample(name: str) -> Content:
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"{name} is not in {SAMPLES}; set SHARED_DIR to the folder that has samples")
    content = pdf.read(path.read_bytes())
    assert_well_formed(content)
    assert "\n\n\n" not in content.text
    return content


def test_a_quarterly_report() -> None:
    content = sample("ADOBE_2022Q2_10Q.pdf")
    assert content.title == "ADBE 10Q Q2'23"
    assert len(content.pages) == 56
    assert content.published is None
    assert content.text.count("Table of Contents") == 0
    page = content.pages[8]
    assert content.text[page.start : page.end].startswith("NOTES TO CONDENSED")
    titles = [s.title for s in content.sections]
    assert "NOTE 2. REVENUE" in titles
    assert "ITEM 1A. RISK FACTORS" in titles
    assert "| Revenue | $ 3,511 | $ 1,222 | $ 83 | $ 4,816 |\n" in content.text
    assert (
        "should be read in conjunction with the consolidated financial statements and notes "
        "thereto in our Annual Report on Form 10-K" in content.text
    )


def test_a_current_report() -> None:
    content = sample("AMCOR_2022_8K_2022-07-01.pdf")
    assert content.title == "FORM 8-K"
    assert len(content.pages) == 9
    assert (
        "Pursuant to the requirements of the Securities Exchange Act of 1934, the registrant has "
        "duly caused this report to be signed on its behalf by the undersigned hereunto duly "
        "authorized.\n\n" in content.text
    )


def test_an_earnings_release() -> None:
    content = sample("AMCOR_2023Q4_EARNINGS.pdf")
    assert content.title == "Amcor 4Q 2023 Exhibit 99.1 - June 30, 2023"
    assert len(content.pages) == 14
    titles = [s.title for s in content.sections]
    assert {"Cash Returns to Shareholders", "Dividend", "Share repurchases"} <= set(titles)
    assert (
        "• Fiscal 2024 outlook: Adjusted EPS of 67-71 cents per share. Adjusted Free Cash Flow of "
        "$850-950 million.\n\n" in content.text
    )
    assert all(content.text[p.start : p.end].split()[-1] != str(p.number) for p in content.pages)
