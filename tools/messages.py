"""Every sentence that Socle shows to people, where it is written, and what the catalogues lack.

`python -m tools.messages` prints the missing entries of each language as stubs to fill in its catalogue
(src/socle/report/text/<language>*.po), and what no place uses any more.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "socle"
CATALOGUES = SOURCE / "report" / "text"
LANGUAGES = ("fr", "es")

MARKS = ("_", "N_", "translate", "translated")
FIRST_ARGUMENTS = {
    "Refusal": (0,),
    "Assumption": (0, 1),
    "NotComputed": (4,),
    "Sensitivity": (0,),
    "Entry": (2,),
    "_said": (0,),  # the first argument is the topic of an assumption
}
KEYWORDS = {"Refusal": ("template",), "Assumption": ("topic", "text"), "NotComputed": ("reason",)}
IN_TEMPLATES = re.compile(r"""\b_\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")

CODE = re.compile(r"`[^`]*`|(?:\b[a-z_]+: ?)?\{\{.*?\}\}+|\([a-z_]+: ?[^)]*\)|\{[^}]*\}")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def sentences() -> dict[str, list[str]]:
    """Every sentence to translate, with the places where it stands."""
    places: dict[str, list[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        module = _tree(path)
        name = path.relative_to(ROOT).as_posix()
        for text, line in in_module(module, rules=path.parent.name == "rules"):
            places.setdefault(text, []).append(f"{name}:{line}")
    for path in sorted(SOURCE.rglob("*.html")):
        name = path.relative_to(ROOT).as_posix()
        for found in IN_TEMPLATES.finditer(path.read_text(encoding="utf-8")):
            places.setdefault(found[1] or found[2], []).append(name)
    for path in sorted((SOURCE / "library").rglob("*.yaml")):
        name = path.relative_to(ROOT).as_posix()
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        law = content.get("law") if path.parent.parent.name == "floor" else None  # the law of all countries
        for text in (*in_library(content), *([", ".join(law.values())] if law else [])):
            places.setdefault(text, []).append(name)
    return places


def in_library(content: Any) -> Iterator[str]:
    """The sentences of a file of the library: why a benefit is not computed, notes about a country."""
    if isinstance(content, list):
        for part in content:
            yield from in_library(part)
    elif isinstance(content, dict):
        notes = content.get("notes")
        yield from (note["text"] for note in notes if "text" in note) if isinstance(notes, list) else ()
        for key, part in content.items():
            yield from [part] if key == "not_computed" else in_library(part)


def in_module(module: ast.Module, rules: bool = False) -> Iterator[tuple[str, int]]:
    """The sentences of one module, with their lines; `rules`: its rules are sentences too."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            for argument in _arguments(node):
                yield from ((text, node.lineno) for text in _constants(argument) if text)
        if rules and isinstance(node, ast.FunctionDef) and "rule" in map(_name, node.decorator_list):
            yield sentence_of(ast.get_docstring(node) or ""), node.lineno


def sentence_of(docstring: str) -> str:
    """The first sentence of a docstring, on one line."""
    first = " ".join(docstring.split("\n\n", maxsplit=1)[0].split())
    return re.split(r"(?<=[.])\s", first)[0]


def fields(text: str) -> set[str]:
    """The names between braces."""
    return {name for _before, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def quoted(text: str) -> set[str]:
    """What stands between backquotes: code, which is the same in every language."""
    return set(re.findall(r"`([^`]*)`", text))


def bare_double_signs(text: str) -> list[str]:
    """French double signs (: ; ! ? and guillemets) that stand without their space; code does not count."""
    return re.findall(
        r"\S+(?<![\s\u00a0\u202f])[:;!?»](?=[\s.]|$)|«(?=\S)(?![\u00a0\u202f])", CODE.sub("c", text)
    )


def assembled() -> list[str]:
    """Places where a message is put together from pieces before it is translated."""
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call)
        and any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in _arguments(node))
    ]


@cache
def catalogue(lang: str) -> Catalog:
    """The catalogue of a language as it stands: all of its files together."""
    whole = Catalog(locale=lang)
    for path in sorted(CATALOGUES.glob(f"{lang}*.po")):
        with path.open("rb") as file:
            part = read_po(file, locale=lang, abort_invalid=True)
        whole.obsolete.update(part.obsolete)
        for entry in part:
            if entry.id and entry.id in whole:
                raise ValueError(f"{path.name} says again: {entry.id}")
            whole[str(entry.id)] = entry
    return whole


def translations(lang: str) -> dict[str, str]:
    """The filled entries of a catalogue."""
    return {str(entry.id): str(entry.string) for entry in catalogue(lang) if entry.id and entry.string}


def missing(lang: str) -> list[str]:
    """Sentences that the catalogue of a language does not have."""
    return sorted(set(sentences()) - set(translations(lang)))


def obsolete(lang: str) -> list[str]:
    """Entries of a catalogue that no place uses."""
    known = catalogue(lang)
    kept = {str(entry.id) for entry in known if entry.id} | set(map(str, known.obsolete))
    return sorted(kept - set(sentences()))


def differing_fields(lang: str) -> list[str]:
    """Entries whose names between braces are not those of the English sentence."""
    return sorted(text for text, other in translations(lang).items() if fields(text) != fields(other))


def stub(text: str, places: list[str]) -> str:
    """An entry of a catalogue, to be filled."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'#: {" ".join(places[:2])}\nmsgid "{quoted}"\nmsgstr ""\n'


def main() -> int:
    """Print what is missing, obsolete or differs; the number of languages that need work."""
    places = sentences()
    wanting = 0
    for lang in LANGUAGES:
        lacking, unused, unequal = missing(lang), obsolete(lang), differing_fields(lang)
        wanting += bool(lacking or unused or unequal)
        print(f"# {lang}: {len(lacking)} missing, {len(unused)} obsolete, {len(unequal)} with other fields")
        for text in lacking:
            print("\n" + stub(text, places[text]), end="")
        for text in unused:
            print(f"# no place uses: {text}")
        for text in unequal:
            print(f"# the names between braces differ: {text}")
    return wanting


def _arguments(call: ast.Call) -> Iterator[ast.expr]:
    name = _name(call.func)
    positions = (0,) if name in MARKS or _is_translator(call.func) else FIRST_ARGUMENTS.get(name, ())
    yield from (call.args[at] for at in positions if at < len(call.args))
    yield from (keyword.value for keyword in call.keywords if keyword.arg in KEYWORDS.get(name, ()))


def _is_translator(function: ast.expr) -> bool:
    return isinstance(function, ast.Call) and _name(function.func) == "translator"


def _constants(node: ast.expr) -> Iterator[str]:
    """The texts an argument can be: itself, or either branch of a choice."""
    if isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _name(node: ast.expr) -> str:
    """The last part of a dotted name; of a decorator with arguments, its name."""
    if isinstance(node, ast.Call):
        return _name(node.func)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


if __name__ == "__main__":
    sys.exit(main())
