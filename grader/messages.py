"""The one door to translations: every text that a user sees goes through here.

Source texts are English and are their own translation, so English reads no catalogue and imports no
gettext.  Any other language has its texts in `locale/LANGUAGE/LC_MESSAGES/grader.mo`, made from the
`.po` beside it (tests/unit/test_messages.py says how, and fails when a text is missing there).

A text that is defined in one place and shown in another is marked with `N_` where it is defined and
translated with `_` where it is shown.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

#: What texts can be shown in; the first is the language of the sources.
LANGUAGES = ("en", "zh")


class _Catalogue(Protocol):
    def gettext(self, message: str) -> str: ...

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str: ...


_language: str | None = None
_catalogue: _Catalogue | None = None


def set_language(lang: str | None = None) -> str:
    """Chooses the language of all texts from now on, and says which one it is.

    `lang` is what a user chose ("en", "zh", "zh_CN.UTF-8" ...); without it the environment decides.
    A language without translations gives English.
    """
    global _language, _catalogue
    _language = _known(lang) if lang else _from_environment()
    _catalogue = None if _language == LANGUAGES[0] else _read_catalogue(_language)
    return _language


def current_language() -> str:
    """The language that texts are shown in, one of `LANGUAGES`."""
    return _language if _language is not None else set_language()


def _(message: str) -> str:
    """The text in the current language."""
    if _language is None:
        set_language()
    return message if _catalogue is None or not message else _catalogue.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The text for `count` things in the current language; `count` itself is put in by the caller."""
    if _language is None:
        set_language()
    if _catalogue is None:
        return singular if count == 1 else plural
    return _catalogue.ngettext(singular, plural, count)


def N_(message: str) -> str:  # noqa: N802 - the name that extraction tools look for
    """Marks a text for translation without translating it."""
    return message


def pick(localized: Mapping[str, str]) -> str:
    """The course's own text in the current language, else in English, else in whichever there is."""
    for lang in (current_language(), LANGUAGES[0]):
        if lang in localized:
            return localized[lang]
    return next(iter(localized.values()), "")


def _known(lang: str) -> str:
    """`zh_CN.UTF-8`, `zh-Hans` and `zh` are one; what is unknown is English."""
    return next((known for known in LANGUAGES if lang.lower().startswith(known)), LANGUAGES[0])


def _from_environment() -> str:
    """By POSIX the first of these that is set and not empty decides, even if it says `C`."""
    chosen = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return _known(chosen)


def _read_catalogue(lang: str) -> _Catalogue:
    import gettext

    return gettext.translation("grader", Path(__file__).with_name("locale"), languages=[lang], fallback=True)
