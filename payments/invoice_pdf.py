"""An invoice on paper: one A4 page, or more where the lines need it."""

from io import BytesIO
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils.formats import date_format
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from payments.models import Invoice

INK, ASH, RULE = HexColor("#231d18"), HexColor("#62574f"), HexColor("#cfc6ba")
TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=9.5, leading=14, textColor=INK)
FINE = ParagraphStyle("fine", parent=TEXT, fontSize=8, leading=11, textColor=ASH)
HEAD = ParagraphStyle("head", parent=TEXT, fontName="Times-Roman", fontSize=22, leading=28)
RIGHT = ParagraphStyle("right", parent=TEXT, alignment=2)
WIDTHS = [104 * mm, 20 * mm, 24 * mm, 26 * mm]


def draw_invoice(invoice: Invoice) -> bytes:
    """The PDF of an invoice, the same bytes each time."""
    page = BytesIO()
    document = SimpleDocTemplate(
        page,
        pagesize=A4,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
        title=f"{invoice.get_kind_display()} {invoice.number}",
        author=invoice.seller["name"],
        invariant=1,
    )
    document.build([*_head(invoice), _lines(invoice), *_foot(invoice)])
    return page.getvalue()


def _head(invoice: Invoice) -> list[Flowable]:
    seller, day = invoice.seller, date_format(invoice.issued_at, "j F Y")
    facts = [
        f"Number {invoice.number}",
        f"Issued on {day}, which is the day of delivery as well",
        f"Order {invoice.order.number}",
        f"For {invoice.buyer_email}",
    ]
    if invoice.refund:
        first = invoice.order.invoices.get(kind=Invoice.Kind.INVOICE)
        facts.insert(3, f"About invoice {first.number}")
    vat = f"VAT number {seller['vat_id']}" if seller["vat_id"] else ""
    address = [seller["name"], *seller["address"].split("; "), vat]
    return [
        Paragraph(_plain(settings.SITE_NAME), HEAD),
        Paragraph("<br/>".join(_plain(line) for line in address if line), FINE),
        Spacer(0, 14 * mm),
        Paragraph(_plain(invoice.get_kind_display()), HEAD),
        Paragraph("<br/>".join(_plain(fact) for fact in facts), TEXT),
        Spacer(0, 8 * mm),
    ]


def _lines(invoice: Invoice) -> Table:
    sign = -1 if invoice.kind == Invoice.Kind.CREDIT else 1
    rows = [[Paragraph(word, FINE) for word in ("Piece", "Copies", "Each", "Sum")]]
    for line in invoice.lines:
        cents = sign * line["unit_cents"]
        rows.append(
            [
                Paragraph(_piece(line), TEXT),
                Paragraph(str(line["quantity"]), RIGHT),
                Paragraph(_money(cents, invoice), RIGHT),
                Paragraph(_money(cents * line["quantity"], invoice), RIGHT),
            ]
        )
    total = Paragraph(f"<b>{_money(invoice.total_cents, invoice)}</b>", RIGHT)
    rows.append([Paragraph("<b>Total</b>", TEXT), "", "", total])
    table = Table(rows, colWidths=WIDTHS, repeatRows=1)
    rules = [("LINEBELOW", (0, 0), (-1, -1), 0.5, RULE), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    table.setStyle(TableStyle(rules))
    return table


def _piece(line: dict) -> str:
    serials = ", ".join(f"No. {serial}" for serial in line["serials"])
    about = "; ".join(filter(None, [line["kind"], serials]))
    return f"{_plain(line['name'])}<br/><font size=8 color='#62574f'>{_plain(about)}</font>"


def _foot(invoice: Invoice) -> list[Flowable]:
    notes = [invoice.seller["note"], settings.RIGHTS_NOTICE]
    return [Spacer(0, 10 * mm), *(Paragraph(_plain(note), FINE) for note in notes if note)]


def _money(cents: int, invoice: Invoice) -> str:
    return f"{cents / 100:,.2f} {invoice.currency.upper()}"


def _plain(text: str) -> str:
    """Text for a paragraph: the page's fonts know the letters of Western Europe."""
    return escape(text.encode("cp1252", "replace").decode("cp1252"))
