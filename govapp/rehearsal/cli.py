"""`govapp rehearse`: a whole assembly, compared with a scenario."""

import signal
import sys
from pathlib import Path

import click

from govapp.kernel.errors import N_
from govapp.kernel.texts import LANGUAGES, Language
from govapp.language.translator import Translator, translator_for
from govapp.rehearsal.browser import UnexpectedAnswer
from govapp.rehearsal.progress import ProgressLines
from govapp.rehearsal.runner import RehearsalResult, rehearse
from govapp.rehearsal.scenario import ENGLISH, ScenarioRefused, read_scenario
from govapp.rehearsal.site import SiteDown

SCENARIOS = Path(__file__).with_name("scenarios")


@click.command("rehearse")
@click.argument("scenario", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Where the files go.")
@click.option("--quiet", is_flag=True, help="Say nothing while it runs.")
@click.option(
    "--language",
    default="en",
    type=click.Choice([language.value for language in LANGUAGES]),
    help="Of what is said about the file.",
)
def rehearse_command(scenario: Path, out: Path, *, quiet: bool, language: str) -> None:
    """Run the whole assembly of SCENARIO and compare what comes out; exit 0 when everything agrees."""
    sys.exit(run(scenario, out, ProgressLines(quiet=quiet), translator=translator_for(Language(language))))


def run(
    file: Path, out: Path, progress: ProgressLines, *, is_kept: bool = True, translator: Translator = ENGLISH
) -> int:
    """Rehearse a scenario file and print what came out; return the exit status. `is_kept`: `out` stays afterwards."""
    try:
        scenario = read_scenario(file.read_bytes(), translator)
    except ScenarioRefused as refused:
        click.echo(translator.say(N_("%(file)s cannot be rehearsed:"), file=str(file)), err=True)
        for fault in refused.faults:
            click.echo(f"  {fault}", err=True)
        return 1
    for remark in scenario.remarks:
        progress.say(translator.say(N_("Note: %(remark)s"), remark=remark))
    # Being told to end is answered like Ctrl-C: the processes we started end with us.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        outcome = rehearse(scenario, out, progress)
    except (UnexpectedAnswer, SiteDown) as trouble:
        click.echo(f"\nThe rehearsal stopped: {trouble}", err=True)
        return 1
    except KeyboardInterrupt:
        click.echo("\nStopped. Everything that was started has ended.", err=True)
        return 1
    for line in summary(outcome, progress.elapsed):
        click.echo(line)
    if is_kept:
        click.echo(f"Files: {out}")
    return 0 if outcome.is_good else 1


def summary(outcome: RehearsalResult, elapsed: float) -> list[str]:
    """Return what came out, in lines for a person; `elapsed` is the wall time in seconds."""
    results = outcome.results
    lines = ["", f"{results['ballots']} ballots counted, of {results['eligible']} on the voting list"]
    lines += [_line(item) for item in results["items"] if "verdict" in item]
    passed = sum(check.state.value == "passed" for check in outcome.report.checks)
    lines.append(f"govapp-verify: {'valid' if results['valid'] else 'INVALID'}, {passed} checks passed")
    seconds = results["seconds"]
    lines.append("seconds: " + ", ".join(f"{name} {spent:.1f}" for name, spent in seconds.items()))
    lines.append(f"wall time {elapsed:.1f} s, peak memory {results['peak_mb']:.0f} MB (all processes added up)")
    lines += [f"DIFFERENT: {difference}" for difference in outcome.differences]
    return [*lines, "Every figure is as the scenario says." if outcome.is_good else "Not as the scenario says."]


def _line(item: dict[str, object]) -> str:
    shown = f"  item {item['number']} {item['kind']}: {item['verdict']}"
    match item:
        case {"counts": dict(counts), "percent_of_ballots": dict(percent)}:
            return shown + "; " + ", ".join(f"{name} {counts[name]} ({percent[name]} %)" for name in counts)
        case {"votes": list(votes), "blank": blank, "elected": elected, "tied": tied}:
            return f"{shown}; votes {votes}, blank {blank}, elected {elected}, tied {tied}"
        case {"candidates": list(candidates), "elected": elected}:
            figures = "; ".join(f"{one['name']} {list(one['counts'].values())}" for one in candidates)
            return f"{shown}; {figures}; elected {elected}"
    return shown
