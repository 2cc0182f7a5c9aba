def test_the_years_follow_each_other_through_the_splits(real):
    years = [year for split in real("sunspots").values() for year in split["year"]]
    assert years == [*range(1700, 2009)]


def test_the_numbers_are_those_of_the_observatories(real):
    rows = {row["year"]: row["sunspots"] for split in real("sunspots").values() for row in split}
    assert rows[1957] == max(rows.values()) == 190.2  # the strongest cycle on record
    assert min(rows.values()) == 0
