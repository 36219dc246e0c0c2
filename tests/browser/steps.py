"""What a visitor does at the club; nearly every step works without JavaScript too."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

WITHIN = 20  # seconds for what the club does after a page was answered
PASSWORD = "phoenix-rises-at-dawn"
GOOD_CARD = "4242 4242 4242 4242"
DECLINED_CARD = "4000 0000 0000 0002"
CARD_WITH_3D_SECURE = "4000 0027 6000 3184"
CODE = re.compile(r"^[A-Z]{4}-[A-Z]{4}$")  # as letters carry it
# Round the element itself, or round the surface that its link is stretched over.
FOCUS_IS_SEEN = """() => [null, "::after"].some((part) => {
    const style = getComputedStyle(document.activeElement, part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
})"""

Look = Callable[[Page], None]  # what is checked on every page of a journey


def pass_by(page: Page) -> None:
    """Check nothing: for journeys whose pages another journey looks at."""


@dataclass
class Member:
    """Somebody nobody has met before."""

    handle: str = field(default_factory=lambda: f"fan-{uuid4().hex[:8]}")

    @property
    def email(self) -> str:
        return f"{self.handle}@ashes.example"


def reload_until(page: Page, address: str, sight: Locator) -> None:
    """Open the address again until it shows what the worker or a webhook is to bring about."""
    deadline = time.monotonic() + WITHIN
    page.goto(address)
    while not sight.count() and time.monotonic() < deadline:
        page.goto(address)
    expect(sight.first).to_be_visible()


def put_in_bag(page: Page, piece: str) -> None:
    page.goto(f"/vault/{piece}/")
    page.get_by_role("button", name="Add to bag").first.click()
    expect(page.get_by_role("heading", name="Bag")).to_be_visible()


def sign_up(page: Page, member: Member, look: Look = pass_by) -> None:
    """From the bag to a confirmed account, and back in the bag."""
    page.get_by_role("link", name="Sign in to pay").click()
    look(page)
    page.get_by_role("main").get_by_role("link", name="Make an account").click()
    look(page)
    page.get_by_label("Email").fill(member.email)
    page.get_by_label("Handle").fill(member.handle)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("I am 13 or older").check()
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", name="Look in your mail")).to_be_visible()
    look(page)
    confirm_address(page, member, look)


def confirm_address(page: Page, member: Member, look: Look = pass_by) -> None:
    """Read the code in the letter, go back to where it is asked for, and type it."""
    asked_at = page.url
    page.get_by_role("link", name="read them here").click()
    open_letter(page, "Confirm your address", member, look)
    code = page.get_by_text(CODE).inner_text()
    page.goto(asked_at)
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile("/bag/$"))


def open_letter(page: Page, subject: str, member: Member, look: Look = pass_by) -> None:
    """Read the newest letter with that subject, once the worker has sent it."""
    letters = page.get_by_role("listitem").filter(has_text=f"To {member.email}")
    letter = letters.get_by_role("link", name=subject).first
    reload_until(page, "/dev/mail/", letter)
    look(page)
    letter.click()
    expect(page.get_by_role("heading", name=subject)).to_be_visible()
    look(page)


def new_member_with(page: Page, piece: str) -> Member:
    """A member who has just made an account, with this piece in the bag."""
    member = Member()
    put_in_bag(page, piece)
    sign_up(page, member)
    return member


def go_to_payment(page: Page) -> None:
    """Consent to the files at once, and on to the page of Stripe's stand-in."""
    page.get_by_label("Give me the files at once").check()
    page.get_by_role("button", name=re.compile("^Pay €")).click()
    expect(page.get_by_role("heading", name="Pay Ashes Club")).to_be_visible()


def pay_with(page: Page, card: str) -> None:
    page.get_by_label("Card number").fill(card)
    page.get_by_label("Expiry").fill("12/34")
    page.get_by_label("Security code").fill("123")
    page.get_by_label("Name on the card").fill("A Fan")
    page.get_by_role("button", name=re.compile("^Pay €")).click()


def sign_in(page: Page, handle: str) -> None:
    """As one of the demo's people."""
    page.goto("/account/login/")
    page.get_by_label("Email").fill(f"{handle}@ashes.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Your Locker")).to_be_visible()


def sign_in_at_the_desk(page: Page, handle: str) -> None:
    """Into the admin, as one who works there, by the club's own door."""
    page.goto("/admin/")
    page.get_by_label("Email").fill(f"{handle}@ashes.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Site administration")).to_be_visible()


def open_at_the_desk(page: Page, title: str, look: Look = pass_by) -> None:
    """Find a lore page in the admin's list, and open its form."""
    page.get_by_role("main").get_by_role("link", name="Pages", exact=True).click()
    page.get_by_role("textbox", name="Search").fill(title)
    page.get_by_role("button", name="Search").click()
    look(page)
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", name="Change page")).to_be_visible()


def body_of(page: Page) -> Locator:
    """The editor of the text; what it holds is posted by the textarea it keeps alike."""
    return page.locator(".desk-editor").get_by_role("textbox", name="Body")


def replace_in_the_body(page: Page, old: str, new: str) -> None:
    """With the editor's own search, by the keyboard."""
    posted = page.locator("#id_body")
    assert old in posted.input_value()
    body_of(page).press("Control+f")
    page.get_by_placeholder("Find").fill(old)
    page.get_by_placeholder("Replace").fill(new)
    page.get_by_role("button", name="replace all").click()
    page.keyboard.press("Escape")
    assert new in posted.input_value()


def save_draft_at_the_desk(page: Page, summary: str) -> None:
    """Kept, and shown to no reader."""
    page.get_by_label("What you changed").fill(summary)
    page.get_by_role("button", name="Save draft", exact=True).first.click()


def save_at_the_desk(page: Page, summary: str) -> None:
    """Saved and shown to readers."""
    page.get_by_label("What you changed").fill(summary)
    page.get_by_role("button", name="Publish", exact=True).click()
    anyway = page.get_by_role("button", name="Publish anyway")
    if anyway.is_visible():  # the checks found something, and asked
        anyway.click()


def tab_to(page: Page, goal: Locator) -> None:
    """Press Tab until the goal has the focus; wherever it is on the way, it must be seen."""
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_IS_SEEN), page.evaluate("() => document.activeElement.outerHTML")
        if goal.evaluate("(element) => element === document.activeElement"):
            return
    expect(goal).to_be_focused()
