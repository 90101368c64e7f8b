"""A pair of offices, made once and copied for each test."""

import shutil
from pathlib import Path

import pytest

from tests.cli.running import Pair, make_pair


@pytest.fixture(scope="session")
def made_pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """The offices as they were made; tests work on copies."""
    return make_pair(tmp_path_factory.mktemp("hai sổ"))


@pytest.fixture
def pair(made_pair: Pair, tmp_path: Path) -> Pair:
    """A province and a commune, enrolled, with three base unions and no figures."""
    folder = tmp_path / "sổ"
    shutil.copytree(made_pair.folder, folder)
    return Pair(folder, folder / made_pair.province.name, folder / made_pair.commune.name)
