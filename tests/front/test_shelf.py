"""A shelf makes what is asked for once, begins anew what failed, and forgets what is old."""

import gc
import weakref

from app.runs.shelf import Flight, Shelf


def shelf_of(max_bytes=100):
    return Shelf(max_bytes, lambda flight: flight.result() if flight.is_finished else 0)


def landed(shelf, key, size):
    flight, is_new = shelf.claim(key, Flight)
    if is_new:
        flight.set_result(size)
    return flight


def test_two_who_ask_for_one_thing_get_one_flight():
    shelf = shelf_of()
    flight, is_first = shelf.claim("a", Flight)
    other, is_second = shelf.claim("a", Flight)
    assert flight is other and is_first and not is_second
    assert shelf.peek("a") is flight and shelf.peek("b") is None


def test_what_failed_or_was_given_up_is_begun_again():
    shelf = shelf_of()
    for end in (Flight.give_up, lambda flight: flight.set_exception(ValueError())):
        flight, _ = shelf.claim("a", Flight)
        end(flight)
        assert flight.has_failed and not flight.is_finished
        again, is_new = shelf.claim("a", Flight)
        assert is_new and again is not flight
        again.give_up()


def test_what_has_landed_cannot_be_given_up():
    flight = landed(shelf_of(), "a", 1)
    flight.give_up()
    assert flight.is_finished


def test_what_was_unused_for_the_longest_is_forgotten_first():
    shelf = shelf_of(max_bytes=100)
    for key in "abc":
        landed(shelf, key, 33)
    shelf.peek("a")
    landed(shelf, "d", 33)
    assert set(shelf.kept) == {"c", "a", "d"} and shelf.bytes == 99
    landed(shelf, "e", 500)  # the newest stays, whatever it takes
    assert set(shelf.kept) == {"e"}


def test_what_is_on_its_way_is_not_forgotten():
    shelf = shelf_of(max_bytes=0)
    flight, _ = shelf.claim("a", Flight)
    landed(shelf, "b", 50)
    assert shelf.peek("a") is flight
    flight.set_result(50)
    landed(shelf, "c", 50)
    assert set(shelf.kept) == {"c"}


def test_what_is_forgotten_goes_at_once():
    shelf = shelf_of(max_bytes=1)
    gc.disable()
    try:
        first = weakref.ref(landed(shelf, "a", 1))
        landed(shelf, "b", 1)
        assert shelf.peek("a") is None and first() is None
    finally:
        gc.enable()
