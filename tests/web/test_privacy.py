"""The privacy page names who answers for the data, the grounds, the rights and the authority."""

from flask import Flask

from govapp.settings import Settings
from tests.factories.accounts import a_browser


def test_the_privacy_page_names_controller_grounds_rights_and_authority(app: Flask) -> None:
    page = a_browser(app).get("/about/privacy")
    for anchor in ("who", "ground", "kept", "long", "rights", "cookies"):
        assert page.one("h2", id=anchor) is not None
    assert "dataprotectionauthority.be" in page.text


def test_where_people_write_about_their_data_can_be_another_address() -> None:
    assert Settings(privacy_contact="dpo@ambora.example").privacy_contact == "dpo@ambora.example"
    assert Settings().privacy_contact == ""
