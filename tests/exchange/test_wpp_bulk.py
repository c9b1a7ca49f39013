"""The official CSV files of World Population Prospects, in files that the tests write in the same layout."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import polars as pl
import pytest

from socle.exchange import wpp_layout as layout
from socle.exchange.store import Store
from socle.exchange.wpp_bulk import NEEDED, import_wpp
from socle.ground.refusals import Refusal

PLACES = (
    # LocID, ISO3, type, parent, name
    (900, None, "World", 0, "World"),
    (903, None, "Region", 900, "Africa"),
    (911, None, "Subregion", 903, "Western Africa"),
    (686, "SEN", "Country/Area", 911, "Senegal"),
    (384, "CIV", "Country/Area", 911, "Côte d'Ivoire"),
)
COUNTRIES = ("CIV", "SEN")
POPULATION = "WPP2024_PopulationBySingleAgeSex_Medium_"
LIFE = "WPP2024_Life_Table_Complete_Medium_"


def rows(years: Iterable[int], ages: Iterable[int] = ()) -> pl.DataFrame:
    """The columns that every official file begins with, for every place, year and age."""
    names = ["LocID", "ISO3_code", "LocTypeName", "ParentID", "Location"]
    frame = pl.DataFrame(PLACES, schema=names, orient="row").join(
        pl.DataFrame({"Time": list(years)}), how="cross"
    )
    frame = frame.with_columns(
        pl.lit(1).alias("SortOrder"),
        pl.lit("see notes, below").alias("Notes"),
        pl.lit("Medium").alias("Variant"),
    )
    if not ages:
        return frame
    return frame.join(pl.DataFrame({"AgeGrpStart": list(ages)}), how="cross").with_columns(
        (pl.col("Time") + 0.5).alias("MidPeriod")
    )


def population(years: Iterable[int]) -> pl.DataFrame:
    """Thousands of persons: 1.234 men and 2 women at every age, in the official layout."""
    return rows(years, range(101)).with_columns(
        pl.lit(1.234).alias("PopMale"), pl.lit(2.0).alias("PopFemale"), pl.lit(3.234).alias("PopTotal")
    )


def life_table(years: Iterable[int], sex: str) -> pl.DataFrame:
    """Death rates that rise with age, in the official layout."""
    mx = (pl.col("AgeGrpStart") + 1) / (1000 if sex == "Male" else 2000)
    return rows(years, range(101)).with_columns(mx.alias("mx"), pl.lit(sex).alias("Sex"))


def fertility(ages: Iterable[int] = range(10, 55)) -> pl.DataFrame:
    """Fifty births per 1,000 women at each age, with a second variant that must be left aside."""
    medium = rows(range(1990, 2101), ages).with_columns(pl.lit(50.0).alias("ASFR"))
    return pl.concat(
        [medium, medium.with_columns(pl.lit("High").alias("Variant"), pl.lit(99.0).alias("ASFR"))]
    )


def indicators() -> pl.DataFrame:
    """Yearly indicators: each measure is its place in the list, boys per 100 girls 103.1."""
    measures = [*layout.RATE_COLUMNS.values(), *layout.OUTCOME_COLUMNS.values()]
    values = {name: float(place) for place, name in enumerate(measures, start=1)} | {"SRB": 103.1}
    return rows(range(1950, 2101)).with_columns(pl.lit(value).alias(name) for name, value in values.items())


def save(frame: pl.DataFrame, path: Path) -> Path:
    """Writes a table as the producer does: UTF-8 with a mark, plain or packed as the name says."""
    text = "\ufeff" + frame.write_csv()
    if path.suffix == ".gz":
        with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
            file.write(text)
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(path.name.replace(".zip", ".csv"), text)
    else:
        path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every official file, for two countries; packed in the three ways."""
    folder = tmp_path_factory.mktemp("official")
    save(population(range(1988, 2024)), folder / f"{POPULATION}1950-2023.csv.gz")
    save(population(range(2024, 2101)), folder / f"{POPULATION}2024-2100.csv")
    for sex in ("Male", "Female"):
        save(life_table(range(1998, 2024), sex), folder / f"{LIFE}{sex}_1950-2023.csv.gz")
        save(life_table(range(2024, 2101), sex), folder / f"{LIFE}{sex}_2024-2100.zip")
    save(fertility(), folder / "WPP2024_Fertility_by_Age1.csv.gz")
    save(indicators(), folder / "WPP2024_Demographic_Indicators_Medium.csv")
    return folder


