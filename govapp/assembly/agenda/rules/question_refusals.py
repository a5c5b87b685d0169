"""Why a written question is not taken, answered or published."""

from govapp.kernel.errors import N_, Conflict, Forbidden, Invalid, NotFound


class QuestionsNotOpen(Conflict):
    """No moment was set until which questions are asked."""

    code = "questions_not_open"
    message = N_("Written questions are not taken for this assembly yet.")
    help = N_("Nothing was sent. Ask in the meeting, or write to the cooperative.")


class QuestionsClosed(Conflict):
    """The moment that the notice names has passed."""

    code = "questions_closed"
    message = N_("Written questions were taken until %(until)s.")
    help = N_("Nothing was sent. You can still ask in the meeting.")


class NotOnTheList(Forbidden):
    """Somebody asks who may not vote in this assembly."""

    code = "question_not_on_list"
    message = N_("Only who is on the voting list of this assembly asks a question here.")
    help = N_("Nothing was sent. Write to the cooperative if you think that you belong on the list.")


class QuestionTooShort(Invalid):
    """A question says nothing."""

    code = "question_too_short"
    message = N_("Write your question in a sentence of at least %(fewest)s characters.")


class QuestionTooLong(Invalid):
    """A question is longer than the others may be."""

    code = "question_too_long"
    message = N_("Your question has %(count)s characters; at most %(most)s are allowed.")
    help = N_("Make it shorter, or split it into two questions.")


class QuestionAsked(Conflict):
    """The same form was sent twice."""

    code = "question_asked"
    message = N_("You asked this question already: it stands below.")
    help = N_("Nothing was sent twice.")


class TooManyQuestions(Conflict):
    """One person asks no more than the others."""

    code = "question_too_many"
    message = N_("One person can ask %(most)s written questions here.")
    help = N_("Nothing was sent. You can still ask in the meeting.")


class QuestionNotFound(NotFound):
    """There is no such question, or it is not the reader's."""

    code = "question_not_found"
    message = N_("We cannot find this question.")


class QuestionWithdrawn(Conflict):
    """A question was withdrawn already."""

    code = "question_withdrawn"
    message = N_("This question was withdrawn already.")
    help = N_("Nothing was changed.")


class DeadlinePast(Invalid):
    """Questions would be taken until a moment that is over."""

    code = "question_deadline_past"
    message = N_("Choose a day and hour that lie ahead.")


class DeadlineTooLate(Invalid):
    """Questions would be taken after the meeting."""

    code = "question_deadline_late"
    message = N_("Written questions are asked before the meeting, which is held on %(held_on)s.")
    help = N_("Choose an earlier day and hour.")


class DeadlineNotLater(Conflict):
    """The notice named a moment, and people rely on it."""

    code = "question_deadline_named"
    message = N_("The notice says that questions are taken until %(until)s. From then on the hour only moves later.")
    help = N_("Nothing was changed.")


class NoQuestionChosen(Invalid):
    """An answer belongs to no question."""

    code = "question_none_chosen"
    message = N_("Tick the questions that this answer belongs to.")


class QuestionNotStanding(Conflict):
    """A question was withdrawn while its answer was written."""

    code = "question_not_standing"
    message = N_("One of these questions was withdrawn since you opened the page.")
    help = N_("Nothing was saved yet. Untick it and save again.")


class AnswersChanged(Conflict):
    """Somebody else answered meanwhile, or the same form was sent twice."""

    code = "question_answers_changed"
    message = N_("An answer was written here since you opened this page, perhaps by this very form.")
    help = N_("Nothing was written again. Read what stands here now; save again only if yours is still missing.")


class AnswerNeeded(Invalid):
    """An answer or a reason says nothing, or too much."""

    code = "question_answer_needed"
    message = N_("Write the answer, or the reason why there is none, in at most %(most)s characters.")


class NothingToPublish(Conflict):
    """Every answer is public already."""

    code = "question_nothing_to_publish"
    message = N_("Every answer that was written is public already.")
    help = N_("Nothing was changed.")
