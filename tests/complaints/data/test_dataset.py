"""The data set as catalogues and search engines find it described."""

import json

from bs4 import BeautifulSoup

from tests.factories import publish

from .data_client import BASE, FILES


def test_the_data_set_is_described_alike_for_search_engines_and_catalogues(
    client, recommendation, section
):
    publish(section)
    section.refresh_from_db()
    page = BeautifulSoup(client.get(BASE).content, "html.parser")
    described = json.loads(page.find("script", type="application/ld+json").string)
    catalogue = client.get(f"{BASE}data.json").json()
    [listed] = catalogue["dcat:dataset"]

    assert described["@type"] == "Dataset"
    assert (catalogue["@type"], listed["@type"]) == ("dcat:Catalog", "dcat:Dataset")
    assert len(described["description"]) >= 50
    for each in (catalogue, listed):
        assert each["dct:title"] == described["name"]
        assert each["dct:license"]["@id"] == described["license"]
        assert each["dct:publisher"]["foaf:name"] == described["creator"]["name"]
        assert each["dct:modified"]["@value"] == described["dateModified"]
    identifier = f"urn:uuid:{section.translation_key}"
    assert described["identifier"] == listed["dct:identifier"] == identifier


def test_both_descriptions_have_each_file_with_its_type(client, recommendation):
    page = BeautifulSoup(client.get(BASE).content, "html.parser")
    described = json.loads(page.find("script", type="application/ld+json").string)
    [listed] = client.get(f"{BASE}data.json").json()["dcat:dataset"]

    types = {
        part["contentUrl"]: part["encodingFormat"] for part in described["distribution"]
    }
    assert set(types) == {f"http://localhost{BASE}{name}" for name in FILES}
    for address, media_type in types.items():
        assert client.get(address)["Content-Type"].split(";")[0] == media_type
    for part in listed["dcat:distribution"]:
        address = part["dcat:downloadURL"]["@id"]
        assert part["dcat:mediaType"]["@id"].endswith(types.pop(address))
        schema = part.get("dct:conformsTo", {}).get("@id")
        assert bool(schema) == address.endswith(".json")
        assert not schema or client.get(schema).status_code == 200
    assert not types
