"""From chart specifications to pictures, in a process of its own.

The renderer takes 0.4 seconds to wake and holds Python's lock while it draws: a child process wakes it and
draws while the parent costs, lays out the page and writes the workbook.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from subprocess import PIPE, Popen
from typing import Any, Literal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from socle.ground.refusals import Refusal

LOCALES: dict[str, Literal["fr-FR", "es-ES"]] = {"fr": "fr-FR", "es": "es-ES"}
SCALE = 2.0  # pixels of a picture for each unit of a drawing
_NOTHING: dict[str, Any] = {"data": {"values": []}, "mark": "point"}


@dataclass(frozen=True)
class Drawing:
    """A chart as vectors, for pages, and as pixels, for documents."""

    svg: str
    png: bytes


def start() -> Popen[bytes]:
    """Wake the renderer; started early, it costs no time. Give it to `finish`, or leave it."""
    return Popen([sys.executable, "-P", "-m", "socle.report.drawing"], stdin=PIPE, stdout=PIPE, stderr=PIPE)


def ask(renderer: Popen[bytes], specs: Mapping[str, Any], lang: str, *, pixels: bool = True) -> None:
    """Hand the specifications to the renderer, without waiting; without `pixels` drawings are vectors alone."""
    assert renderer.stdin is not None
    try:
        renderer.stdin.write(json.dumps({"lang": lang, "specs": specs, "pixels": pixels}).encode())
        renderer.stdin.close()
    except BrokenPipeError:
        pass  # the renderer has failed: `finish` says why
    renderer.stdin = None


def finish(renderer: Popen[bytes]) -> dict[str, Drawing]:
    """The drawings of what was asked, by name."""
    answer, complaint = renderer.communicate()
    if renderer.returncode:
        lines = complaint.decode(errors="replace").strip().splitlines() or [""]
        raise Refusal(
            "The charts could not be drawn ({reason}). Ask for other formats, for example csv and xlsx.",
            reason=lines[-1],
        )
    drawn = json.loads(answer)
    return {name: Drawing(one["svg"], base64.b64decode(one["png"])) for name, one in drawn.items()}


def draw(specs: Mapping[str, Any], lang: str, *, pixels: bool = True) -> dict[str, Drawing]:
    """The drawings of `specs`, by name, in this process; without `pixels` their pictures are empty."""
    import vl_convert

    drawn = {}
    for name, spec in specs.items():
        svg = vl_convert.vegalite_to_svg(spec, format_locale=LOCALES.get(lang))
        title = spec.get("title", {"text": []})
        svg = _described(svg, name, " ".join(title["text"]), " ".join(title.get("subtitle", [])))
        drawn[name] = Drawing(svg, vl_convert.svg_to_png(svg, scale=SCALE) if pixels else b"")
    return drawn


def _described(svg: str, name: str, title: str, description: str) -> str:
    """The drawing with a title and a description for who cannot see it."""
    ElementTree.register_namespace("", NAMESPACE)
    root = _slim(ElementTree.fromstring(svg))
    words = (("title", title), ("desc", description))
    for at, (tag, text) in enumerate(words):
        said = ElementTree.Element(f"{{{NAMESPACE}}}{tag}", {"id": f"{name}-{tag}"})
        said.text = text
        root.insert(at, said)
    root.set("role", "img")
    root.set("aria-labelledby", " ".join(f"{name}-{tag}" for tag, _text in words))
    whole = ElementTree.tostring(root, encoding="unicode")
    return whole.replace('id="clip', f'id="{name}-clip').replace("url(#clip", f"url(#{name}-clip")


NAMESPACE = "http://www.w3.org/2000/svg"
# One picture with one name: the parts of a drawing say nothing on their own.
UNSAID = ("role", "aria-roledescription", "aria-hidden", "aria-label", "class", "pointer-events")
USUAL = {"opacity": "1", "font-weight": "normal", "x2": "0", "y2": "0", "transform": "translate(0,0)"}
INHERITED = ("fill", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size", "text-anchor")
INVISIBLE = ("", "M0,0h0v0h0Z")


def _slim(node: Element) -> Element:
    """The same drawing in fewer letters: nothing that readers of SVG assume anyway, nothing said twice.

    What all parts of a group share is said by the group; coordinates are to a tenth.
    """
    for key in [key for key, value in node.items() if key in UNSAID or USUAL.get(key) == value]:
        del node.attrib[key]
    for key in ("d", "transform"):
        if key in node.attrib:
            node.set(key, re.sub(r"(\.\d)\d+", r"\1", node.attrib[key]))
    kept: list[Element] = []
    for part in map(_slim, list(node)):
        group = part.tag.endswith("}g")
        if group and not part.attrib:
            kept += part  # a group that says nothing
        elif not (part.get("d") in INVISIBLE or (group and not len(part))):
            kept.append(part)
    node[:] = kept
    if kept and node.tag.endswith(("}g", "}svg")):
        for key in INHERITED:
            said = {part.get(key) for part in kept}
            if len(said) == 1 and None not in said and key not in node.attrib:
                node.set(key, str(said.pop()))
                for part in kept:
                    del part.attrib[key]
    return node


def serve() -> None:
    """The child process: wake, read what to draw from standard input, draw, answer on standard output."""
    draw({"nothing": _NOTHING}, "en", pixels=False)
    asked = sys.stdin.buffer.read()
    if asked:
        request = json.loads(asked)
        drawn = draw(request["specs"], request["lang"], pixels=request["pixels"])
        answer = {
            name: {"svg": one.svg, "png": base64.b64encode(one.png).decode()} for name, one in drawn.items()
        }
        sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    serve()
