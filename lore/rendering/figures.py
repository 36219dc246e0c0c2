"""How a picture of the wiki stands in a text: with its caption, who made it and its licence."""

from html import escape

from markdown_it.token import Token

from .results import MediaTarget

SIZES = "(min-width: 60rem) 44rem, 92vw"  # the column of the text


def media_figure(token: Token) -> str:
    """A figure of its own; every word comes from outside and is escaped here."""
    target: MediaTarget = token.meta["target"]
    rights = f'<span class="credit">{escape(target.credit)}. {escape(target.licence)}.</span>'
    words = f"{escape(token.content)} " if token.content else ""
    return (
        f'<figure class="figure figure--media"><span class="plate">{_picture(token)}</span>'
        f"<figcaption><b>Plate {token.meta['plate']}</b><span>{words}{rights}</span>"
        "</figcaption></figure>\n"
    )


def alt_of(token: Token) -> str:
    """What stands in the text; else the picture's own words, none for a decorative one."""
    return str(token.meta["alt"] or token.meta["target"].alt)


def _picture(token: Token) -> str:
    target: MediaTarget = token.meta["target"]
    choice = f' srcset="{escape(target.srcset)}" sizes="{SIZES}"' if target.srcset else ""
    image = (
        f'<img src="{escape(target.image_url)}"{choice} alt="{escape(alt_of(token))}"'
        f' width="{int(target.width)}" height="{int(target.height)}" loading="lazy"'
        ' decoding="async">'
    )
    if not target.avif_srcset:
        return image
    smaller = f'srcset="{escape(target.avif_srcset)}" sizes="{SIZES}"'
    return f'<picture><source type="image/avif" {smaller}>{image}</picture>'
