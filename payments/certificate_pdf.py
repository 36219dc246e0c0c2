"""A certificate on paper: one A4 page, with a code that leads to where it is checked."""

from io import BytesIO

from django.conf import settings
from django.utils.formats import date_format
from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from core.qr import modules_of
from payments.certificates import Certificate
from payments.models.offer import kind_in_words
from payments.paper import FINE, HEAD, RULE, SERIF, TEXT, is_as_spelt, plain

NUMBER = ParagraphStyle("number", parent=HEAD, fontSize=40, leading=46)
CODE = 38 * mm
SPELLING = "Names in other scripts are written in Latin letters here; there they stand as spelt."
WIDTHS = [42 * mm, 119 * mm]


def draw_certificate(certificate: Certificate, holder: str) -> bytes:
    """The PDF for its holder, the same bytes all day."""
    page, item = BytesIO(), certificate.copy.item
    document = SimpleDocTemplate(
        page,
        pagesize=A4,
        leftMargin=22 * mm,
        rightMargin=22 * mm,
        topMargin=26 * mm,
        bottomMargin=20 * mm,
        title=f"Certificate: {item.name}, No. {certificate.serial}",
        author=settings.SITE_NAME,
        invariant=1,
    )
    document.build([*_head(certificate), _facts(certificate, holder), *_foot(certificate, holder)])
    return page.getvalue()


def _head(certificate: Certificate) -> list[Flowable]:
    item = certificate.copy.item
    of = f" / {item.edition_size}" if item.edition_size else ""
    return [
        Paragraph(plain(settings.SITE_NAME, SERIF), HEAD),
        Paragraph("Unofficial fan project", FINE),
        Spacer(0, 26 * mm),
        Paragraph("Certificate", TEXT),
        Paragraph(plain(item.name, SERIF), NUMBER),
        Spacer(0, 2 * mm),
        Paragraph(f"No. {certificate.serial}{of}", HEAD),
        Spacer(0, 12 * mm),
    ]


def facts_of(certificate: Certificate, holder: str) -> list[tuple[str, str]]:
    """What the certificate says, on paper and on the page alike."""
    item, copy = certificate.copy.item, certificate.copy
    edition = f"{item.edition_size:,} copies" if item.edition_size else "Open"
    facts = [
        ("Entered in the name of", holder),
        ("Since", date_format(certificate.passage.at, "j F Y")),
        ("Piece", kind_in_words(item)),
        ("Set", item.item_set.name if item.item_set else ""),
        ("Edition", edition),
        ("Accession", f"{item.accession:04d}"),
        ("Maker", item.artist),
        ("First entered", date_format(copy.acquired_at, "j F Y")),
        ("Written down on", date_format(certificate.issued_on, "j F Y")),
    ]
    return [(label, fact) for label, fact in facts if fact]


def _facts(certificate: Certificate, holder: str) -> Table:
    rows = [
        [Paragraph(label, FINE), Paragraph(plain(fact), TEXT)]
        for label, fact in facts_of(certificate, holder)
    ]
    table = Table(rows, colWidths=WIDTHS)
    rules = [("LINEABOVE", (0, 0), (-1, -1), 0.5, RULE), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    table.setStyle(TableStyle([*rules, ("LEFTPADDING", (0, 0), (0, -1), 0)]))
    return table


def _foot(certificate: Certificate, holder: str) -> list[Flowable]:
    address = f'<a href="{plain(certificate.url)}">{plain(certificate.url)}</a>'
    words = "Whether it is genuine, and still true, is told to anybody at this address:"
    beside = [Paragraph(words, FINE), Spacer(0, 2 * mm), Paragraph(address, FINE)]
    spelt = all(is_as_spelt(name) for _, name in facts_of(certificate, holder))
    notes = ["" if spelt else SPELLING, settings.RIGHTS_NOTICE]
    table = Table([[_code(certificate.url), beside]], colWidths=WIDTHS)
    rules = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (0, 0), 0)]
    table.setStyle(TableStyle(rules))
    return [
        Spacer(0, 14 * mm),
        table,
        Spacer(0, 12 * mm),
        *(Paragraph(plain(note), FINE) for note in notes if note),
    ]


def _code(url: str) -> Drawing:
    rows = modules_of(url)
    side, drawing = CODE / len(rows), Drawing(CODE, CODE)
    for y, row in enumerate(rows):
        for x in (x for x, dark in enumerate(row) if dark):
            drawing.add(Rect(x * side, CODE - (y + 1) * side, side, side, strokeColor=None))
    return drawing
