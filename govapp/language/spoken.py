"""Words that somebody wrote for everybody, as a letter says them: marked when they are in another language."""

from typing import Final

from govapp.kernel.errors import N_
from govapp.kernel.texts import Language, Words, words_in
from govapp.language.translator import translator_for

ONLY_IN: Final = {
    Language.NL: N_("In Dutch only"),
    Language.FR: N_("In French only"),
    Language.EN: N_("In English only"),
    Language.DE: N_("In German only"),
}


def reason_facts(words: Words, language: Language) -> dict[str, str]:
    """Return a reason as a letter in `language` gives it.

    `reason_language` and `reason_mark`, which names it in words, are empty where the reason is in the language of the
    letter, or in one that nobody named.
    """
    said = words_in(words, language)
    if not said.is_fallback:
        return {"reason": said.text, "reason_language": "", "reason_mark": ""}
    mark = translator_for(language).say(ONLY_IN[said.language])
    return {"reason": said.text, "reason_language": said.language.value, "reason_mark": mark}
