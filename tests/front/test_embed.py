"""The frame that goes into slides."""

from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

from streamlit.testing.v1 import AppTest

from app.study.embed import SIZES, snippet
from app.study.link import decode
from app.study.study import Study
from synthetic.formula import CustomLandscape

PAGE = "https://example.org/explore"
STUDY = Study(landscape=CustomLandscape(l1="x^2 + 3*y"), steps=50)


class Frames(HTMLParser):
    """The attributes of all frames."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        assert tag == "iframe"
        self.found.append(dict(attributes))


def frame(text):
    reader = Frames()
    reader.feed(text)
    (found,) = reader.found
    return found


def test_the_frame_holds_the_study_and_nothing_around_its_scene():
    found = frame(snippet(PAGE, STUDY, SIZES[1]))
    address = urlsplit(found["src"])
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert f"{address.scheme}://{address.netloc}{address.path}" == PAGE
    assert query.pop("embed") == "true" and decode(query) == (STUDY, ())
    assert (found["width"], found["height"]) == ("800", "450")
    assert found["title"] == "Gradient surgery explorer: A formula of your own"


def test_a_lecturer_copies_a_frame_of_a_size():
    def page():
        from app.controls.embed import embed_snippet
        from app.study.study import Study

        embed_snippet(Study())

    page = AppTest.from_function(page).run()
    assert not page.exception and frame(page.code[0].value)["width"] == "1200"
    page.segmented_control(key="embed.size").set_value(SIZES[1].label).run()
    assert frame(page.code[0].value)["width"] == "800"
