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
        assert client.get(part["contentUrl"])["Content-Type"].split(";")[0] == part["encodingFormat"]
    assert described["identifier"] == listed["dct:identifier"] == f"urn:uuid:{section.translation_key}"
    created = section.first_published_at.isoformat(timespec="seconds")
    assert described["dateCreated"] == listed["dct:issued"]["@value"] == created
    assert described["temporalCoverage"] == "2022-11/.."
    assert listed["dct:temporal"]["dcat:startDate"] == {"@type": "xsd:gYearMonth", "@value": "2022-11"}
    addresses = {f"http://localhost{BASE}{name}" for name in FILES}
    assert {each["contentUrl"] for each in described["distribution"]} == addresses
    assert {each["dcat:downloadURL"]["@id"] for each in listed["dcat:distribution"]} == addresses


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


def test_harvesters_find_what_dcat_ap_asks_for_and_an_address_for_everything(client, recommendation, section):
    """The mandatory and recommended properties of DCAT-AP 3; its shapes themselves are not run."""
    publish(section)
    catalogue = client.get(f"{BASE}data.json").json()
    [dataset] = catalogue["dcat:dataset"]

    common = {"dct:title", "dct:description", "dct:publisher", "dct:license", "dct:language", "dct:modified"}
    assert catalogue.keys() >= common | {"foaf:homepage", "dcat:dataset"}
    assert dataset.keys() >= common | {
        "dct:identifier",
        "dct:issued",
        "dcat:contactPoint",
        "dcat:theme",
        "dcat:keyword",
        "dcat:distribution",
    }
    assert dataset["dcat:contactPoint"].keys() >= {"vcard:fn", "vcard:hasURL"}
    for each in dataset["dcat:distribution"]:
        assert each.keys() >= {"dcat:accessURL", "dcat:downloadURL", "dct:format", "dct:license"}
        assert each["dct:format"]["@id"].rpartition("/")[2] in {"CSV", "JSON"}
    for node in nodes_in(catalogue):
        assert node["@id"].startswith(("http://", "https://")), node
    modified = dataset["dct:modified"]["@value"]
    assert modified >= dataset["dct:issued"]["@value"]
