"""What a public response sends to each client: encodings, validators and lifetimes."""

import gzip

import brotli
import pytest
from django.utils.http import http_date

from pages.http_cache import public_response
from pages.http_cache.encodings import choose_encoding, encode_body
from pages.http_cache.public_response import PublicResponse

NOW = 1_800_000_000.0
BODY = b"<p>The police response to stalking.</p>" * 100


def answer(**fields):
    return PublicResponse(
        body=BODY, headers=[("Content-Type", "text/html"), ("X-Frame-Options", "DENY")], **fields
    )


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "br"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", ""),
        ("GZIP", "gzip"),
        ("*", "br"),
        ("*;q=0.5, gzip;q=0.1", "br"),
        ("br;q=0, *", "gzip"),
        ("identity", ""),
        ("identity;q=0.5, gzip", "gzip"),
        ("identity;q=0", ""),
        ("deflate, zstd", ""),
        ("gzip;q=0.000", ""),
        ("gzip ; q=0.8 , br ; q=0.9", "br"),
        ("gzip;q=0.001", "gzip"),
        (",,;;=,", ""),
    ],
)
def test_the_preferred_encoding_that_a_client_accepts_is_chosen(accepted, expected):
    assert choose_encoding(accepted) == expected


@pytest.mark.parametrize(("encoding", "unpack"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_compression_is_reproducible_and_lossless(encoding, unpack):
    assert encode_body(BODY, encoding) == encode_body(BODY, encoding)
    assert unpack(encode_body(BODY, encoding)) == BODY


def test_a_body_that_would_not_shrink_is_sent_unencoded():
    assert encode_body(b"short", "gzip") is None
    assert PublicResponse(body=b"short", headers=[]).for_client(NOW, "br, gzip").body == b"short"


def test_each_encoding_has_its_own_strong_etag():
    replies = {each: answer().for_client(NOW, each) for each in ("", "gzip", "br")}
    tags = {each: dict(reply.headers)["ETag"] for each, reply in replies.items()}

    plain = tags[""].strip('"')
    assert tags == {"": f'"{plain}"', "gzip": f'"{plain}-gzip"', "br": f'"{plain}-br"'}
    for encoding, reply in replies.items():
        headers = dict(reply.headers)
        assert headers.get("Content-Encoding", "") == encoding
        assert headers["Content-Length"] == str(len(reply.body))
        assert headers["Vary"] == "Accept-Encoding"
        assert headers["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '{} , "other"'])
@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_an_etag_of_any_encoding_gets_304(form, encoding):
    tag = answer().etag(encoding)

    reply = answer().for_client(NOW, "br", if_none_match=form.format(tag))

    assert (reply.status, reply.body) == (304, b"")
    headers = dict(reply.headers)
    assert headers["ETag"] == tag
    assert headers["Vary"] == "Accept-Encoding"
    assert not {"Content-Type", "Content-Length", "Content-Encoding"} & headers.keys()
    assert headers["X-Frame-Options"] == "DENY"


def test_a_star_matches_and_another_etag_does_not():
    assert answer().for_client(NOW, if_none_match="*").status == 304
    assert answer().for_client(NOW, if_none_match='"other"').status == 200
    assert answer().for_client(NOW, if_none_match="nonsense").status == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [(http_date(NOW - 10), 304), (http_date(NOW - 5), 304), (http_date(NOW - 11), 200), ("never", 200)],
)
def test_if_modified_since_the_last_change_gets_304(since, status):
    assert answer(last_modified=int(NOW) - 10).for_client(NOW, if_modified_since=since).status == status


def test_the_etag_takes_precedence_over_the_date():
    reply = answer(last_modified=int(NOW) - 10).for_client(
        NOW, if_none_match='"other"', if_modified_since=http_date(NOW)
    )

    assert reply.status == 200


def test_last_modified_is_sent_from_the_second_after_the_change_on():
    made = answer(last_modified=int(NOW) + 1)

    assert "Last-Modified" not in dict(made.for_client(NOW + 0.5).headers)
    assert made.for_client(NOW + 0.5, if_modified_since=http_date(NOW + 1)).status == 200
    assert dict(made.for_client(NOW + 1).headers)["Last-Modified"] == http_date(NOW + 1)


# What a front reads


def test_keys_and_lifetimes_are_not_sent_without_a_front():
    headers = dict(answer(keys=frozenset({"page-1"}), expires=NOW + 60).for_client(NOW).headers)

    assert not {"Surrogate-Key", "Surrogate-Control", "X-Accel-Expires"} & headers.keys()


@pytest.mark.parametrize("asking", [{}, {"if_none_match": "*"}])
def test_a_front_is_sent_keys_and_lifetime(asking):
    made = answer(keys=frozenset({"site-1", "page-1"}), expires=NOW + 60.7, front="nginx")

    for later in (0, 20):
        headers = dict(made.for_client(NOW + later, **asking).headers)
        assert headers["Surrogate-Key"] == "page-1 site-1"
        assert headers["Surrogate-Control"] == f"max-age={60 - later}"
        assert headers["X-Accel-Expires"] == f"@{int(NOW) + 60}"


def test_cloudflare_is_sent_its_own_headers():
    made = answer(keys=frozenset({"site-1", "page-1"}), expires=NOW + 60.7, front="cloudflare")

    headers, refused = (dict(made.for_client(now).headers) for now in (NOW, NOW + 100))

    assert headers["Cache-Tag"] == "page-1,site-1"
    assert headers["Cloudflare-CDN-Cache-Control"] == "max-age=60"
    assert refused["Cloudflare-CDN-Cache-Control"] == "no-store"
    assert not {"Surrogate-Key", "Surrogate-Control", "X-Accel-Expires"} & (headers.keys() | refused.keys())


@pytest.mark.parametrize("expires", [0.0, NOW - 1, NOW + 0.9])
def test_a_front_may_keep_a_response_until_its_next_change(expires):
    headers = dict(answer(expires=expires, front="nginx").for_client(NOW).headers)

    assert (headers["Surrogate-Control"], headers["X-Accel-Expires"]) == ("no-store", "0")
    assert "Surrogate-Key" not in headers


def test_a_front_may_keep_a_response_without_last_modified_only_until_it_has_one():
    made = answer(last_modified=int(NOW) + 3, expires=NOW + 60, front="nginx")

    assert dict(made.for_client(NOW).headers)["Surrogate-Control"] == "max-age=3"
    assert dict(made.for_client(NOW + 3).headers)["Surrogate-Control"] == "max-age=57"


def test_a_kept_copy_is_encoded_once(monkeypatch):
    encoded = []

    def encode(body, encoding):
        encoded.append(encoding)
        return encode_body(body, encoding)

    monkeypatch.setattr(public_response, "encode_body", encode)
    made = answer(last_modified=int(NOW) - 10)

    assert made.for_client(NOW, "br") is made.for_client(NOW + 1, "br")
    assert encoded == ["br"]
