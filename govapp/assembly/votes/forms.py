"""The forms of a vote: their shape only; whether something is allowed the use cases decide."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from flask_babel import gettext, lazy_gettext
from wtforms import (
    BooleanField,
    FileField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types lag behind 3.3
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from govapp.assembly.meeting.forms import (
    MAX_BODY_CHARACTERS as MAX_TEXT_CHARACTERS,
)
from govapp.assembly.meeting.forms import (
    FourLanguages,
    InFourLanguages,
    InMeetingLanguages,
    line_field,
    text_field,
)
from govapp.assembly.votes.rules.in_room import ROOM_CHANNEL_NAMES
from govapp.assembly.votes.rules.incidents import (
    KIND_NAMES,
    MAX_BODY_CHARACTERS,
    MAX_SUBJECT_CHARACTERS,
    IncidentKind,
)
from govapp.assembly.votes.rules.tellers import MAX_COUNT
from govapp.ballots.rules import ExtensionGround
from govapp.ballots.rules.ending import MAX_REASON_CHARACTERS as MAX_END_REASON
from govapp.ballots.rules.hours import GROUND_NAMES, MAX_EXTENSION_DAYS
from govapp.ballots.rules.key_groups import MAX_MEMBERS
from govapp.ballots.rules.room_marks import MAX_MARK_REASON, RoomChannel
from govapp.forms import DayField, HiddenNumber, MomentField, PageForm, PostedForm, WholeNumberField
from govapp.shares.rolls.rules.additions import MAX_REASON_CHARACTERS as MAX_ADDITION_REASON
from pybelenios.window import MAX_REASON_CHARACTERS


class AssemblyForm(FourLanguages):
    """The head of an assembly. Hours are those of the cooperative's clock."""

    version = HiddenNumber(default=0)
    title_nl = line_field("Nederlands")
    title_fr = line_field("Français")
    title_en = line_field("English")
    title_de = line_field("Deutsch")
    held_on = DayField(lazy_gettext("Day of the meeting"), [InputRequired()])
    place_nl = line_field("Nederlands")
    place_fr = line_field("Français")
    place_en = line_field("English")
    place_de = line_field("Deutsch")
    record_date = DayField(
        lazy_gettext("Record date"),
        [InputRequired()],
        description=lazy_gettext("Whoever holds a paid share on this day may vote."),
    )
    opens_at = MomentField(lazy_gettext("Voting opens"), [InputRequired()], format="%Y-%m-%dT%H:%M")
    closes_at = MomentField(lazy_gettext("Voting closes"), [InputRequired()], format="%Y-%m-%dT%H:%M")
    second_held_on = DayField(
        lazy_gettext("Day of a second meeting, announced in this notice"),
        [Optional()],
        description=lazy_gettext("Where too few may take part for a change of statutes. Empty: none is announced."),
    )
    copies = HiddenNumber(default=0)
    with_documents = BooleanField(
        lazy_gettext("Copy the documents too"),
        description=lazy_gettext("Titles, texts, kinds, options and majorities are copied; candidates are not."),
    )
    accepts = BooleanField(
        lazy_gettext("Keep these dates all the same"),
        description=lazy_gettext("A decision can be void when the dates are not those of law and statutes."),
    )
    is_second_meeting = BooleanField(
        lazy_gettext("Second meeting"),
        description=lazy_gettext("Called with the same agenda because the first meeting had no quorum."),
    )


class ProposeForm(PageForm):
    """For which day dates are proposed; it changes nothing."""

    day = DayField(lazy_gettext("Day of the meeting"), [Optional()])
    source = WholeNumberField(validators=[Optional(), NumberRange(1)], widget=HiddenInput())


