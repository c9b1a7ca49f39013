"""The local store: named by content, consistent while it is read, and never half-written."""

from __future__ import annotations

import json
import multiprocessing
import os
from pathlib import Path

import pytest

from socle.exchange.store import Batch, Piece, Store, default_folder, family_folder
from socle.ground.provenance import sha256_of, sha256_of_file
from socle.ground.refusals import Refusal


def give(batch: Batch, dataset: str, content: str, *, version: str = "1") -> None:
    """Adds a small text as a dataset."""
    file = batch.folder / f"{dataset.replace('/', '-')}.csv"
    file.write_text(content, encoding="utf-8")
    raw = {"raw.csv": sha256_of(content)}
    batch.add(Piece(dataset, file, len(content), ("A",), "CC BY 4.0", version, raw))


def filled(folder: Path, **contents: str) -> Store:
    """A store that holds these texts as macro datasets."""
    store = Store(folder)
    with store.importing() as batch:
        for name, content in contents.items():
            give(batch, f"macro/{name}", content)
    return store


def everything(folder: Path) -> dict[str, bytes]:
    """Every file under a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_the_folder_is_socle_data_else_the_data_folder_of_the_user(tmp_path: Path) -> None:
    assert default_folder({"SOCLE_DATA": str(tmp_path)}) == tmp_path
    assert default_folder({"XDG_DATA_HOME": str(tmp_path)}) == tmp_path / "socle"
    assert default_folder({"XDG_DATA_HOME": "relative"}) == Path.home() / ".local" / "share" / "socle"


def test_a_file_is_named_by_the_hash_of_its_content(tmp_path: Path) -> None:
    store = filled(tmp_path, panel="a")
    path = store.path("macro/panel")
    assert path.name == f"panel-{sha256_of('a')[:16]}.csv"
    assert sha256_of_file(path) == store.entry("macro/panel").sha256


def test_the_family_folder_shows_the_current_files_under_their_plain_names(tmp_path: Path) -> None:
    store = filled(tmp_path, panel="a", series="b")
    folder = store.folder_of("macro")
    assert {path.name: path.read_text() for path in folder.iterdir()} == {"panel.csv": "a", "series.csv": "b"}
    assert family_folder(store, "macro") == folder


def test_importing_the_same_twice_changes_nothing(tmp_path: Path) -> None:
    store = filled(tmp_path, panel="a")
    before = everything(tmp_path)
    with store.importing() as batch:
        give(batch, "macro/panel", "a")
    assert (batch.changed, len(batch.unchanged)) == ((), 1)
    assert everything(tmp_path) == before


def test_equal_imports_make_equal_stores(tmp_path: Path) -> None:
    filled(tmp_path / "one", panel="a", series="b")
    filled(tmp_path / "two", series="b", panel="a")
    assert everything(tmp_path / "one") == everything(tmp_path / "two")


def test_a_new_edition_says_what_it_supersedes_and_the_old_one_is_kept(tmp_path: Path) -> None:
    store = filled(tmp_path, panel="old")
    old = store.path("macro/panel")
    with store.importing() as batch:
        give(batch, "macro/panel", "new", version="2")
    assert store.entry("macro/panel").supersedes == sha256_of("old")
    assert [entry.version for entry in store.history("macro/panel")] == ["1", "2"]
    assert old.read_text() == "old"


def test_a_reader_keeps_its_picture_while_an_import_ends(tmp_path: Path) -> None:
    store = filled(tmp_path, panel="old", series="old")
    folder = store.folder_of("macro")
    with store.importing() as batch:
        give(batch, "macro/panel", "new")
    assert (folder / "panel.csv").read_text() == "old"
    assert (store.folder_of("macro") / "panel.csv").read_text() == "new"
    assert (store.folder_of("macro") / "series.csv").read_text() == "old"


def test_an_import_that_fails_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    store = filled(tmp_path, panel="old")
    before = everything(tmp_path)
    with pytest.raises(KeyError), store.importing() as batch:
        give(batch, "macro/panel", "new")
        raise KeyError
    assert everything(tmp_path) == before


@pytest.mark.parametrize("change", ["longer", "XYZ", None])
def test_a_file_that_is_no_longer_what_was_imported_is_named_by_verify(
    tmp_path: Path, change: str | None
) -> None:
    store = filled(tmp_path, panel="abc", series="def")
    path = store.path("macro/panel")
    assert store.verify() == ()
    path.unlink() if change is None else path.write_text(change)
    [problem] = store.verify()
    assert str(path) in str(problem)


def test_a_file_cut_short_is_refused_without_reading_it(tmp_path: Path) -> None:
    store = filled(tmp_path, panel="abc")
    path = store.path("macro/panel")
    path.write_text("ab")
    with pytest.raises(Refusal, match=path.name):
        store.path("macro/panel")


def test_importing_again_mends_a_damaged_file_and_its_view(tmp_path: Path) -> None:
    store = filled(tmp_path, panel="abc")
    store.path("macro/panel").write_text("abX")
    filled(tmp_path, panel="abc")
    assert store.verify() == ()
    assert (store.folder_of("macro") / "panel.csv").read_text() == "abc"


def test_a_dataset_that_is_not_held_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    store = filled(tmp_path, panel="a")
    with pytest.raises(Refusal) as refusal:
        store.path("macro/panle")
    assert refusal.value.nearest == "macro/panel"
    with pytest.raises(Refusal, match="socle data import"):
        store.folder_of("wpp")


def test_an_empty_store_holds_nothing_and_is_not_created_by_looking(tmp_path: Path) -> None:
    store = Store(tmp_path / "nothing")
    assert store.entries() == ()
    assert not store.folder.exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 1}', '{"format": 1, "datasets": {"a": [{}]}}'])
def test_a_damaged_catalogue_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "catalogue.json").write_text(text)
    with pytest.raises(Refusal, match=r"catalogue\.json"):
        Store(tmp_path).entries()


def test_a_catalogue_of_another_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "catalogue.json").write_text(json.dumps({"format": 9, "datasets": {}}))
    with pytest.raises(Refusal, match="another version"):
        Store(tmp_path).entries()


def _hold_the_lock(folder: Path, ready: multiprocessing.Event, done: multiprocessing.Event) -> None:
    with Store(folder).importing():
        ready.set()
        done.wait(20)


def test_two_imports_at_once_are_refused_in_words_and_the_lock_dies_with_its_process(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    other = context.Process(target=_hold_the_lock, args=(tmp_path, ready, done))
    other.start()
    try:
        assert ready.wait(20)
        with pytest.raises(Refusal, match="another import"), Store(tmp_path).importing():
            pass
    finally:
        other.kill()
        other.join()
    filled(tmp_path, panel="a")
    assert Store(tmp_path).has("macro/panel")
    assert not list(tmp_path.glob(".import-*")), "what the killed import had begun is cleared away"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Refusal, match="cannot be written"):
        filled(tmp_path / "store", panel="a")


def test_a_store_where_a_file_is_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("in the way")
    with pytest.raises(Refusal, match="cannot be written"):
        filled(tmp_path / "store", panel="a")


def test_a_plain_folder_is_read_like_a_store(tmp_path: Path) -> None:
    (tmp_path / "wpp").mkdir()
    assert family_folder(tmp_path, "wpp") == tmp_path / "wpp"
    assert family_folder(tmp_path / "wpp", "wpp") == tmp_path / "wpp"
