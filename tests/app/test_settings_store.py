import json
import os
from pathlib import Path

import msgspec
import pytest

from nnviz.app.settings import TABLE, Settings
from nnviz.app.settings_store import SettingsStore, config_folder
from nnviz.engine.message import Message


@pytest.fixture
def store(tmp_path):
    return SettingsStore(tmp_path / "new" / "folder")


def test_what_was_saved_is_loaded_again(store):
    settings = Settings(
        language="zh",
        theme="dark",
        speed=2.5,
        digits=4,
        window_panels="AAA=",
        experiment={"a": [1]},
    )
    assert store.save(settings)
    assert store.load() == settings
    assert [path.name for path in store.path.parent.iterdir()] == ["settings.json"]


def test_without_a_file_the_defaults_hold(store):
    assert store.load() == Settings()


@pytest.mark.parametrize("content", [b"{not json", b"\xff\xfe", b"", b"[1, 2]", b'"text"'])
def test_a_damaged_file_is_put_aside_and_the_defaults_hold(store, content):
    store.path.parent.mkdir(parents=True)
    store.path.write_bytes(content)
    assert store.load() == Settings()
    assert not store.path.exists()
    assert store.path.with_suffix(".bad").read_bytes() == content
    assert store.save(Settings(digits=5))
    assert store.load().digits == 5


def test_one_bad_value_costs_that_value_only_and_unknown_names_are_ignored(store):
    store.path.parent.mkdir(parents=True)
    plain = {"theme": "purple", "speed": 99, "digits": "3", "orientation": "rows", "newer": 1}
    store.path.write_text(json.dumps(plain))
    assert store.load() == Settings(orientation="rows")
    assert store.path.exists()


def test_a_folder_that_cannot_be_made_is_no_crash(tmp_path):
    (tmp_path / "file").write_text("in the way")
    store = SettingsStore(tmp_path / "file")
    assert store.load() == Settings()
    assert not store.save(Settings())


def test_a_write_that_fails_leaves_the_old_file_and_no_rubbish(store, monkeypatch):
    store.save(Settings(digits=4))

    def full(_):
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert not store.save(Settings(digits=6))
    assert store.load().digits == 4
    assert [path.name for path in store.path.parent.iterdir()] == ["settings.json"]


def test_a_damaged_file_that_cannot_be_moved_is_no_crash(store, monkeypatch):
    store.path.parent.mkdir(parents=True)
    store.path.write_text("{")

    def locked(*_):
        raise OSError("locked")

    monkeypatch.setattr(Path, "replace", locked)
    assert store.load() == Settings()


def test_the_folder_is_the_user_s_or_the_one_named(monkeypatch, tmp_path):
    monkeypatch.setenv("NNVIZ_CONFIG_DIR", str(tmp_path))
    assert config_folder() == tmp_path
    assert SettingsStore().path == tmp_path / "settings.json"
    monkeypatch.delenv("NNVIZ_CONFIG_DIR")
    assert config_folder().name == "nnviz"


def test_each_row_of_the_table_is_a_setting_with_a_text_and_all_its_choices():
    fields = {field.name: field for field in msgspec.structs.fields(Settings)}
    for row in TABLE:
        assert isinstance(row.text, Message)
        for choice in row.choices:
            assert msgspec.convert(choice, fields[row.name].type) == choice
        for bound in (row.least, row.most):
            if bound is not None:
                kind = type(fields[row.name].default)
                assert msgspec.convert(kind(bound), fields[row.name].type) == bound
        if row.choices:
            assert fields[row.name].default in row.choices
            with pytest.raises(msgspec.ValidationError):
                msgspec.convert("none of these", fields[row.name].type)
