"""The door to translations, and that every translation is there, complete and up to date.

To bring the catalogue up to date after texts have changed:

    pytest tests/unit/test_messages.py tests/unit/report --rerecord

This adds new texts to the `.po` without a translation and takes stale ones out.  Fill them in, run it
again (it makes the `.mo`), and commit both.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

import grader
from grader import messages

PACKAGE = Path(grader.__file__).parent
PO = PACKAGE / "locale/zh/LC_MESSAGES/grader.po"
MO = PO.with_suffix(".mo")

_KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
_PLACEHOLDER = re.compile(r"\{(\w*)(?:[:!][^}]*)?\}")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    messages.set_language("en")


def extracted() -> Catalog:
    """Every text in the sources that is marked for translation."""
    found = Catalog(locale="zh", project="grader", fuzzy=False, header_comment="")
    rows = extract_from_dir(PACKAGE, method_map=[("**.py", "python")], keywords=_KEYWORDS)
    for file, _line, text, comments, context in sorted(rows, key=lambda row: (row[0], row[1])):
        found.add(text, None, [(f"grader/{file}", 0)], auto_comments=comments, context=context)
    return found


def recorded() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="zh")


def compiled(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def texts(catalog: Catalog) -> dict[str, Message]:
    """By the English text (the singular where there is a plural)."""
    return {message.id if isinstance(message.id, str) else message.id[0]: message for message in catalog if message.id}


@pytest.fixture(scope="module", autouse=True)
def rerecord(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--rerecord", default=False):
        return
    catalog, known = extracted(), texts(recorded()) if PO.exists() else {}
    for text, message in texts(catalog).items():
        if text in known:
            message.string = known[text].string
    catalog.mime_headers = [("MIME-Version", "1.0")]  # no dates: the same texts give the same file
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, include_lineno=False, omit_header=True, sort_by_file=True)
    header = 'msgid ""\nmsgstr ""\n"Language: zh\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    header += '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    PO.write_text(header + buffer.getvalue().decode(), encoding="utf-8")
    MO.write_bytes(compiled(recorded()))


def test_every_text_of_the_sources_is_translated() -> None:
    known = texts(recorded())
    missing = [text for text in texts(extracted()) if text not in known or not all_strings(known[text])]
    assert not missing


def all_strings(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else [message.string]
    return bool(strings) and all(strings)


def test_no_translation_is_stale_or_fuzzy() -> None:
    catalog = recorded()
    assert sorted(set(texts(catalog)) - set(texts(extracted()))) == []
    assert [message.id for message in catalog if message.fuzzy and message.id] == []
    assert not catalog.obsolete


def test_the_compiled_catalogue_is_the_one_in_the_po_file() -> None:
    """By what they say, not by their bytes: the header holds the minute in which it was compiled."""
    with MO.open("rb") as file:
        assert said(read_mo(file)) == said(recorded())


def said(catalog: Catalog) -> dict[str, list[str]]:
    return {
        str(list(message.id) if isinstance(message.id, tuple | list) else [message.id]): (
            list(message.string) if isinstance(message.string, tuple | list) else [message.string]
        )
        for message in catalog
        if message.id
    }


def test_a_translation_has_the_placeholders_of_its_text() -> None:
    wrong = []
    for text, message in texts(recorded()).items():
        strings = message.string if isinstance(message.string, tuple | list) else [message.string]
        wanted = sorted(_PLACEHOLDER.findall(text))
        wrong += [text for string in strings if string and sorted(_PLACEHOLDER.findall(string)) != wanted]
    assert not wrong


def test_english_reads_no_catalogue() -> None:
    code = (
        "import sys; from grader import messages as m; m.set_language('en');"
        "assert m._('Hint:') == 'Hint:'; assert m.ngettext('a', 'b', 2) == 'b'; assert 'gettext' not in sys.modules"
    )
    subprocess.run([sys.executable, "-S", "-c", code], check=True, cwd=PACKAGE.parent)


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.UTF-8", "LC_MESSAGES": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "zh_CN"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "ZH_cn"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
    ],
)
def test_the_environment_decides_without_a_choice(
    variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert messages.set_language() == language
    assert messages.current_language() == language


def test_a_choice_outdoes_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert messages.set_language("en") == "en"
    assert messages._("Hint:") == "Hint:"
    assert messages.set_language("zh_Hans") == "zh"
    assert messages._("Hint:") == "提示："


def test_what_is_not_translated_stays_english() -> None:
    messages.set_language("zh")
    assert messages._("no such text") == "no such text"
    assert messages._("") == "", "gettext would give the catalogue's header"


def test_numbers() -> None:
    one, more = "({count} more finding)", "({count} more findings)"
    assert [messages.ngettext(one, more, count) for count in (1, 2)] == [one, more]
    messages.set_language("zh")
    assert messages.ngettext(one, more, 1) == messages.ngettext(one, more, 2) == "（另有 {count} 个问题）"


def test_pick_takes_what_there_is() -> None:
    assert messages.pick({"en": "chat", "zh": "聊天"}) == "chat"
    messages.set_language("zh")
    assert messages.pick({"en": "chat", "zh": "聊天"}) == "聊天"
    assert messages.pick({"en": "chat"}) == "chat"
    assert messages.pick({"de": "Plausch"}) == "Plausch"
    assert messages.pick({}) == ""
