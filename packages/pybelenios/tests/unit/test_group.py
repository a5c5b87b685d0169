"""The group against published values and against plain Python."""

import hashlib

import pytest

from packages.pybelenios.tests import oracle
from packages.pybelenios.tests.alterations import load
from pybelenios.errors import Malformed
from pybelenios.group import (
    GENERATOR,
    NEUTRAL,
    ORDER,
    Point,
    clear_cofactor,
    draw_scalar,
    first_point_from,
    hash_to_scalar,
    is_member,
    point_text,
    power,
    power_g,
    product,
    quotient,
    read_point,
    read_scalar,
    scalar_text,
)

GROUP = load("derived.json")["group"]


def test_the_constants_are_those_of_the_vectors() -> None:
    assert point_text(GENERATOR) == GROUP["generator"]
    assert point_text(NEUTRAL) == GROUP["identity"]
    assert str(ORDER) == GROUP["order"]


@pytest.mark.parametrize(("exponent", "text"), GROUP["small multiples"].items())
def test_powers_of_the_generator_are_those_of_the_vectors(exponent: str, text: str) -> None:
    assert point_text(power_g(int(exponent))) == text
    assert point_text(power(GENERATOR, int(exponent))) == text


@pytest.mark.parametrize(("name", "text"), GROUP["not in the group"].items())
def test_what_is_not_in_the_group_is_refused(name: str, text: str) -> None:
    point = read_point(text)
    assert not is_member(point), name
    for exponent in (1, 0, 5):
        with pytest.raises(Malformed, match="not in the group"):
            power(point, exponent)


def test_the_oracle_agrees_about_what_is_not_in_the_group() -> None:
    for text in GROUP["not in the group"].values():
        assert not oracle.is_member(bytes.fromhex(text)[::-1])


def test_products_and_quotients_agree_with_the_oracle() -> None:
    left, right = power_g(12345), power_g(678)
    points = [oracle.decode(left), oracle.decode(right)]
    assert points[0] is not None
    assert points[1] is not None
    assert product(left, right) == oracle.encode(oracle.add(points[0], points[1]))
    assert quotient(left, right) == oracle.encode(oracle.add(points[0], oracle.negative(points[1])))


def test_a_point_divided_by_itself_is_neutral_and_takes_part_in_everything() -> None:
    neutral = quotient(power_g(7), power_g(7))
    assert neutral == NEUTRAL
    assert power(neutral, 5) == power(GENERATOR, 0) == power_g(ORDER) == NEUTRAL
    assert product(neutral, GENERATOR) == GENERATOR
    assert is_member(neutral)


def test_a_product_with_something_off_the_curve_is_refused() -> None:
    off = Point(b"\x02" + bytes(31))
    for operation in (product, quotient):
        with pytest.raises(Malformed, match="not in the group"):
            operation(GENERATOR, off)


@pytest.mark.parametrize("text", ["", "6" * 63, "6" * 65, "A" * 64, "0x" + "6" * 62, " " + "6" * 63, None, 5])
def test_a_point_is_64_lower_case_digits(text: object) -> None:
    with pytest.raises(Malformed, match="point syntax"):
        read_point(text)


@pytest.mark.parametrize("text", ["", "-1", "+1", "01", "1.0", "1e3", " 1", "1\n", "１", 1, None, "9" * 100])
def test_a_scalar_is_plain_decimal_digits(text: object) -> None:
    with pytest.raises(Malformed, match="scalar syntax"):
        read_scalar(text)


def test_a_scalar_is_below_the_order() -> None:
    assert read_scalar(scalar_text(-1)) == ORDER - 1
    with pytest.raises(Malformed, match="scalar out of range"):
        read_scalar(str(ORDER))


def test_the_challenge_is_the_hash_of_prefix_and_points() -> None:
    text = f"tag|{point_text(GENERATOR)},{point_text(NEUTRAL)}"
    expected = int(hashlib.sha256(text.encode()).hexdigest(), 16) % ORDER
    assert hash_to_scalar("tag|", GENERATOR, NEUTRAL) == expected


def test_drawn_scalars_are_never_zero_and_never_alike() -> None:
    drawn = {draw_scalar() for _ in range(100)}
    assert len(drawn) == 100
    assert all(0 < scalar < ORDER for scalar in drawn)


def test_clearing_the_cofactor_leads_into_the_group() -> None:
    point = first_point_from(1 << 250)
    assert oracle.decode(point) is not None
    assert is_member(clear_cofactor(point))
