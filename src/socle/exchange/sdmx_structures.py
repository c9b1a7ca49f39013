"""The structure of a flow as a message of SDMX: code lists, concepts, data structure, dataflow.

Written as SDMX-ML 3.0 and SDMX-JSON 2.0 with every name in English, French and Spanish. The lists of other
agencies are partial: they hold what Socle needs of them. An open list of Socle's own is said by the form of
its codes. Source: SDMX Technical Working Group, SDMX 3.0 standards, sections 2 and 3.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

from socle.exchange.sdmx_frame import PERIOD, VALUE
from socle.exchange.sdmx_text import Head, whole
from socle.ground.refusals import Refusal, nearest
from socle.model.flow import Codelist, Component, Flow, Text

FORMATS: Final = ("xml30", "json")
SCHEMA: Final = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/2.0.0/"
    "sdmx-json-structure-schema.json"
)
_ROOT: Final = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/"
_SPACES: Final = {"message": _ROOT + "message", "str": _ROOT + "structure", "common": _ROOT + "common"}
_OWN: Final = "SOCLE"
_TIME: Final[Text] = {"en": "Time period", "fr": "Période", "es": "Período"}
_MEASURED: Final[Text] = {
    "en": "Observation value",
    "fr": "Valeur de l’observation",
    "es": "Valor de la observación",
}

Said = dict[str, Any]


def write_structure(flow: Flow, format: str, path: Path, head: Head) -> None:
    """Write the structure of a flow, the file whole or not at all, as gzip where its name ends in `.gz`."""
    if format not in FORMATS:
        raise Refusal("There is no format `{format}`.", format=format, nearest=nearest(format, FORMATS))
    content = structure_json(flow, head) if format == "json" else structure_xml(flow, head)
    with whole(path) as staged:
        staged.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)


def structure_json(flow: Flow, head: Head) -> bytes:
    """The structure as SDMX-JSON 2.0."""
    meta = {
        "schema": SCHEMA,
        "id": head.id,
        "test": head.test,
        "prepared": head.prepared,
        "sender": {"id": head.sender},
        "contentLanguages": list(flow.title),
    }
    return json.dumps({"meta": meta, "data": _parts(flow)}, ensure_ascii=False, indent=1).encode()


def structure_xml(flow: Flow, head: Head) -> bytes:
    """The structure as SDMX-ML 3.0."""
    for prefix, space in _SPACES.items():
        ET.register_namespace(prefix, space)
    root = ET.Element(_tag("message:Structure"))
    top = _under(root, "message:Header")
    _under(top, "message:ID").text = head.id
    _under(top, "message:Test").text = str(head.test).lower()
    _under(top, "message:Prepared").text = head.prepared
    _under(top, "message:Sender", id=head.sender)
    parts, body = _parts(flow), _under(root, "message:Structures")
    for said in parts["dataflows"]:
        made = _maintained(_under(body, "str:Dataflows"), "Dataflow", said)
        _under(made, "str:Structure").text = said["structure"]
    lists = _under(body, "str:Codelists")
    for said in parts["codelists"]:
        _items(_maintained(lists, "Codelist", said), "Code", said["codes"])
    schemes = _under(body, "str:ConceptSchemes")
    for said in parts["conceptSchemes"]:
        _items(_maintained(schemes, "ConceptScheme", said), "Concept", said["concepts"])
    for said in parts["dataStructures"]:
        made = _maintained(_under(body, "str:DataStructures"), "DataStructure", said)
        _components(_under(made, "str:DataStructureComponents"), said["dataStructureComponents"])
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True))


def _parts(flow: Flow) -> Said:
    every = (*flow.dimensions, *flow.attributes)
    lists = {one.codelist.urn: one.codelist for one in every if one.codelist is not None}
    titles = {**{one.id: one.title for one in every}, PERIOD: _TIME, VALUE: _MEASURED}
    scheme = {
        "id": _scheme(flow),
        "agencyID": _OWN,
        "version": "1.0",
        **_named(flow.title),
        "concepts": [{"id": name, **_named(title)} for name, title in titles.items()],
    }
    structure = {
        "id": flow.structure,
        "agencyID": flow.agency,
        "version": flow.version,
        **_named(flow.title),
        "dataStructureComponents": _component_lists(flow),
    }
    dataflow = {
        "id": flow.id,
        "agencyID": flow.agency,
        "version": flow.version,
        **_named(flow.title),
        "structure": "urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure="
        f"{flow.agency}:{flow.structure}({flow.version})",
    }
    return {
        "dataflows": [dataflow],
        "codelists": [_codelist(one) for one in lists.values() if one.codes],
        "conceptSchemes": [scheme],
        "dataStructures": [structure],
    }


def _codelist(one: Codelist) -> Said:
    return {
        "id": one.id,
        "agencyID": one.agency,
        "version": one.version,
        "isPartial": one.partial,
        "name": one.id,
        "names": {"en": one.id},
        "codes": [{"id": code, **_named(title or {"en": code})} for code, title in one.codes.items()],
    }


def _component_lists(flow: Flow) -> Said:
    dimensions = [
        {"id": one.id, "position": at, **_concept(flow, one.id), "localRepresentation": _form(one)}
        for at, one in enumerate(flow.dimensions)
    ]
    attributes = [
        {
            "id": one.id,
            **_concept(flow, one.id),
            "localRepresentation": _form(one),
            "usage": "mandatory" if one.required else "optional",
            "attributeRelationship": {"observation": {}},
            "measureRelationship": [VALUE],
        }
        for one in flow.attributes
    ]
    time = {"format": {"dataType": "ObservationalTimePeriod"}}
    number = {"format": {"dataType": "Double"}}
    return {
        "dimensionList": {
            "id": "DimensionDescriptor",
            "dimensions": dimensions,
            "timeDimension": {"id": PERIOD, **_concept(flow, PERIOD), "localRepresentation": time},
        },
        "attributeList": {"id": "AttributeDescriptor", "attributes": attributes},
        "measureList": {
            "id": "MeasureDescriptor",
            "measures": [
                {"id": VALUE, **_concept(flow, VALUE), "localRepresentation": number, "usage": "optional"}
            ],
        },
    }


def _form(one: Component) -> Said:
    """What a component may hold: codes of a list, codes of a form, a number, a text."""
    codes = one.codelist
    if codes is not None and (codes.partial or not codes.pattern):
        return {"enumeration": codes.urn}
    if codes is not None:
        return {"format": {"dataType": "String", "pattern": codes.pattern}}
    return {"format": {"dataType": "Double" if one.kind == "number" else "String"}}


def _scheme(flow: Flow) -> str:
    return f"CS_{flow.stored_as or flow.code}"


def _concept(flow: Flow, name: str) -> Said:
    urn = f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={_OWN}:{_scheme(flow)}(1.0).{name}"
    return {"conceptIdentity": urn}


def _named(title: Text) -> Said:
    return {"name": title["en"], "names": dict(title)}


def _tag(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def _under(parent: ET.Element, name: str, **said: str) -> ET.Element:
    return ET.SubElement(parent, _tag(name), said)


def _worded(parent: ET.Element, names: Text) -> None:
    for language, word in names.items():
        made = _under(parent, "common:Name")
        made.set("{http://www.w3.org/XML/1998/namespace}lang", language)
        made.text = word


def _maintained(parent: ET.Element, kind: str, said: Said) -> ET.Element:
    names = {"id": said["id"], "agencyID": said["agencyID"], "version": said["version"]}
    made = _under(parent, f"str:{kind}", **names)
    if "isPartial" in said:
        made.set("isPartial", str(said["isPartial"]).lower())
    _worded(made, said["names"])
    return made


def _items(parent: ET.Element, kind: str, items: list[Said]) -> None:
    for said in items:
        _worded(_under(parent, f"str:{kind}", id=said["id"]), said["names"])


def _components(parent: ET.Element, said: Said) -> None:
    dimensions = _under(parent, "str:DimensionList", id="DimensionDescriptor")
    for at, one in enumerate(said["dimensionList"]["dimensions"], start=1):
        _identity(_under(dimensions, "str:Dimension", id=one["id"], position=str(at)), one)
    time = said["dimensionList"]["timeDimension"]
    _identity(_under(dimensions, "str:TimeDimension", id=time["id"]), time)
    attributes = _under(parent, "str:AttributeList", id="AttributeDescriptor")
    for one in said["attributeList"]["attributes"]:
        made = _under(attributes, "str:Attribute", id=one["id"], usage=one["usage"])
        _identity(made, one)
        _under(_under(made, "str:AttributeRelationship"), "str:Observation")
        _under(_under(made, "str:MeasureRelationship"), "str:Measure").text = VALUE
    measures = _under(parent, "str:MeasureList", id="MeasureDescriptor")
    for one in said["measureList"]["measures"]:
        _identity(_under(measures, "str:Measure", id=one["id"], usage=one["usage"]), one)


def _identity(made: ET.Element, one: Said) -> None:
    _under(made, "str:ConceptIdentity").text = one["conceptIdentity"]
    form = one["localRepresentation"]
    held = _under(made, "str:LocalRepresentation")
    if "enumeration" in form:
        _under(held, "str:Enumeration").text = form["enumeration"]
    else:
        text = _under(held, "str:TextFormat", textType=form["format"]["dataType"])
        if "pattern" in form["format"]:
            text.set("pattern", form["format"]["pattern"])
