"""What each address answers, shortened: examples for the description, with the invented country."""

from __future__ import annotations

from typing import Any, Final

EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    "check": {
        "version": "0.1.0",
        "fingerprint": "981ed41d079e60ef",
        "file": "mine.yaml",
        "what": "scenario",
        "details": ["old_age.pension.share_of_line.share: 0.5"],
        "notes": [],
    },
    "countries": {
        "version": "0.1.0",
        "fingerprint": "c0883febae30a3da",
        "total": 22,
        "next": None,
        "rows": [
            {
                "iso3": "CMR",
                "name": "Cameroon",
                "currency": "XAF",
                "figures": 426,
                "schemes": 12,
                "computed": 0,
            }
        ],
    },
    "country": {
        "version": "0.1.0",
        "fingerprint": "d0e5610f8a319af4",
        "iso3": "XXX",
        "name": "Exampleland (invented)",
        "currency": "XTS",
        "region": "Invented",
        "income_group": "Lower middle income",
        "base_year": 2023,
        "schemes": [
            {
                "scheme": "child_benefit",
                "title": "Universal child benefit (invented)",
                "law": "Children's Act (invented), sections 4 to 9 as amended in July 2024",
                "benefits": [
                    {
                        "benefit": "child_benefit.benefit",
                        "title": "Child benefit",
                        "guarantee": "children",
                        "branch": "children",
                        "not_computed": "",
                    }
                ],
            }
        ],
        "scenarios": ["status_quo"],
        "notes": ["Every figure of this country is invented. It serves to learn and to test."],
        "files": {"XXX/cases/care.yaml": "7d344515d59601ac7b72c03a9787d4a36a9c6201ff23e1476b03a6f8cd00f56b"},
    },
    "figures": {
        "version": "0.1.0",
        "fingerprint": "d0e5610f8a319af4",
        "total": 12,
        "next": None,
        "iso3": "XXX",
        "rows": [
            {
                "figure": "gdp",
                "sex": "both",
                "age": "all",
                "year": "2017",
                "value": 60190000000.0,
                "unit": "XTS",
                "source": "invented",
            }
        ],
    },
    "sources": {
        "version": "0.1.0",
        "fingerprint": "287887cdcbe1f4e8",
        "total": 35,
        "next": 5,
        "rows": [
            {
                "key": "WPP2024-pop1",
                "producer": "United Nations, Department of Economic and Social Affairs, Population Division",
                "title": "World Population Prospects 2024: population by single age and sex on ...",
                "vintage": "2024-07",
                "licence": "CC BY 3.0 IGO",
                "citation": "United Nations, Department of Economic and Social Affairs, Population ...",
                "url": "https://population.un.org/wpp/",
            }
        ],
    },
    "source": {
        "version": "0.1.0",
        "fingerprint": "f78b588e2ccea828",
        "content": {
            "key": "WPP2024-pop1",
            "producer": "United Nations, Department of Economic and Social Affairs, Population Division",
            "title": "World Population Prospects 2024: population by single age and sex on ...",
            "vintage": "2024-07",
            "licence": "CC BY 3.0 IGO",
            "citation": "United Nations, Department of Economic and Social Affairs, Population ...",
        },
    },
    "floor": {
        "version": "0.1.0",
        "fingerprint": "b3d5c91c0a694123",
        "total": 11,
        "next": None,
        "country": "XXX",
        "name": "Exampleland (invented)",
        "currency": "XTS",
        "base_year": 2023,
        "scenarios": ["low"],
        "warnings": ["Every figure of this country is invented. It serves to learn and to test."],
        "rows": [
            {
                "country": "XXX",
                "scenario": "low",
                "guarantee": "children",
                "branch": "children",
                "scheme": "children",
                "benefit": "children.child_benefit",
                "year": 2024,
            }
        ],
    },
    "floor_of_changes": {
        "version": "0.1.0",
        "fingerprint": "6cd3e90921804186",
        "total": 24,
        "next": None,
        "country": "XXX",
        "name": "Exampleland (invented)",
        "currency": "XTS",
        "base_year": 2023,
        "scenarios": ["low"],
        "warnings": ["Every figure of this country is invented. It serves to learn and to test."],
        "rows": [
            {
                "country": "XXX",
                "scenario": "low",
                "guarantee": "children",
                "branch": "children",
                "scheme": "children",
                "benefit": "children.child_benefit",
                "year": 2024,
            }
        ],
    },
    "explain": {
        "version": "0.1.0",
        "fingerprint": "3a49b0f2db88a150",
        "country": "XXX",
        "benefit": "old_age.pension",
        "year": 2030,
        "scenario": "high",
        "law": "Social Protection Floors Recommendation 2012 (No. 202), paragraph 5 (d)",
        "currency": "XTS",
        "steps": [
            {
                "name": "residents",
                "sentence": "Residents at 1 July.",
                "value": 9206351.686625712,
                "unit": "persons",
                "said": [],
            }
        ],
        "flags": [],
    },
    "rules": {
        "version": "0.1.0",
        "fingerprint": "8aa1378ca25f6290",
        "total": 71,
        "next": 2,
        "rows": [
            {
                "rule": "everyone",
                "room": "eligibility",
                "sentence": "Every resident.",
                "gives": "condition",
                "columns": ["age"],
                "keywords": [],
            }
        ],
    },
    "rules_schema": {
        "version": "0.1.0",
        "fingerprint": "e56f53d674602baf",
        "content": {"$schema": "https://json-schema.org/draft/2020-12/schema"},
    },
    "rule": {
        "version": "0.1.0",
        "fingerprint": "c85e57536c93d43c",
        "content": {
            "rule": "age_band",
            "room": "eligibility",
            "sentence": "Persons whose completed age lies from the first age, included, to the ...",
            "gives": "condition",
            "columns": ["age"],
            "keywords": [{"name": "at_least", "kind": "years", "required": False}],
        },
    },
    "indicators": {
        "version": "0.1.0",
        "fingerprint": "85db74efc5a3628f",
        "total": 56,
        "next": 2,
        "rows": [
            {
                "code": "COV_ANY",
                "title": "Population with at least one cash benefit",
                "definition": "Share of the population who contribute actively or receive at least ...",
                "unit": "share",
                "formula": "protected / population",
                "inputs": ["protected"],
                "by": ["sex"],
            }
        ],
    },
    "country_indicators": {
        "version": "0.1.0",
        "fingerprint": "8b580289c97b4b2f",
        "total": 25,
        "next": 3,
        "country": "XXX",
        "notes": ["No register was asked: coverage is as published in the shipped ..."],
        "rows": [
            {
                "INDICATOR": "COV_ANY",
                "REF_AREA": "XXX",
                "TIME_PERIOD": 2022,
                "SEX": "_T",
                "GROUP": "_T",
                "FUNCTION": "_T",
                "SCHEME_TYPE": "_T",
            }
        ],
    },
    "calculator": {
        "version": "0.1.0",
        "fingerprint": "5cc4755786b82140",
        "total": 9,
        "next": None,
        "rows": [
            {
                "date": "2023-07-01",
                "currency": "XTS",
                "benefit": "old_age.pension",
                "pays": False,
                "law": "Social Pensions Act (invented), sections 3 and 8",
                "member": 1,
                "step": "who.0.0",
            }
        ],
    },
    "population": {
        "version": "0.1.0",
        "fingerprint": "4ab4d8c25ca09b31",
        "total": 202,
        "next": 5,
        "source": "compact",
        "moment": "1 July",
        "variant": "medium",
        "rows": [
            {
                "iso3": "XXX",
                "year": 2030,
                "sex": "male",
                "age": 0,
                "population": 111150.50283354745,
                "unit": "persons",
            }
        ],
    },
    "gap": {
        "version": "0.1.0",
        "fingerprint": "0123456789abcdef",
        "total": 8,
        "next": None,
        "year": 2023,
        "index": "cpi",
        "unit": "share of GDP",
        "groups": [
            {
                "kind": "world",
                "name": "All of these",
                "guarantee": "old_age",
                "cost": 0.01,
                "gap": 0.004,
                "countries": 2,
                "countries_with_gap": 1,
            }
        ],
        "rows": [
            {
                "iso3": "SEN",
                "year": 2023,
                "guarantee": "old_age",
                "cost": 0.012,
                "gap": None,
                "coverage": None,
                "flag": "coverage_unknown",
            }
        ],
    },
    "standards": {
        "version": "0.1.0",
        "fingerprint": "b47634c344036feb",
        "total": 15,
        "next": 2,
        "rows": [
            {
                "instrument": "C102",
                "kind": "convention",
                "year": 1952,
                "title": "Social Security (Minimum Standards) Convention, 1952",
                "in_force": "1955-04-27",
                "parts": {
                    "II": "Medical care",
                    "III": "Sickness benefit",
                    "IV": "Unemployment benefit",
                    "V": "Old-age benefit",
                    "VI": "Employment injury benefit",
                    "VII": "Family benefit",
                    "VIII": "Maternity benefit",
                },
                "acceptance": {
                    "parts": ["II"],
                    "at_least": 3,
                    "one_of": ["IV"],
                    "article": "2",
                    "verified": True,
                    "sources": ["BK102"],
                },
            }
        ],
    },
    "standard": {
        "version": "0.1.0",
        "fingerprint": "5fa4fc106ab105cd",
        "content": {
            "instrument": "C102",
            "kind": "convention",
            "year": 1952,
            "title": "Social Security (Minimum Standards) Convention, 1952",
            "in_force": "1955-04-27",
            "parts": {
                "II": "Medical care",
                "III": "Sickness benefit",
                "IV": "Unemployment benefit",
                "V": "Old-age benefit",
                "VI": "Employment injury benefit",
                "VII": "Family benefit",
                "VIII": "Maternity benefit",
            },
        },
    },
    "standards_check": {
        "version": "0.1.0",
        "fingerprint": "6d0e29a7f442de70",
        "content": {
            "country": "XXX",
            "name": "Exampleland (invented)",
            "year": 2024,
            "currency": "XTS",
            "version": "0.1.0",
            "fingerprint": "6d0e29a7f442de70",
        },
    },
    "standards_gap": {
        "version": "0.1.0",
        "fingerprint": "1d2397ca97e3f41f",
        "content": {
            "country": "XXX",
            "name": "Exampleland (invented)",
            "currency": "XTS",
            "year": 2024,
            "instrument": "C102",
            "exceptions": False,
        },
    },
    "standards_floor": {
        "version": "0.1.0",
        "fingerprint": "0ae3cc0ebafad075",
        "total": 6976,
        "next": 2,
        "content": {
            "country": "XXX",
            "name": {
                "en": "Exampleland (invented)",
                "fr": "Pays-Exemple (inventé)",
                "es": "País Ejemplo (inventado)",
            },
            "year": 2023,
            "currency": "XTS",
            "children_below": 18,
            "old_from": 65,
        },
        "rows": [
            {
                "country": "XXX",
                "scenario": "_T",
                "guarantee": "_T",
                "branch": "_T",
                "benefit": "_T",
                "threshold": "harmonised",
                "year": 2023,
            }
        ],
    },
    "ratified": {
        "version": "0.1.0",
        "fingerprint": "600dce488b0222ca",
        "content": {
            "convention": "C102",
            "day": "2021-10-08",
            "complete": True,
            "complete_to": "2023-03-22",
            "region": None,
            "count": {"low": 59, "high": 59},
        },
    },
    "ratification_needs": {
        "version": "0.1.0",
        "fingerprint": "bed2dcb69a1b1c66",
        "total": 1,
        "next": None,
        "rows": [
            {
                "iso3": "XXX",
                "convention": "C102",
                "ratified": None,
                "accepted": [],
                "status": "unknown",
                "passing": ["V"],
                "lacking": 1,
            }
        ],
    },
}
