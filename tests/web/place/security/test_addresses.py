"""Every address, for every role and for strangers, of one's own things and of others'."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.place.security.addresses import ADDRESSES, Of, named
from tests.web.place.security.carried import FRAMED, missing
from tests.web.place.security.world import OF_ALL, USERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.place.security.addresses import Address
    from tests.web.place.security.asking import Asker
from tests.web.place.security.world import Things

GETS = [one for one in ADDRESSES if one.gets]
POSTS = [one for one in ADDRESSES if one.posts]
_REFUSED = {403, 404}
# How often a password was tried.
_COUNTED = {"yusuan_cache"}
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")


def by_name(one: Address) -> str:
    return one.name


def strange(asker: Asker, address: Address) -> Iterator[tuple[str, Things]]:
    """Who must not find which things."""
    if address.of is Of.PLACE:
        return
    for who in USERS:
        if who not in OF_ALL:
            yield who, asker.world.foreign
    if address.of is Of.UNIT:
        yield "单", asker.world.sibling


def test_every_address_is_in_the_table() -> None:
    known = [one.name for one in ADDRESSES]
    assert sorted(known) == sorted(name for name, _ in named())


@pytest.mark.parametrize("address", GETS, ids=by_name)
def test_each_role_reads_what_it_may(address: Address, asker: Asker) -> None:
    got = {who: asker.read(who, address, asker.world.own).status for who in USERS}
    wrong = {
        who: status
        for who, status in got.items()
        if (status not in {200, 302} if who in address.reads else status not in _REFUSED)
    }
    assert wrong == {}


@pytest.mark.parametrize("address", GETS, ids=by_name)
def test_looking_writes_nothing(address: Address, asker: Asker) -> None:
    read = {who: asker.read(who, address, asker.world.own).written for who in USERS}
    assert {who: tables for who, tables in read.items() if tables} == {}


@pytest.mark.parametrize("address", GETS, ids=by_name)
def test_what_is_out_of_scope_is_not_there(address: Address, asker: Asker) -> None:
    found = {
        (who, things.secret): asker.read(who, address, things).status
        for who, things in strange(asker, address)
    }
    assert {one: status for one, status in found.items() if status != 404} == {}


def of_others(asker: Asker, who: str, text: str) -> list[str]:
    """The words in a text that somebody may not read."""
    words: list[str] = []
    if who not in OF_ALL:
        words += ("暗号部乙", *asker.words_of(asker.world.foreign))
    if who == "单":
        words += ("暗号部甲", *asker.words_of(asker.world.sibling))
    if who == "管":
        words.append("暗号")
    return [word for word in words if word in text]


@pytest.mark.parametrize("address", GETS, ids=by_name)
def test_no_page_tells_a_word_of_others(address: Address, asker: Asker) -> None:
    told = {
        who: of_others(asker, who, asker.read(who, address, asker.world.own).text) for who in USERS
    }
    assert {who: words for who, words in told.items() if words} == {}


def test_whoever_reads_all_is_told_the_words(asker: Asker) -> None:
    """What the test above looks for is printed, where it may be."""
    named = {one.name: one for one in ADDRESSES}
    sibling = asker.world.sibling
    told = asker.read("部", named["budgets:part"], sibling).text
    told += asker.read("部", named["budgets:book"], asker.world.own).text
    words = asker.words_of(sibling)
    assert words[0] in asker.read("部", named["comments:thread"], sibling).text
    assert [word for word in words[1:3] if word not in told] == []
    line, whole = words[3:7], words[7:]
    assert any(word in told for word in line)
    assert any(word in told for word in whole)


def test_a_unit_is_not_asked_for_a_reason_it_may_not_give(asker: Asker) -> None:
    findings = next(one for one in ADDRESSES if one.name == "budgets:findings")
    own = asker.world.own
    assert "由主管部门核对" in asker.read("单", findings, own).text
    assert 'name="finding"' not in asker.read("单", findings, own).text
    assert 'name="finding"' in asker.read("部", findings, own).text


@pytest.mark.parametrize("address", GETS, ids=by_name)
def test_every_page_carries_the_headers(address: Address, asker: Asker) -> None:
    for who in ("", *USERS):
        answer = asker.read(who, address, asker.world.own)
        is_framed = address.name in FRAMED and answer.status == 200
        assert missing(answer.headers, is_framed=is_framed) == [], who
        kind = answer.headers["Content-Type"]
        assert "charset=utf-8" in kind or not kind.startswith("text/")


@pytest.mark.parametrize("address", POSTS, ids=by_name)
def test_each_role_writes_what_it_may(address: Address, asker: Asker) -> None:
    wrong = {}
    for who in USERS:
        answer = asker.send(who, "POST", address, asker.world.own)
        written = set(answer.written) - _COUNTED
        if (
            bool(written) != (who in address.writes)
            or answer.status >= 500
            or (written and answer.status >= 400)
        ):
            wrong[who] = (answer.status, answer.written)
    assert wrong == {}


@pytest.mark.parametrize("address", POSTS, ids=by_name)
def test_nobody_writes_out_of_scope(address: Address, asker: Asker) -> None:
    found = {}
    for who, things in strange(asker, address):
        answer = asker.send(who, "POST", address, things)
        if (answer.status, answer.written) != (404, ()):
            found[who, things.secret] = (answer.status, answer.written)
    assert found == {}


@pytest.mark.parametrize("address", ADDRESSES, ids=by_name)
def test_strangers_are_led_to_sign_in(address: Address, asker: Asker) -> None:
    for method in ("GET", "POST"):
        answer = asker.send("", method, address, asker.world.own)
        assert set(answer.written) <= _COUNTED
        if not address.is_open:
            assert answer.status == 302
            assert answer.headers["Location"].startswith("/accounts/login/?next=")
            script = asker.send(
                "", method, address, asker.world.own, headers={"Accept": "application/json"}
            )
            assert (script.status, script.written) == (401, ())


@pytest.mark.parametrize("address", ADDRESSES, ids=by_name)
def test_no_other_method_is_answered(address: Address, asker: Asker) -> None:
    # As somebody who gets past each check before it.
    who = (address.reads or address.writes or "管")[0]
    answered = {
        method: asker.send(who, method, address, asker.world.own)
        for method in _METHODS
        if method not in address.methods.split()
    }
    assert {method: got.status for method, got in answered.items() if got.status != 405} == {}
    assert [method for method, got in answered.items() if missing(got.headers)] == []


@pytest.mark.parametrize("address", POSTS, ids=by_name)
def test_a_form_without_its_token_is_refused(address: Address, asker: Asker) -> None:
    # A stranger's form of another page is led to the sign-in before that.
    somebody = (address.writes or "单")[0]
    for who in ("", somebody, "管") if address.is_open else (somebody, "管"):
        answer = asker.send(who, "POST", address, asker.world.own, checks=True)
        assert (answer.status, answer.written) == (403, ()), who
