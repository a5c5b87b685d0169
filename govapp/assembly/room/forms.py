"""The form with which the chair puts something on the screen."""

from wtforms import HiddenField
from wtforms.validators import InputRequired

from govapp.assembly.room.rules.screens import ScreenChoice
from govapp.forms import HiddenNumber, PageForm


class ScreenForm(PageForm):
    """What the screen shows from now on; `item` is the number of the item in the database, 0 for none."""

    choice = HiddenField(validators=[InputRequired()])
    item = HiddenNumber(default=0)

    def meant(self) -> ScreenChoice | None:
        """Return which screen is meant; None for nonsense."""
        return ScreenChoice(self.choice.data) if self.choice.data in set(ScreenChoice) else None
