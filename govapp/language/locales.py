"""The languages as Babel knows them, with the habits of Belgium."""

from typing import Final

from babel import Locale

from govapp.kernel.texts import Language

LOCALES: Final = {
    Language.NL: Locale("nl", "BE"),
    Language.FR: Locale("fr", "BE"),
    Language.EN: Locale("en", "GB"),
    Language.DE: Locale("de", "BE"),
}
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
