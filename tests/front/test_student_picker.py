"""The student link that a lecturer puts together."""

from streamlit.testing.v1 import AppTest

from app.study.link import decode, encode
from app.study.screen import Screen
from app.study.study import Study


def _page(query):
    import streamlit as st

    from app.controls.screen import student_picker
    from app.study.link import decode, encode

    st.session_state["link"] = encode(student_picker(decode(query).study))


def picker(query=None):
    page = AppTest.from_function(_page, args=(query or {},)).run()
    assert not page.exception
    return page


def pick(page, key, words):
    next(each for each in page.pills if each.key == key).set_value(words).run()
    assert not page.exception
    return page.session_state["link"]


def test_nothing_is_picked_at_first_and_what_the_link_says_is():
    assert picker().session_state["link"] == {"v": "1"}
    said = {"v": "1", "steps": "60", "screen.hide": "scores,pages", "screen.lock": "starts"}
    assert picker(said).session_state["link"] == said


def test_what_is_left_out_cannot_be_locked_too():
    page = picker({"screen.projector": "yes"})
    assert pick(page, "student.lock", ["methods", "starts"])["screen.lock"] == "methods,starts"
    link = pick(page, "student.hide", ["starts", "scores"])
    assert link["screen.hide"] == "starts,scores" and link["screen.lock"] == "methods"
    page.toggle(key="student.predict").set_value(True).run()
    assert page.session_state["link"]["screen.predict"] == "yes"
    assert page.session_state["link"]["screen.projector"] == "yes"
    study, notices = decode(page.session_state["link"])
    assert notices == () and encode(study) == page.session_state["link"]


def test_what_a_link_hides_stays_hidden_whatever_is_put():
    def page():
        import streamlit as st

        from app.study.put import KEY, Shown, put
        from app.study.screen import Screen
        from app.study.study import Study

        screen = Screen(hide=("scores",), lock=("starts",), predict="yes")
        st.session_state[KEY] = Shown(Study(screen=screen), "explore")
        put(Study(steps=20))
        st.session_state["now"] = st.session_state[KEY].study

    now = AppTest.from_function(page).run().session_state["now"]
    assert now == Study(steps=20, screen=Screen(hide=("scores",), lock=("starts",)))
