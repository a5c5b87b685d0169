"""The rules of a ballot paper: what may be asked, in which order things happen, who may vote and until when.

Plain functions on frozen values; the moment is always passed in.
"""

from govapp.ballots.rules.booth import ChangedFile, changed_files
from govapp.ballots.rules.casting import BALLOTS_AN_HOUR, MANY_BALLOTS, Window, require_room, require_window
from govapp.ballots.rules.duties import Duty, duty
from govapp.ballots.rules.hours import ExtensionGround
from govapp.ballots.rules.papers import SERVER, PreparePaper, Trustee, require_lawful
from govapp.ballots.rules.questions import PaperAnswer, PaperDocument, PaperPortrait, PaperQuestion, QuestionType
from govapp.ballots.rules.states import PaperMoments, PaperState, Step, require_step

__all__ = [
    "BALLOTS_AN_HOUR",
    "MANY_BALLOTS",
    "SERVER",
    "ChangedFile",
    "Duty",
    "ExtensionGround",
    "PaperAnswer",
    "PaperDocument",
    "PaperMoments",
    "PaperPortrait",
    "PaperQuestion",
    "PaperState",
    "PreparePaper",
    "QuestionType",
    "Step",
    "Trustee",
    "Window",
    "changed_files",
    "duty",
    "require_lawful",
    "require_room",
    "require_step",
    "require_window",
]
