"""An invoice on paper: one A4 page, or more where the lines need it."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from payments.models import Invoice
from payments.paper import FINE, HEAD, RULE, SERIF, TEXT, address, is_as_spelt, plain
from payments.words import rates_in_words

RIGHT = ParagraphStyle("right", parent=TEXT, alignment=2)
FINE_RIGHT = ParagraphStyle("fine right", parent=FINE, alignment=2)
WIDTHS = [99 * mm, 18 * mm, 26 * mm, 26 * mm]


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
        f"Issued on {day}{_delivered(invoice)}",
        f"Order {invoice.order.number}",
        f"For {address(invoice.buyer_email)}{_in_country(invoice)}",
    ]
    if invoice.refund:
        first = invoice.order.invoices.get(kind=Invoice.Kind.INVOICE)
        facts.insert(3, f"About invoice {first.number}")
    vat = f"VAT number {seller['vat_id']}" if seller["vat_id"] else ""
    sender = [seller["name"], *seller["address"].split("; "), vat]
    return [
        Paragraph(plain(settings.SITE_NAME, SERIF), HEAD),
        Paragraph("<br/>".join(plain(line) for line in sender if line), FINE),
        Spacer(0, 14 * mm),
        Paragraph(plain(invoice.get_kind_display()), HEAD),
        Paragraph("<br/>".join(plain(fact) for fact in facts), TEXT),
        Spacer(0, 8 * mm),
    ]


def _lines(invoice: Invoice) -> Table:
    titles = [Paragraph("Piece", FINE)]
    titles += [Paragraph(word, FINE_RIGHT) for word in ("Copies", "Each", "Sum")]
    rows = [titles, *(_line(line, invoice) for line in invoice.lines), *_sums(invoice)]
    table = Table(rows, colWidths=WIDTHS, repeatRows=1, hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, RULE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ]
        )
    )
    return table


def _line(line: dict, invoice: Invoice) -> list[Paragraph]:
    cents = line["unit_cents"] * (-1 if invoice.kind == Invoice.Kind.CREDIT else 1)
    figures = (str(line["quantity"]), _money(cents, invoice))
    total = _money(cents * line["quantity"], invoice)
    return [Paragraph(_piece(line), TEXT), *(Paragraph(each, RIGHT) for each in (*figures, total))]


def _sums(invoice: Invoice) -> list[list[Any]]:
    """The total, and what of it is tax."""
    sums = {"<b>Total</b>": f"<b>{_money(invoice.total_cents, invoice)}</b>"}
    if invoice.tax_cents is not None:
        net = _money(invoice.total_cents - invoice.tax_cents, invoice)
        sums |= {"Before tax": net, **_taxes(invoice)}
    return [
        [Paragraph(name, TEXT), "", "", Paragraph(cents, RIGHT)] for name, cents in sums.items()
    ]


def _taxes(invoice: Invoice) -> dict[str, str]:
    """By rate, where Stripe told the rates."""
    if not invoice.taxes:
        return {"Tax": _money(invoice.tax_cents or 0, invoice)}
    return {
        f"{plain(rates_in_words([tax]))} on {_money(tax['net_cents'], invoice)}": _money(
            tax["tax_cents"], invoice
        )
        for tax in invoice.taxes
    }


def _piece(line: dict) -> str:
    serials = ", ".join(f"No. {serial}" for serial in line["serials"])
    about = "; ".join(filter(None, [line["kind"], serials]))
    return f"{plain(line['name'])}<br/><font size=8 color='#62574f'>{plain(about)}</font>"


def _foot(invoice: Invoice) -> list[Flowable]:
    notes = [_spelling(invoice), invoice.seller["note"], settings.RIGHTS_NOTICE]
    return [Spacer(0, 10 * mm), *(Paragraph(plain(note), FINE) for note in notes if note)]


def _delivered(invoice: Invoice) -> str:
    """The law wants the day of delivery on an invoice; files are there at once."""
    return ", which is the day of delivery as well" if invoice.kind == Invoice.Kind.INVOICE else ""


def _spelling(invoice: Invoice) -> str:
    """Where the names stand that could not be printed as they are spelt; nothing if all could."""
    if all(is_as_spelt(line["name"]) for line in invoice.lines):
        return ""
    where = settings.SITE_URL + invoice.order.get_absolute_url()
    return (
        f"Names in other scripts are written in Latin letters here; as spelt they stand at {where}"
    )


def _in_country(invoice: Invoice) -> str:
    return f", bill to {invoice.order.country}" if invoice.order.country else ""


def _money(cents: int, invoice: Invoice) -> str:
    return f"{cents / 100:,.2f} {invoice.currency.upper()}".replace("-", "\u2212")
