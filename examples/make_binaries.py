"""Write the example reports that are not text files: two of Word, a PDF and a broken PDF.

    python examples/make_binaries.py [FOLDER]

The bytes are the same on every run. Needs the development packages reportlab and python-docx.
"""

import io
import os
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

HERE: Final = Path(__file__).parent / "reports"
# The earliest time that a zip archive can hold: a fixed one makes the bytes the same.
ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
BROKEN_SHARE: Final = 0.4  # how much of the PDF is left in the broken copy


@dataclass(frozen=True, slots=True)
class Article:
    """One example report."""

    title: str
    outlet: str
    author: str
    date: datetime
    paragraphs: tuple[str, ...]


LOAN: Final = Article(
    title="Ankara and Moscow sign loan for the S-400",
    outlet="Marmara Business Daily",
    author="Cem Arslan",
    date=datetime(2017, 12, 29, 16, 0, tzinfo=UTC),
    paragraphs=(
        "Turkey and Russia signed a loan agreement on Friday that finances the Turkish purchase "
        "of S-400 air defence missiles, the procurement agency SSM said in Ankara.",
        "The contract covers four batteries and is worth $2.5 billion, Sergey Chemezov, the head "
        "of the Russian state corporation Rostec, told a Moscow newspaper this week. Turkey pays "
        "45 per cent in advance and Russia lends the rest, he said.",
        "The first deliveries are to start in March 2020, according to Chemezov. Ankara would "
        "like to see them earlier, and people in the industry think that this can be arranged.",
        "Turkish companies hope to take part in the production of later batteries. How much of "
        "the technology Moscow is willing to share has been left for another day.",
        "For bankers the agreement is of interest in itself. It is a long time since a member of "
        "NATO last borrowed money in Moscow for arms, and nobody on the Bosphorus remembers the "
        "paragraphs that such a paper needs. The interest rate was not made public; a loan in "
        "roubles would spare both sides a passage through New York.",
    ),
)
SANCTIONS: Final = Article(
    title="United States sanctions Turkish arms agency over S-400",
    outlet="Atlantic Sanctions Monitor",
    author="R. Okafor",
    date=datetime(2020, 12, 15, 9, 30, tzinfo=UTC),
    paragraphs=(
        "The United States on Monday imposed sanctions on Turkey's Presidency of Defence "
        "Industries for buying the Russian S-400 air defence system.",
        "The measures deny the agency new American export licences and freeze the assets of its "
        "head, Ismail Demir, and of three of his colleagues. It is the first time that the law "
        "known as CAATSA has been turned against an ally in NATO.",
        "Secretary of State Mike Pompeo said that Washington had warned Ankara many times "
        "against the purchase, which in its view puts American technology at risk.",
        "Turkey ordered four batteries for $2.5 billion in 2017 and received the first parts in "
        "July 2019. It tested the system in October, and has not put it into service.",
        "The Turkish Foreign Ministry called the decision a grave mistake. In Moscow, Foreign "
        "Minister Sergei Lavrov spoke of an arrogant attitude towards international law.",
        "Lawyers who advise exporters expect a slow effect rather than a sudden one. Licences "
        "that were granted before Monday stay valid, and the agency's suppliers are free to "
        "deal with its subsidiaries. The difficulty begins with renewals, spare parts and the "
        "question of who is a subsidiary.",
    ),
)
SECOND_BATCH: Final = Article(
    title="Moscow speaks of a second S-400 batch, Ankara is silent",
    outlet="Northern Arms Bulletin",
    author="Ingrid Solheim",
    date=datetime(2021, 8, 24, 7, 0, tzinfo=UTC),
    paragraphs=(
        "Russia and Turkey will soon sign a contract for a second batch of S-400 air defence "
        "systems, Alexander Mikheev, the head of Rosoboronexport, told the agency Volga Press "
        "at an arms fair near Moscow on Monday.",
        "Negotiations about it are in their final stage, according to Mikheev.",
        "Nothing of the kind was heard in Ankara. The Turkish Defence Ministry did not answer "
        "questions, and the procurement agency referred callers to the ministry. It is not the "
        "first time that Moscow has sold this bear while it was still in the forest.",
        "The first order of 2017, for four batteries, was worth $2.5 billion. Turkey received "
        "the first parts in July 2019 and fired the system once in a test in October 2020. Since "
        "then it has been kept in storage.",
        "A second batch would be expensive in more than one way. The US State Department has "
        "warned that any further purchase could bring new sanctions, and the agency that would "
        "have to sign for Turkey is the one that Washington put on its list last December.",
    ),
)


def main(folder: Path = HERE) -> None:
    """Write all files into a folder."""
    _write_docx(LOAN, folder / "2017-12-29-marmara-business-daily.docx")
    _write_docx(SANCTIONS, folder / "2020-12-15-atlantic-sanctions-monitor.docx")
    pdf = _pdf_bytes(SECOND_BATCH)
    (folder / "2021-08-24-northern-arms-bulletin.pdf").write_bytes(pdf)
    broken = folder / "2021-08-25-broken-download.pdf"
    broken.write_bytes(pdf[: int(len(pdf) * BROKEN_SHARE)])


def _write_docx(article: Article, path: Path) -> None:
    document = Document()
    properties = document.core_properties
    properties.title, properties.author = article.title, article.author
    properties.last_modified_by = article.author
    properties.created = properties.modified = article.date.replace(tzinfo=None)
    document.add_heading(article.title, level=0)
    document.add_paragraph(f"{article.outlet}, {article.date:%d %B %Y}. By {article.author}")
    for paragraph in article.paragraphs:
        document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    path.write_bytes(_with_fixed_times(buffer.getvalue()))


def _with_fixed_times(archive: bytes) -> bytes:
    """Return a zip archive with the same members, each with the same time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()


def _pdf_bytes(article: Article) -> bytes:
    styles = getSampleStyleSheet()
    story = [
        Paragraph(article.title, styles["Title"]),
        Paragraph(f"{article.outlet}, {article.date:%d %B %Y}", styles["Italic"]),
        Spacer(1, 12),
    ]
    for paragraph in article.paragraphs:
        story += [Paragraph(paragraph, styles["BodyText"]), Spacer(1, 6)]
    buffer = io.BytesIO()
    # reportlab takes the file's own date from here instead of from the clock.
    os.environ["SOURCE_DATE_EPOCH"] = str(int(article.date.timestamp()))
    document = SimpleDocTemplate(buffer, pagesize=A4, title=article.title, author=article.author)
    document.build(story)
    return buffer.getvalue()


def _folder(arguments: Sequence[str]) -> Path:
    return Path(arguments[0]) if arguments else HERE


if __name__ == "__main__":
    main(_folder(sys.argv[1:]))
