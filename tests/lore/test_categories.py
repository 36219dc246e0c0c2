"""Categories are a tree that no form and no import can tie into a circle."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from lore.models import Category

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch(shelf):
    """Fire, within it Mountains, within that Craters."""
    fire = shelf("Fire")
    mountains = shelf("Mountains", fire)
    return [fire, mountains, shelf("Craters", mountains)]


def test_path_leads_from_the_top_down_in_one_statement(branch, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert branch[2].path() == branch


def test_within_is_the_whole_branch(branch, shelf):
    shelf("Ice")
    assert set(Category.objects.within(branch[0])) == set(branch)
    assert set(Category.objects.within(branch[2])) == {branch[2]}


@pytest.mark.parametrize("under", [0, 1, 2])
def test_form_says_why_a_circle_is_refused(branch, under):
    branch[0].parent = branch[under]
    with pytest.raises(ValidationError, match="under itself"):
        branch[0].full_clean()


@pytest.mark.parametrize("under", [0, 1, 2])
def test_database_refuses_a_circle_that_no_form_was_asked_about(branch, under):
    with pytest.raises(IntegrityError, match=r"under itself|not_its_own_parent"):
        Category.objects.filter(pk=branch[0].pk).update(parent=branch[under])


def test_seventh_level_is_refused_by_form_and_database(shelf):
    last = None
    for level in range(6):
        last = shelf(f"Level {level}", last)
    deeper = Category(title="Deeper", slug="deeper", parent=last)
    with pytest.raises(ValidationError, match="At most 6 levels"):
        deeper.full_clean()
    with pytest.raises(IntegrityError, match="At most 6 levels"):
        deeper.save()


def test_branch_may_not_be_moved_where_its_leaves_stand_too_deep(branch, shelf):
    last = None
    for level in range(4):
        last = shelf(f"Level {level}", last)
    branch[0].parent = last
    with pytest.raises(ValidationError, match="At most 6 levels"):
        branch[0].full_clean()
    with pytest.raises(IntegrityError, match="At most 6 levels"):
        branch[0].save()


def test_moving_a_branch_writes_one_row(branch, shelf, django_assert_num_queries):
    branch[1].parent = shelf("Places")
    with django_assert_num_queries(1):
        branch[1].save()
    assert [c.title for c in branch[2].path()] == ["Places", "Mountains", "Craters"]


def test_category_that_holds_others_is_not_deleted(branch):
    with pytest.raises(IntegrityError):
        branch[0].delete()


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_close_no_circle(shelf):
    one, other = shelf("One"), shelf("Other")

    def move(pair):
        mover, under = pair
        try:
            with transaction.atomic():
                Category.objects.filter(pk=mover.pk).update(parent=under)
        except IntegrityError:
            return "refused"
        finally:
            connection.close()
        return "moved"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(move, [(one, other), (other, one)])) == ["moved", "refused"]
