"""Owners say what they think of a piece; everybody reads it, and the house hides what it must."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from payments.models import Copy, Review, ReviewReport
from payments.models.review import LONGEST, REPORTS_A_DAY

pytestmark = pytest.mark.django_db
SAID = {"stars": "4", "text": "It glows at night, and it is heavier than it looks."}


@pytest.fixture
def copy(mira, make_item):
    return Copy.objects.create(item=make_item(name="The Brood"), serial=7, owner=mira)


@pytest.fixture
def review(copy, mira):
    return Review.write(copy, mira, 4, "It glows at night.")


@pytest.fixture
def as_mira(client, mira):
    client.force_login(mira)
    return client


def _write(client, copy, **other):
    return client.post(reverse("payments:review_create", args=[copy.pk]), {**SAID, **other})


def _page(client, item):
    return client.get(item.get_absolute_url()).text


def test_owner_writes_and_everybody_reads(as_mira, copy, client):
    assert _write(as_mira, copy).status_code == 302
    client.logout()
    page = _page(client, copy.item)
    assert "It glows at night" in page and "4 of 5" in page
    assert "<b>4.0</b> of 5, by 1 owner<" in page


def test_who_has_no_copy_at_hand_cannot_write(client, kael, as_mira, copy):
    copy.frozen_at = timezone.now()
    copy.save()
    assert _write(as_mira, copy).status_code == 404
    Copy.objects.update(frozen_at=None)
    client.force_login(kael)
    assert _write(client, copy).status_code == 404
    assert not Review.objects.exists()


def test_second_review_of_a_piece_replaces_the_first(as_mira, copy):
    _write(as_mira, copy)
    _write(as_mira, copy, stars="2")
    review = Review.objects.get()
    assert review.stars == 2 and review.changed_at


def test_form_for_a_piece_that_was_reviewed_is_the_one_that_changes_it(as_mira, copy, review):
    reply = as_mira.get(reverse("payments:review_create", args=[copy.pk]))
    assert reply.url == review.get_absolute_url()
    assert "It glows at night." in as_mira.get(reply.url).text


def test_review_outlives_the_copy_and_is_still_its_authors(as_mira, copy, review, kael):
    copy.pass_to(kael, "transfer")
    assert "Owner at the time" in _page(as_mira, copy.item)
    address = review.get_absolute_url()
    assert as_mira.post(address, {**SAID, "stars": "5"}).status_code == 302
    assert as_mira.post(f"{address}removal/").status_code == 302
    assert not Review.objects.exists()


@pytest.mark.parametrize("end", ["", "removal/"])
def test_review_of_somebody_else_is_a_404(client, kael, review, end):
    client.force_login(kael)
    assert client.post(review.get_absolute_url() + end, SAID).status_code == 404
    assert Review.objects.get().stars == 4


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"stars": ""}, "Choose how many stars"),
        ({"stars": "0"}, "counted from one to five"),
        ({"stars": "6"}, "counted from one to five"),
        ({"stars": "4.5"}, "counted from one to five"),
        ({"text": ""}, "Say something"),
        ({"text": " short \n\n\n"}, "A little more"),
        ({"text": "x" * (LONGEST + 1)}, "That is too long"),
        ({"text": "Nothing to see\x00 here, really"}, "cannot be seen"),
        ({"text": "Nothing to see \x1b[31m here"}, "cannot be seen"),
        ({"text": "Turned \u202e round, all of it"}, "cannot be seen"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_stays_in_the_form(as_mira, copy, wrong, sentence):
    reply = _write(as_mira, copy, **wrong)
    assert reply.status_code == 422 and sentence in reply.text
    assert not Review.objects.exists()
    if "stars" in wrong:
        assert SAID["text"] in reply.text


def test_length_is_counted_as_it_is_kept(as_mira, copy):
    assert _write(as_mira, copy, text="a\r\n" * 998 + "abc").status_code == 302
    assert len(Review.objects.get().text) <= LONGEST


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> and more",
        '"><img src=x onerror=alert(1)>',
        "{{ settings.SECRET_KEY }} {% now %}",
        "</script><script>alert(1)</script>",
        "[a link](javascript:alert(1)) **bold**",
        "灰の鳥 🔥 Żółw and ﷽ all of it",
    ],
)
def test_text_is_text_whatever_it_looks_like(as_mira, copy, text):
    _write(as_mira, copy, text=text)
    for page in (_page(as_mira, copy.item), as_mira.get(reverse("payments:own_reviews")).text):
        assert "<script>alert" not in page and "<img src=x" not in page
        assert 'href="javascript' not in page
    assert Review.objects.get().text == text


def test_author_is_named_by_their_own_word_alone(client, copy, review, mira):
    assert "Owner of a copy" in _page(client, copy.item)
    assert "mira" not in _page(client, copy.item)
    mira.shows_reviews = True
    mira.save()
    assert 'href="/members/mira/">mira</a>, owner of a copy' in _page(client, copy.item)


def test_page_is_the_same_for_its_author_and_for_a_visitor(client, as_mira, copy, review):
    own = _page(as_mira, copy.item)
    client.logout()
    assert _page(client, copy.item) == own


def test_piece_nobody_spoke_of_says_so_and_tells_search_engines_nothing(client, copy):
    page = _page(client, copy.item)
    assert "Nobody has said anything of it yet" in page and "AggregateRating" not in page


def test_search_engines_are_told_what_the_page_shows(client, copy, review, kael):
    other = Copy.objects.create(item=copy.item, serial=8, owner=kael)
    hidden = Review.write(other, kael, 1, "Awful, just awful.")
    assert '"ratingValue": 2.5, "reviewCount": 2' in _page(client, copy.item)
    hidden.hide("Rude", by=None)
    assert '"ratingValue": 4.0, "reviewCount": 1' in _page(client, copy.item)


def test_database_refuses_what_no_form_lets_through(copy, mira, kael):
    for stars, text in [(0, "Long enough"), (6, "Long enough"), (3, "Short"), (3, "x" * 2001)]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Review.objects.create(item=copy.item, author=mira, stars=stars, text=text)
    Review.objects.create(item=copy.item, author=mira, stars=3, text="Long enough")
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(item=copy.item, author=mira, stars=3, text="Long enough")
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.update(hidden_at=timezone.now())


def test_list_costs_the_same_for_one_review_and_for_ten(
    client, copy, review, django_user_model, django_assert_num_queries
):
    address = reverse("payments:review_list", args=[copy.item.slug])
    client.get(address)
    # Piece, picture and card, the figures, how many there are, the reviews.
    with django_assert_num_queries(6):
        client.get(address)
    for number in range(10):
        author = django_user_model.objects.create_user(
            f"{number}@ashes.example", handle=f"a{number}z"
        )
        Review.objects.create(item=copy.item, author=author, stars=3, text="Long enough")
    with django_assert_num_queries(6):
        assert client.get(address).text.count('class="review"') == 11


def test_page_of_a_piece_shows_the_newest_and_leads_to_all(client, copy, django_user_model):
    for number in range(7):
        author = django_user_model.objects.create_user(
            f"{number}@ashes.example", handle=f"a{number}z"
        )
        Review.objects.create(item=copy.item, author=author, stars=3, text=f"Long enough {number}")
    page = _page(client, copy.item)
    assert "Long enough 6" in page and "Long enough 0" not in page and "All 7 reviews" in page


# --- reports and the house ------------------------------------------------------------------------
def _report(client, review, **other):
    said = {"reason": "rude", "note": "It insults the keeper.", **other}
    return client.post(reverse("payments:review_report", args=[review.pk]), said)


def test_anybody_reports_and_twice_counts_once(client, review):
    assert _report(client, review).status_code == 302
    assert _report(client, review, reason="advert").status_code == 302
    report = ReviewReport.objects.get()
    assert report.reason == "rude" and "127.0.0.1" not in report.sender
    assert list(Review.objects.reported()) == [review]


def test_report_without_a_reason_is_refused(client, review):
    reply = _report(client, review, reason="")
    assert reply.status_code == 422 and "Choose what is wrong" in reply.text


def test_too_many_reports_are_429(client, review, copy, django_user_model):
    _report(client, review)
    sender = ReviewReport.objects.get().sender
    for number in range(REPORTS_A_DAY - 1):
        author = django_user_model.objects.create_user(
            f"{number}@ashes.example", handle=f"a{number}z"
        )
        other = Review.objects.create(item=copy.item, author=author, stars=3, text="Long enough")
        ReviewReport.make(other, sender, "rude", "")
    assert _report(client, review).status_code == 429


@pytest.fixture
def at_the_desk(client, ash):
    client.force_login(ash)

    def act(action, review, **more):
        said = {"action": action, "_selected_action": [review.pk], **more}
        return client.post(reverse("admin:payments_review_changelist"), said, follow=True)

    return act


def test_hidden_review_is_off_the_page_and_its_author_reads_why(client, at_the_desk, review, mira):
    _report(client, review)
    at_the_desk("hide", review, because="It names somebody.")
    assert "It glows at night" not in _page(client, review.item)
    assert not Review.objects.reported().exists()
    assert client.get(reverse("payments:review_report", args=[review.pk])).status_code == 404
    client.force_login(mira)
    assert "It names somebody." in client.get(reverse("payments:own_reviews")).text
    assert "It names somebody." in client.get(review.get_absolute_url()).text


def test_nothing_is_hidden_without_a_reason(at_the_desk, review):
    assert "give a reason" in at_the_desk("hide", review, because=" ").text
    assert Review.objects.shown().exists()


def test_changed_review_stays_hidden_until_it_is_shown_again(client, at_the_desk, review, mira):
    at_the_desk("hide", review, because="Rude")
    Review.objects.get().change(5, "It glows at night, friends.")
    assert not Review.objects.shown().exists()
    address = reverse("admin:payments_review_changelist")
    assert "friends" in client.get(address, {"work": "changed"}).text
    at_the_desk("restore", review)
    assert "friends" in _page(client, review.item)


def test_report_that_is_answered_leaves_the_worklist(client, at_the_desk, review):
    _report(client, review)
    address = reverse("admin:payments_review_changelist")
    assert "It glows" in client.get(address, {"work": "reported"}).text
    at_the_desk("settle", review)
    assert "It glows" not in client.get(address, {"work": "reported"}).text
    assert Review.objects.shown().exists()


def test_author_is_told_what_became_of_it_and_may_end_such_letters(
    review, mira, run_tasks, mailoutbox
):
    review.hide("It names somebody.", by=None)
    run_tasks()
    review.restore()
    run_tasks()
    hidden, shown = mailoutbox
    assert hidden.subject == "Your review of The Brood is hidden"
    assert "It names somebody." in hidden.body
    assert shown.subject == "Your review of The Brood is shown again"
    mira.choose_letters("reviews", False)
    review.hide("Again.", by=None)
    run_tasks()
    assert len(mailoutbox) == 2
