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
