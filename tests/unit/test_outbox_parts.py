"""The parts of a mail as plain text."""

from govapp.outbox.parts import MailParts, as_text


def test_every_part_is_a_paragraph_and_each_address_stands_whole_on_its_line() -> None:
    body = MailParts()
    assert body.say("Hello Anna,") == ""
    body.points("You vote on:", ("Shall we?", "Accounts\nAdopted."))
    body.strong("Until Monday.")
    body.button("Vote now", "https://vote.example/in/1", "If the button does not work")
    body.link("Read more", "https://vote.example/")
    body.label("Your words:", "dune arbre", "Number: abc")
    body.label("Your words:", "dune arbre")
    body.exact('{\n "v": 1\n}')
    body.quiet("Do not forward it.")
    assert as_text(body.parts).split("\n\n") == [
        "Hello Anna,",
        "You vote on:\n- Shall we?\n- Accounts\n  Adopted.",
        "Until Monday.",
        "Vote now: https://vote.example/in/1",
        "Read more: https://vote.example/",
        "Your words:\ndune arbre\nNumber: abc",
        "Your words:\ndune arbre",
        '{\n "v": 1\n}',
        "Do not forward it.",
    ]