class LockForm(PostedForm):
    """Who holds the keys of the vote."""

    version = HiddenNumber(default=0)
    trustees = SelectMultipleField(
        lazy_gettext("Key holders"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=lazy_gettext(
            "They make their keys together, for all votes of this assembly. Without any of them this server holds the "
            "only key."
        ),
    )
    needed = WholeNumberField(
        lazy_gettext("How many of them open the count"),
        [Optional(), NumberRange(1, MAX_MEMBERS)],
        description=lazy_gettext(
            "Fewer than all, so that a lost key loses no vote; more than one, so that nobody opens it alone. When all "
            "are needed, two accidents end a vote without a result: one lost file, or one key holder who falls out."
        ),
    )
    extension_days = WholeNumberField(
        lazy_gettext("Days by which voting may be extended"),
        [InputRequired(), NumberRange(0, MAX_EXTENSION_DAYS)],
        default=1,
        description=lazy_gettext(
            "Sealed into the ballot paper: only for an outage or for invitations that did not arrive, with a public "
            "reason. 0 lets nobody extend."
        ),
    )
    in_room = BooleanField(
        lazy_gettext("In the room also on paper or by a show of hands"),
        description=lazy_gettext(
            "For those without a phone, and for shareholders who joined after the freeze. The desk marks each on the "
            "voting list first; who is marked casts nothing on line. Sealed into the ballot paper."
        ),
    )
    waives_gaps = BooleanField(
        lazy_gettext("I waive the texts that are missing"),
        description=lazy_gettext(
            "Readers of these languages get another one, with a flag that says so. Your name stands on the run sheet "
            "and in the journal."
        ),
    )
    opens_itself = BooleanField(
        lazy_gettext("Open by itself at its hour"),
        default=True,
        description=lazy_gettext(
            "If something is missing at that hour, a key for example, voting stays closed and the secretariat is told "
            "by e-mail what it is."
        ),
    )


def adjourned_field() -> BooleanField:
    """Return the field that says that the meeting goes on until voting has closed."""
    return BooleanField(lazy_gettext("The chair adjourns the meeting until voting has closed"))


class ExtendForm(InMeetingLanguages, PostedForm):
    """Until when people may vote, and why they need more time."""

    until = MomentField(lazy_gettext("Until"), [InputRequired()], format="%Y-%m-%dT%H:%M")
    adjourned = adjourned_field()
    ground = RadioField(
        lazy_gettext("Why more time is given"),
        choices=[SelectChoice(ground.value, lazy_gettext(name)) for ground, name in GROUND_NAMES.items()],
        default=ExtensionGround.OUTAGE.value,
    )
    happened_nl = text_field("Nederlands", MAX_REASON_CHARACTERS)
    happened_fr = text_field("Français", MAX_REASON_CHARACTERS)
    happened_en = text_field("English", MAX_REASON_CHARACTERS)
    happened_de = text_field("Deutsch", MAX_REASON_CHARACTERS)


class CloseForm(InMeetingLanguages, PostedForm):
    """Why voting is closed early."""

    reason_nl = text_field("Nederlands", MAX_REASON_CHARACTERS)
    reason_fr = text_field("Français", MAX_REASON_CHARACTERS)
    reason_en = text_field("English", MAX_REASON_CHARACTERS)
    reason_de = text_field("Deutsch", MAX_REASON_CHARACTERS)


class CancelForm(PostedForm):
    """Why a vote is taken back."""

    reason = TextAreaField(lazy_gettext("Reason"), [Length(max=1000)])


class TakeBackForm(PostedForm):
    """Why an assembly is called off, or a draft deleted."""

    reason = TextAreaField(lazy_gettext("Reason"), [Length(max=1000)])


class AdditionForm(PostedForm):
    """Who was wrongly left out of a voting list, and why."""

    number = WholeNumberField(lazy_gettext("Number of the shareholder"), [InputRequired(), NumberRange(1)])
    reason = TextAreaField(lazy_gettext("Reason"), [InputRequired(), Length(max=MAX_ADDITION_REASON)])


class IncidentForm(InMeetingLanguages, PageForm):
    """What went wrong in a vote; `number` is the place that the incident gets."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        "incident_happened": "happened",
        "incident_affected": "affected",
        "incident_since": "since",
    }

    number = HiddenNumber(default=0)
    kind = RadioField(
        lazy_gettext("What kind of incident it is"),
        choices=[SelectChoice(kind.value, lazy_gettext(name)) for kind, name in KIND_NAMES.items()],
        default=IncidentKind.SITE.value,
    )
    happened_nl = text_field("Nederlands", MAX_TEXT_CHARACTERS)
    happened_fr = text_field("Français", MAX_TEXT_CHARACTERS)
    happened_en = text_field("English", MAX_TEXT_CHARACTERS)
    happened_de = text_field("Deutsch", MAX_TEXT_CHARACTERS)
    since = MomentField(lazy_gettext("Since when"), [InputRequired()], format="%Y-%m-%dT%H:%M")
    affected_nl = line_field("Nederlands", MAX_TEXT_CHARACTERS)
    affected_fr = line_field("Français", MAX_TEXT_CHARACTERS)
    affected_en = line_field("English", MAX_TEXT_CHARACTERS)
    affected_de = line_field("Deutsch", MAX_TEXT_CHARACTERS)


class IncidentNoteForm(InMeetingLanguages, PageForm):
    """What is added to an incident; `place` is the place that the note gets."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {"incident_note": "text", "incident_end": "ended_at"}

    place = HiddenNumber(default=0)
    text_nl = text_field("Nederlands", MAX_TEXT_CHARACTERS)
    text_fr = text_field("Français", MAX_TEXT_CHARACTERS)
    text_en = text_field("English", MAX_TEXT_CHARACTERS)
    text_de = text_field("Deutsch", MAX_TEXT_CHARACTERS)
    ended_at = MomentField(
        lazy_gettext("When it ended"),
        [Optional()],
        format="%Y-%m-%dT%H:%M",
        description=lazy_gettext("Leave it empty while it lasts."),
    )


class IncidentMessageForm(InFourLanguages, PageForm):
    """A mail to everybody who may vote, in four languages; `place` is the place that the message gets.

    `people` is how many get it, when somebody was asked and said yes to that number; 0 before.
    """

    place = HiddenNumber(default=0)
    people = HiddenNumber(default=0)
    subject_nl = line_field("Nederlands", MAX_SUBJECT_CHARACTERS)
    subject_fr = line_field("Français", MAX_SUBJECT_CHARACTERS)
    subject_en = line_field("English", MAX_SUBJECT_CHARACTERS)
    subject_de = line_field("Deutsch", MAX_SUBJECT_CHARACTERS)
    body_nl = text_field("Nederlands", MAX_BODY_CHARACTERS)
    body_fr = text_field("Français", MAX_BODY_CHARACTERS)
    body_en = text_field("English", MAX_BODY_CHARACTERS)
    body_de = text_field("Deutsch", MAX_BODY_CHARACTERS)


class IncidentExtendForm(PageForm):
    """Until when people may vote because of an incident."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        "extension_too_long": "until",
        "extension_too_short": "until",
        "extension_after_meeting": "until",
    }

    until = MomentField(lazy_gettext("Until"), [InputRequired()], format="%Y-%m-%dT%H:%M")
    adjourned = adjourned_field()


class VoteForm(PostedForm):
    """Another vote: what is put to it, and when. Each choice is `<item>` or, among those who are tied, `<item>:tie`."""

    ordinal = HiddenNumber(default=0)
    items = SelectMultipleField(
        lazy_gettext("What is put to the vote"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    opens_at = MomentField(lazy_gettext("Voting opens"), [InputRequired()], format="%Y-%m-%dT%H:%M")
    closes_at = MomentField(lazy_gettext("Voting closes"), [InputRequired()], format="%Y-%m-%dT%H:%M")


class EndForm(PostedForm):
    """Why a vote ends without a result."""

    reason = TextAreaField(
        lazy_gettext("Why it cannot be counted"), [InputRequired(), Length(max=MAX_END_REASON)], render_kw={"rows": 3}
    )


class MakeLettersForm(PageForm):
    """For whom letters on paper are made."""

    REFUSED_FIELDS: ClassVar = {
        "nobody_to_write_to": "whom",
        "nobody_with_number": "number",
        "no_place_known": "number",
    }

    whom = RadioField(
        lazy_gettext("For whom?"),
        choices=[
            SelectChoice("needed", lazy_gettext("everybody who needs a letter")),
            SelectChoice("everybody", lazy_gettext("those, and anew for everybody who had a letter")),
            SelectChoice("one", lazy_gettext("one shareholder, whose code was lost or used by somebody else")),
        ],
        default="needed",
    )
    number = WholeNumberField(lazy_gettext("Number of that shareholder"), [Optional()])

    def validate_whom(self, field: RadioField) -> None:
        """Refuse one letter without the number of its reader."""
        if field.data == "one" and self.number.data is None:
            raise ValidationError(gettext("Give the number of the shareholder."))


class BouncesForm(PageForm):
    """A file of mails that came back."""

    REFUSED_FIELDS: ClassVar = {"no_bounces_found": "file"}

    file = FileField(
        lazy_gettext("Mails that came back"),
        description=lazy_gettext(
            "A mail (.eml), a mailbox (mbox), or a list with one e-mail address a line (CSV, text)."
        ),
    )


class PostingForm(PageForm):
    """On which day letters went to the post."""

    REFUSED_FIELDS: ClassVar = {"posted_before_made": "posted_on", "posted_already": "posted_on"}

    posted_on = DayField(lazy_gettext("Handed to the post on"), [InputRequired()])
    receipt = StringField(
        lazy_gettext("Number of the receipt"),
        [Optional(), Length(max=200)],
        description=lazy_gettext("Of the deposit or of registered letters: it proves that the notice was in time."),
    )


class MarkForm(PageForm):
    """How somebody votes in the room; for who joined after the freeze, why the statutes let him or her vote."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {"mark_reason": "reason", "late_not_confirmed": "statutes_allow"}

    channel = RadioField(
        lazy_gettext("How"),
        choices=[SelectChoice(each.value, lazy_gettext(name)) for each, name in ROOM_CHANNEL_NAMES.items()],
        default=RoomChannel.PAPER.value,
    )
    statutes_allow = BooleanField(
        lazy_gettext("The statutes let this person vote in this meeting"),
        description=lazy_gettext("Only a secretary can say so. The law is not certain here: the statutes decide."),
    )
    reason = StringField(lazy_gettext("By which article, or why"), [Length(max=MAX_MARK_REASON)])


class UnmarkForm(PageForm):
    """Why a mark is taken back."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {"mark_reason": "reason"}

    reason = StringField(lazy_gettext("Why the mark is taken back"), [Length(max=MAX_MARK_REASON)])


class HandsForm(PageForm):
    """Why persons are elected by a show of hands."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {"mark_reason": "reason"}

    reason = StringField(
        lazy_gettext("Why persons are elected by a show of hands"),
        [Length(max=MAX_MARK_REASON)],
        description=lazy_gettext("Custom asks for a secret vote on persons. The minutes will say why not."),
    )


class CountForm(PageForm):
    """What a scrutineer counted for one question; the fields of its answers are added by `count_form_of`."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {"count_reason": "reason"}

    papers = WholeNumberField(lazy_gettext("Papers, or hands, in all"), [InputRequired(), NumberRange(0, MAX_COUNT)])
    invalid = WholeNumberField(
        lazy_gettext("Of these, invalid"), [InputRequired(), NumberRange(0, MAX_COUNT)], default=0
    )
    reason = StringField(lazy_gettext("What you found"), [Length(max=MAX_MARK_REASON)])

    def figures(self) -> tuple[int, ...]:
        """Return the figures in the order of the ballot paper."""
        return tuple(each.data or 0 for each in self if each.short_name.startswith("answer_"))


def count_form_of(labels: Sequence[str]) -> type[CountForm]:
    """Return the form of a question whose answers have these names."""
    fields = {
        f"answer_{index}": WholeNumberField(label, [InputRequired(), NumberRange(0, MAX_COUNT)])
        for index, label in enumerate(labels)
    }
    return type("CountForm", (CountForm,), fields)
