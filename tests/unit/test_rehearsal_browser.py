"""The browser of the rehearsal: forms as a browser without script would send them."""

from datetime import date

import pytest

from govapp.rehearsal.browser import HttpAnswer, UnexpectedAnswer
from govapp.rehearsal.people import left_out, register_file

PAGE = """<!doctype html><title>t</title><h1>Items</h1>
<form action="/language" method="post"><input type="hidden" name="csrf_token" value="T1"></form>
<form action="/items/3?x=1" method="post" enctype="multipart/form-data">
 <input type="hidden" name="csrf_token" value="T1"><input name="doc-title" value="Old">
 <input type="checkbox" name="keys" value="1" checked><input type="checkbox" name="keys" value="2">
 <input type="radio" name="kind" value="a"><input type="radio" name="kind" value="b" checked>
 <select name="method"><option value="x">X<option value="y" selected>Y</select>
 <select name="first"><option value="p">P<option value="q">Q</select>
 <textarea name="reason">
because</textarea><input type="file" name="doc-file"><input name="off" value="1" disabled>
 <button name="go" value="1">Go</button>
</form>"""


def page() -> HttpAnswer:
    return HttpAnswer(200, "/items", "text/html", PAGE.encode())


def test_a_form_is_read_with_what_it_holds() -> None:
    form = page().form("/items/3")
    assert form.is_multipart
    assert form.fields == {
        "csrf_token": ["T1"],
        "doc-title": ["Old"],
        "keys": ["1"],
        "kind": ["b"],
        "method": ["y"],
        "first": ["p"],
        "reason": ["because"],
        "doc-file": [""],
    }
    assert form.buttons == [("go", "1")]
    assert page().token == "T1"


def test_a_field_may_be_named_without_the_prefix_of_its_form() -> None:
    form = page().form("/items/3")
    assert form.name_of("title") == "doc-title"
    assert form.name_of("method") == "method"
    with pytest.raises(UnexpectedAnswer, match="no field 'titel'"):
        form.name_of("titel")


def test_a_form_that_is_not_there_is_named_with_what_the_page_says() -> None:
    with pytest.raises(UnexpectedAnswer, match=r"0 forms to …/open on /items: t Items"):
        page().form("/open")


def test_the_register_of_a_rehearsal_has_everybody_who_may_vote_and_some_who_may_not() -> None:
    lines = register_file(80, date(2026, 6, 1)).decode().splitlines()
    assert len(lines) == 1 + 80 + left_out(80)
    assert sum(";0.00;" in line for line in lines) == left_out(80) == 3
