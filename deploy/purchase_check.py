"""Buys a piece at a demo as a browser would, and says how it went; exit code 1 where it did not.

    python deploy/purchase_check.py http://127.0.0.1:8000
    docker-compose exec stripe-sandbox python deploy/purchase_check.py http://proxy:8080 \\
        --as-host 127.0.0.1:8000

Home, an item, a lore page, sign-in as a demo member, bag, payment at the sandbox, the receipt, and
the desk for the shopkeeper. Only the standard library, so that it runs wherever Python does.
"""

import argparse
import http.client
import json
import re
import sys
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

PASSWORD = "phoenix-rises-at-dawn"  # noqa: S105 (of every demo; printed at its start)
CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123", "name": "A Fan"}
BUYER = {"country": "DE", "method": "card", "email": "mira@ashes.example", "terms": "on"}
PATIENCE = 20  # seconds, for the webhook to come round and the worker to act on it


class Wrong(Exception):
    """A step did not go as it should; the text says which and how."""


class Browser:
    """Cookies, the right Origin, and redirects followed within the club."""

    def __init__(self, door: str, host: str) -> None:
        self.door, self.host = urlsplit(door), host
        self.site = f"{self.door.scheme}://{host}"
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> str:
        """The page at this path, redirects followed; Wrong unless it is there."""
        for _ in range(5):
            status, headers, page = self.send("GET", path)
            if status == 200:
                return page
            if status not in {301, 302, 303}:
                break
            path = headers["Location"].removeprefix(self.site)
        raise Wrong(f"{path} answers {status}")

    def post(self, path: str, form: dict[str, str]) -> str:
        """Where the answer leads to; Wrong where it leads nowhere."""
        status, headers, page = self.send("POST", path, form)
        if status not in {302, 303}:
            raise Wrong(f"POST {path} answers {status}: {_words(page)[:200]}")
        return headers["Location"].removeprefix(self.site)

    def send(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple:
        """Status, headers and text of one answer."""
        kind = {"https": http.client.HTTPSConnection, "http": http.client.HTTPConnection}
        door = kind[self.door.scheme](self.door.netloc, timeout=PATIENCE)
        headers = {"Host": self.host, "Cookie": self._cookie_line()}
        if form is not None:
            headers |= {"Origin": self.site, "Referer": self.site + path}
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        door.request(method, path, urlencode(form) if form is not None else None, headers)
        answer = door.getresponse()
        text = answer.read().decode(errors="replace")
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        door.close()
        return answer.status, answer.headers, text

    def _cookie_line(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("door", help="such as http://127.0.0.1:8000")
    parser.add_argument("--as-host", default="", help="the host of SITE_URL, if not the door's")
    parser.add_argument("--sandbox", default="", help="where the payment page is, if elsewhere")
    options = parser.parse_args()
    host = options.as_host or urlsplit(options.door).netloc
    try:
        look_around(Browser(options.door, host))
        buy(Browser(options.door, host), options.sandbox)
        enter_desk(Browser(options.door, host))
    except (Wrong, OSError) as problem:
        sys.exit(f"It did not work: {problem}")


def look_around(visitor: Browser) -> None:
    _, piece = next(_pieces(visitor), (None, "/vault/"))
    for name, path in [("home", "/"), ("item", piece), ("record", "/lore/volcano/")]:
        page = visitor.get(path)
        if "not official and is not endorsed by Epic" not in page:
            raise Wrong(f"{path} has no notice of rights")
        _say(name, path)


def buy(member: Browser, sandbox: str) -> None:
    sign_in(member, "mira", "/bag/")
    slug, bag, total = _fill_bag(member)
    form = {**_token(bag), "total": total, "consent": "on"}
    payment_page = member.post("/checkout/", form)
    _say("to payment", payment_page)
    path = pay(payment_page, sandbox).removeprefix(member.site)
    _say("paid", path)
    receipt = _wait_for_receipt(member, path)
    _say("bought", f"{slug}, {receipt}")


def _fill_bag(member: Browser) -> tuple[str, str, str]:
    """Slug of a piece that this member may still buy, the bag with it alone, and its total."""
    for slug, _ in _pieces(member):
        for number in re.findall(r"/bag/lines/(\d+)/removal/", member.get("/bag/")):
            member.post(f"/bag/lines/{number}/removal/", _token(member.get("/bag/")))
        member.post("/bag/lines/", {"item": slug, "quantity": "1"})
        bag = member.get("/bag/")
        if total := re.search(r'name="total" value="(\d+)"', bag):
            return slug, bag, total[1]
    raise Wrong("there is nothing that this member may still buy")


def pay(payment_page: str, sandbox: str) -> str:
    """Fill in the sandbox's page; the address in the club it leads to."""
    asked = urlsplit(payment_page)
    if asked.hostname == "checkout.stripe.com":
        raise Wrong("this club is at the real Stripe: it is no demo")
    till = Browser(sandbox or f"{asked.scheme}://{asked.netloc}", asked.netloc)
    till.get(asked.path)
    return till.post(asked.path, {**CARD, **BUYER})


def enter_desk(shopkeeper: Browser) -> None:
    sign_in(shopkeeper, "ash", "/admin/")
    if "Site administration" not in shopkeeper.get("/admin/"):
        raise Wrong("the shopkeeper is not let in at the desk")
    _say("desk", "/admin/")


def sign_in(visitor: Browser, handle: str, then: str) -> None:
    page = visitor.get("/account/login/")
    form = {"login": f"{handle}@ashes.example", "password": PASSWORD, "next": then}
    visitor.post("/account/login/", {**_token(page), **form})


def _pieces(visitor: Browser) -> Iterator[tuple[str, str]]:
    """Slug and path of each piece on the first page of the vault that can be bought."""
    for item in json.loads(visitor.get("/vault.json"))["items"]:
        path = urlsplit(item["html_url"]).path
        if 'action="/bag/lines/"' in visitor.get(path):
            yield item["slug"], path


def _wait_for_receipt(member: Browser, path: str) -> str:
    """The number of the order, once the club has heard of the payment."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        page = member.get(path)
        if found := re.search(r"<title>Receipt ([^ <]+)", page):
            return found[1]
        time.sleep(0.5)
    raise Wrong(f"the club did not hear of the payment within {PATIENCE} s")


def _token(page: str) -> dict[str, str]:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if not found:
        raise Wrong("a form has no token")
    return {"csrfmiddlewaretoken": found[1]}


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def _say(name: str, what: str) -> None:
    print(f"{name:<12}{what}", flush=True)


if __name__ == "__main__":
    main()
