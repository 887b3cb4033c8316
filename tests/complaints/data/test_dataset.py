"""The data set as catalogues and search engines find it described."""

import json

from bs4 import BeautifulSoup

from tests.factories import publish

from .data_client import BASE, FILES


def test_the_data_set_is_described_with_one_identifier_its_beginning_and_its_files(
    client, recommendation, section
):
    publish(section)
    section.refresh_from_db()
    page = BeautifulSoup(client.get(BASE).content, "html.parser")
    described = json.loads(page.find("script", type="application/ld+json").string)
    [listed] = client.get(f"{BASE}data.json").json()["dcat:dataset"]

    assert described["@type"] == "Dataset"
    assert len(described["description"]) >= 50
    for part in described["distribution"]:
        assert (
            client.get(part["contentUrl"])["Content-Type"].split(";")[0]
            == part["encodingFormat"]
        )
    assert (
        described["identifier"]
        == listed["dct:identifier"]
        == f"urn:uuid:{section.translation_key}"
    )
    created = section.first_published_at.isoformat(timespec="seconds")
    assert described["dateCreated"] == listed["dct:issued"]["@value"] == created
    assert described["temporalCoverage"] == "2022-11/.."
    assert listed["dct:temporal"]["dcat:startDate"] == {
        "@type": "xsd:gYearMonth",
        "@value": "2022-11",
    }
    addresses = {f"http://localhost{BASE}{name}" for name in FILES}
    assert {each["contentUrl"] for each in described["distribution"]} == addresses
    assert {
        each["dcat:downloadURL"]["@id"] for each in listed["dcat:distribution"]
    } == addresses


def nodes_in(value):
    """Yield each thing that a description names, with what it says of it."""
    if isinstance(value, list):
        for each in value:
            yield from nodes_in(each)
    elif isinstance(value, dict) and "@value" not in value:
        yield value
        for name, each in value.items():
            if name != "@context":
                yield from nodes_in(each)


EVERYTHING_PUBLISHED = {
    "dct:title",
    "dct:description",
    "dct:publisher",
    "dct:license",
    "dct:language",
    "dct:issued",
    "dct:modified",
}
ASKED_FOR = {
    "dcat:Catalog": EVERYTHING_PUBLISHED
    | {"foaf:homepage", "dcat:themeTaxonomy", "dcat:dataset"},
    "dcat:Dataset": EVERYTHING_PUBLISHED
    | {
        "dct:identifier",
        "dcat:landingPage",
        "dcat:theme",
        "dcat:keyword",
        "dct:accrualPeriodicity",
        "dct:accessRights",
        "dcat:contactPoint",
        "dct:temporal",
        "dcat:distribution",
    },
    "dcat:Distribution": {
        "dct:title",
        "dct:description",
        "dct:license",
        "dct:format",
        "dct:modified",
        "dct:conformsTo",
        "dcat:accessURL",
        "dcat:downloadURL",
        "dcat:mediaType",
        "dcatap:availability",
    },
    "foaf:Agent": {"foaf:name"},
    "vcard:Kind": {"vcard:fn", "vcard:hasURL"},
    "skos:Concept": {"skos:prefLabel", "skos:inScheme"},
    "skos:ConceptScheme": {"dct:title"},
    "dct:PeriodOfTime": {"dcat:startDate"},
}
"""The mandatory properties of each class in DCAT-AP 3.0.1, and the recommended ones that can be known here.

They are those of the shapes in ``releases/3.0.1/html/shacl/`` of
github.com/SEMICeu/DCAT-AP (CC BY 4.0). With pySHACL, the file passed them on 1 December
2026.
"""
KINDS_ASKED_FOR = {
    "dct:publisher": "foaf:Agent",
    "dct:license": "dct:LicenseDocument",
    "dct:language": "dct:LinguisticSystem",
    "dct:format": "dct:MediaTypeOrExtent",
    "dct:conformsTo": "dct:Standard",
    "dct:accrualPeriodicity": "dct:Frequency",
    "dct:accessRights": "dct:RightsStatement",
    "dct:temporal": "dct:PeriodOfTime",
    "dcat:mediaType": "dct:MediaType",
    "dcat:theme": "skos:Concept",
    "dcat:themeTaxonomy": "skos:ConceptScheme",
    "dcat:contactPoint": "vcard:Kind",
    "dcat:landingPage": "foaf:Document",
    "foaf:homepage": "foaf:Document",
}
"""The class that the shapes ask of the value of a property."""
LISTS_ASKED_FOR = {
    "dct:language": "language",
    "dct:format": "file-type",
    "dct:accrualPeriodicity": "frequency",
    "dct:accessRights": "access-right",
    "dcat:theme": "data-theme",
    "dcatap:availability": "planned-availability",
}
"""The European list that the value of a property has to be from."""


def classes_of(node) -> set[str]:
    kinds = node.get("@type", [])
    return {kinds} if isinstance(kinds, str) else set(kinds)


def test_harvesters_find_what_dcat_ap_asks_for_and_an_address_for_everything(
    client, recommendation, section
):
    publish(section)
    catalogue = client.get(f"{BASE}data.json").json()

    classes_found = set()
    for node in nodes_in(catalogue):
        assert node["@id"].startswith(("http://", "https://")), node
        for name in classes_of(node):
            classes_found.add(name)
            assert node.keys() >= ASKED_FOR.get(name, set()), node
        for name, kind in KINDS_ASKED_FOR.items():
            assert name not in node or kind in classes_of(node[name]), (
                node["@id"],
                name,
            )
        for name, scheme in LISTS_ASKED_FOR.items():
            if name in node:
                address = f"http://publications.europa.eu/resource/authority/{scheme}"
                assert node[name]["skos:inScheme"] == {"@id": address}
                assert node[name]["@id"].startswith(f"{address}/")
    assert classes_found >= {*ASKED_FOR, *KINDS_ASKED_FOR.values()}
    [dataset] = catalogue["dcat:dataset"]
    assert dataset["dct:modified"]["@value"] >= dataset["dct:issued"]["@value"]
    formats = [
        each["dct:format"]["@id"].rpartition("/")[2]
        for each in dataset["dcat:distribution"]
    ]
    assert sorted(formats) == ["CSV", "CSV", "CSV", "JSON", "JSON", "JSON"]
