"""The languages as Babel knows them, with the habits of Belgium."""

from typing import Final

from govapp.kernel.texts import Language

LOCALES: Final = {Language.NL: "nl_BE", Language.FR: "fr_BE", Language.EN: "en_GB", Language.DE: "de_BE"}
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