@pytest.fixture(scope="module")
def store(official: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store into which the official folder was imported."""
    store = Store(tmp_path_factory.mktemp("store"))
    import_wpp(store, official)
    return store


def held(store: Store, name: str) -> pl.DataFrame:
    """A dataset of the store."""
    return pl.read_parquet(store.path(f"wpp/{name}"))


def test_thousands_become_persons_of_countries_only(store: Store) -> None:
    estimates = held(store, layout.ESTIMATES)
    assert estimates.height == 2 * 34 * 101
    assert estimates["iso3"].unique().cast(pl.String).sort().to_list() == list(COUNTRIES)
    assert estimates.select("male", "female").unique().rows() == [(1234, 2000)]


def test_rows_are_sorted_so_that_a_column_reshapes_to_country_year_age(store: Store) -> None:
    for name, years in ((layout.PROJECTED, 77), (layout.MORTALITY, 101)):
        frame = held(store, name)
        assert frame["age"].to_list() == list(range(101)) * years * 2
        assert frame["year"].to_list()[::101] == list(range(2101 - years, 2101)) * 2


def test_the_two_sexes_of_a_life_table_are_put_side_by_side(store: Store) -> None:
    frame = held(store, layout.MORTALITY)
    assert frame.filter(pl.col("age") == 49).select("mx_male", "mx_female").unique().row(0) == pytest.approx(
        (0.05, 0.025)
    )


def test_only_the_medium_variant_of_fertility_is_kept_and_given_per_woman(store: Store) -> None:
    assert held(store, layout.FERTILITY)["asfr"].unique().to_list() == pytest.approx([0.05])


def test_indicators_become_persons_and_boys_per_girl(store: Store) -> None:
    rates, outcomes = held(store, layout.RATES), held(store, layout.OUTCOMES)
    measures = [*layout.RATE_COLUMNS.values(), *layout.OUTCOME_COLUMNS.values()]
    assert rates["srb"].unique().to_list() == pytest.approx([1.031])
    assert rates["tfr"].unique().to_list() == [measures.index("TFR") + 1]
    assert rates["net_migration"].unique().to_list() == [1000 * (measures.index("NetMigrations") + 1)]
    assert outcomes["births"].unique().to_list() == [1000 * (measures.index("Births") + 1)]


def test_the_places_carry_the_regions_of_the_file(store: Store) -> None:
    places = held(store, layout.LOCATIONS)
    columns = ("iso3", "loc", "name", "region", "subregion")
    assert places.select(columns).row(0) == ("CIV", 384, "Côte d'Ivoire", "Africa", "Western Africa")


def test_the_catalogue_names_the_source_licence_and_hash_of_every_file(store: Store, official: Path) -> None:
    entry = store.entry(f"wpp/{layout.MORTALITY}")
    assert entry.sources == ("WPP2024-life-tables",)
    assert (entry.licence, entry.version) == ("CC BY 3.0 IGO", "2024-07")
    assert set(entry.raw) == {path.name for path in official.glob(f"{LIFE}*")}


def test_importing_the_official_files_again_changes_nothing(store: Store, official: Path) -> None:
    assert import_wpp(store, official).changed == ()


def test_a_missing_table_is_refused_by_name(official: Path, tmp_path: Path) -> None:
    for file in official.iterdir():
        if "Female_2024" not in file.name:
            (tmp_path / file.name).symlink_to(file)
    with pytest.raises(Refusal, match=f"missing: {LIFE}Female_2024-2100$"):
        import_wpp(Store(tmp_path / "store"), tmp_path)
    assert Store(tmp_path / "store").entries() == ()


def test_one_file_brings_what_it_makes_alone(official: Path, tmp_path: Path) -> None:
    store = Store(tmp_path)
    import_wpp(store, official / "WPP2024_Demographic_Indicators_Medium.csv")
    assert {entry.dataset for entry in store.entries()} == {
        f"wpp/{name}" for name, tables in NEEDED.items() if tables == NEEDED[layout.RATES]
    }
    with pytest.raises(Refusal, match="missing"):
        import_wpp(store, official / f"{LIFE}Male_1950-2023.csv.gz")


def test_where_only_mothers_of_15_to_49_are_published_nobody_else_bears_children(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    import_wpp(store, save(fertility(range(15, 50)), tmp_path / "WPP2024_Fertility_by_Age1.csv"))
    frame = held(store, layout.FERTILITY)
    assert frame.height == 2 * 111 * 45
    assert frame.filter(pl.col("asfr") == 0)["age"].unique().sort().to_list() == [
        *range(10, 15),
        *range(50, 55),
    ]


Damage = Callable[[str], str]
SENEGAL = '686,SEN,Country/Area,911,Senegal,1990,1,"see notes, below",Medium,0,1990.5,1.234,2.0,3.234'


@pytest.mark.parametrize(
    ("damage", "words", "line"),
    [
        (lambda text: text.replace("PopMale", "MalePop", 1), "no column `PopMale`", ":1:"),
        (
            lambda text: text.replace(SENEGAL, SENEGAL.replace("1.234", "about 1")),
            "`about 1` .* `PopMale`",
            ":",
        ),
        (lambda text: text.replace(SENEGAL, SENEGAL.replace("1.234", "inf")), "`inf` .* not a number", ":"),
        (
            lambda text: text.replace(SENEGAL, SENEGAL.replace("1.234", "-1.234")),
            "`PopMale` is negative",
            ":",
        ),
        (lambda text: text.replace(SENEGAL, SENEGAL.replace("1.234", "")), "`PopMale` is empty", ":"),
        (lambda text: text.replace(SENEGAL, SENEGAL.replace("1990.5", "1990")), "not that of 1 July", ":"),
        (lambda text: text.replace(SENEGAL, SENEGAL.replace(",SEN,", ",,")), "`ISO3_code` is empty", ":"),
        (lambda text: text.replace(SENEGAL, SENEGAL + ",more,cells"), "has 16 cells, the header 14", ":"),
        (lambda text: text.replace(SENEGAL, SENEGAL + "\n" + SENEGAL), "twice: SEN 1990 0", ":"),
        (lambda text: text.replace(SENEGAL + "\n", ""), "SEN has 3433 rows, not the 3434", ":"),
        (lambda text: text.replace(SENEGAL, SENEGAL.replace("Medium,0,", "Medium,101,")), "age 101", ":"),
        (lambda text: text.replace("Medium", "High"), "no country in the medium variant", ""),
        (lambda _: "<!DOCTYPE html><html>Sign in</html>", "a web page", ""),
        (lambda _: "", "no column `LocID`", ":1:"),
    ],
)
def test_a_damaged_table_is_refused_with_its_place(
    tmp_path: Path, damage: Damage, words: str, line: str
) -> None:
    path = tmp_path / f"{POPULATION}1950-2023.csv"
    text = "\ufeff" + population(range(1990, 2024)).write_csv()
    assert SENEGAL in text
    path.write_text(damage(text), encoding="utf-8")
    store = Store(tmp_path / "store")
    with pytest.raises(Refusal, match=words) as refusal:
        import_wpp(store, path)
    assert path.name + line in str(refusal.value)
    assert store.entries() == ()


def test_the_row_named_is_the_row_of_the_file(tmp_path: Path) -> None:
    text = population(range(1990, 2024)).write_csv()
    path = tmp_path / f"{POPULATION}1950-2023.csv"
    path.write_text(text.replace(SENEGAL, SENEGAL.replace("1.234", "about 1")), encoding="utf-8")
    row = text.split("\n").index(SENEGAL) + 1
    with pytest.raises(Refusal, match=rf"\.csv:{row}:"):
        import_wpp(Store(tmp_path / "store"), path)


def test_a_wrong_column_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    path = tmp_path / f"{POPULATION}1950-2023.csv"
    path.write_text(population([1990]).write_csv().replace("AgeGrpStart", "AgeGroupStart"), encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        import_wpp(Store(tmp_path / "store"), path)
    assert (refusal.value.values["column"], refusal.value.nearest) == ("AgeGrpStart", "AgeGroupStart")


def test_text_that_is_not_utf8_is_refused_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / f"{POPULATION}1950-2023.csv"
    path.write_bytes(population([1990]).write_csv().encode("latin-1"))
    with pytest.raises(Refusal, match=r"\.csv:\d+: this text is not in UTF-8"):
        import_wpp(Store(tmp_path / "store"), path)


def test_an_archive_that_unpacks_to_an_absurd_size_is_refused(tmp_path: Path) -> None:
    header = population([1990]).write_csv().split("\n")[0] + "\n"
    bomb = header.encode() + b"0" * (80 << 20)
    for name in (f"{POPULATION}1950-2023.csv.gz", f"{POPULATION}1950-2023.zip"):
        path = tmp_path / name
        if path.suffix == ".gz":
            path.write_bytes(gzip.compress(bomb))
        else:
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("a.csv", bomb)
        with pytest.raises(Refusal, match="absurd size"):
            import_wpp(Store(tmp_path / "store"), path)


def test_a_file_of_absurd_size_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / f"{POPULATION}1950-2023.csv"
    with path.open("wb") as file:
        file.truncate(3 << 30)  # sparse: takes no room on the disk
    with pytest.raises(Refusal, match="too large"):
        import_wpp(Store(tmp_path / "store"), path)


def test_an_archive_cut_short_is_refused(official: Path, tmp_path: Path) -> None:
    whole = (official / f"{POPULATION}1950-2023.csv.gz").read_bytes()
    path = tmp_path / f"{POPULATION}1950-2023.csv.gz"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Refusal, match="cut short or damaged"):
        import_wpp(Store(tmp_path / "store"), path)


def test_a_table_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    for ending in (".csv", ".csv.gz"):
        save(indicators().head(1), tmp_path / f"WPP2024_Demographic_Indicators_Medium{ending}")
    with pytest.raises(Refusal, match="twice"):
        import_wpp(Store(tmp_path / "store"), tmp_path)


def test_another_file_is_refused_with_the_nearest_official_name(tmp_path: Path) -> None:
    path = tmp_path / "WPP2024_Fertility_by_Age5.csv"
    path.write_text("a")
    with pytest.raises(Refusal) as refusal:
        import_wpp(Store(tmp_path / "store"), path)
    assert refusal.value.nearest == "WPP2024_Fertility_by_Age1"
    with pytest.raises(Refusal, match="no such file"):
        import_wpp(Store(tmp_path / "store"), tmp_path / "nothing")


@pytest.mark.external
def test_the_reference_folder_is_taken_byte_for_byte(shared: Path, tmp_path: Path) -> None:
    store = Store(tmp_path)
    folder = shared / "data" / "wpp"
    import_wpp(store, folder)
    for path in folder.glob("*.parquet"):
        assert (store.folder_of("wpp") / path.name).read_bytes() == path.read_bytes()


@pytest.mark.external
@pytest.mark.parametrize("change", ["negative", "twice", "column", "type", "garbage"])
def test_damaged_parquet_is_refused(shared: Path, tmp_path: Path, change: str) -> None:
    frame = pl.read_parquet(shared / "data" / "wpp" / f"{layout.ESTIMATES}.parquet").head(500)
    path = tmp_path / f"{layout.ESTIMATES}.parquet"
    damaged = {
        "negative": frame.with_columns(-pl.col("male")),
        "twice": pl.concat([frame, frame.head(1)]),
        "column": frame.rename({"female": "femme"}),
        "type": frame.with_columns(pl.col("male").cast(pl.String)),
        "garbage": frame,
    }[change]
    damaged.write_parquet(path)
    if change == "garbage":
        path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(Refusal, match=layout.ESTIMATES):
        import_wpp(Store(tmp_path / "store"), path)


@pytest.mark.external
def test_official_files_written_from_the_reference_data_give_the_reference_data_back(
    shared: Path, tmp_path: Path
) -> None:
    folder = shared / "data" / "wpp"
    frame = pl.read_parquet(folder / f"{layout.RATES}.parquet").filter(pl.col("iso3").is_in(["SEN", "FRA"]))
    outcomes = pl.read_parquet(folder / f"{layout.OUTCOMES}.parquet").filter(
        pl.col("iso3").is_in(["SEN", "FRA"])
    )
    scale = {
        "srb": 100.0,
        "net_migration": 1e-3,
        "pop_1jan": 1e-3,
        "pop_1jul": 1e-3,
        "births": 1e-3,
        "deaths": 1e-3,
    }
    names = layout.RATE_COLUMNS | layout.OUTCOME_COLUMNS
    table = frame.join(outcomes, on=["iso3", "loc", "year"]).select(
        pl.col("loc").alias("LocID"),
        pl.col("iso3").alias("ISO3_code"),
        pl.col("year").alias("Time"),
        *(
            pl.lit(value).alias(name)
            for name, value in {
                "LocTypeName": "Country/Area",
                "ParentID": 900,
                "Location": "X",
                "Variant": "Medium",
            }.items()
        ),
        *(
            (pl.col(ours).cast(pl.Float64) * scale.get(ours, 1.0)).alias(theirs)
            for ours, theirs in names.items()
        ),
    )
    store = Store(tmp_path / "store")
    import_wpp(store, save(table, tmp_path / "WPP2024_Demographic_Indicators_Medium.csv.gz"))
    for name, expected in ((layout.RATES, frame), (layout.OUTCOMES, outcomes)):
        back = held(store, name)
        assert back.schema == expected.schema
        assert back.drop("iso3").equals(expected.drop("iso3")), name
