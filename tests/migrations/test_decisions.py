"""Decisions and mandates go when the step is taken back; results of before have decisions after it."""

from datetime import date

from govapp.assembly.minutes.queries.decided import list_decisions, list_mandates
from govapp.assembly.minutes.rules.decisions import FollowUp
from govapp.assembly.minutes.rules.mandates import MandateBody
from govapp.assembly.minutes.service.decided import EnterMandate, StepDecision, enter_mandate, step_decision
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from tests.factories.assembly import counted
from tests.migrations.steps import before


def test_results_of_before_have_decisions_after_the_step(database: Database, clock: FixedClock) -> None:
    meeting = counted(database, clock)
    meeting.announce()
    with meeting.at() as work:
        key = list_decisions(work.session)[0].key
        step_decision(work, StepDecision(key, FollowUp("Nora")))
        days = date(2026, 6, 15), date(2030, 6, 15)
        enter_mandate(work, EnterMandate(MandateBody.DIRECTOR, *days, None, "Jan Claes", "Assembly of 2024"))
    downgrade(database, before(database, "decisions"))
    upgrade(database)
    with meeting.at() as work:
        assert list_mandates(work.session) == ()
        assert [each.steps for each in list_decisions(work.session) if each.key == key] == [()]
