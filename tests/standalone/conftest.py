import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from neascn.standalone import Servers, paths


@contextmanager
def enterable_folder():
    """A folder that the account of PostgreSQL can enter; pytest's own are closed."""
    with tempfile.TemporaryDirectory(prefix="neascn-test-") as name:
        folder = Path(name).resolve()
        folder.chmod(0o711)
        yield folder
        shutil.rmtree(paths.elsewhere(folder / "var"), ignore_errors=True)


@pytest.fixture
def open_folder():
    with enterable_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def used_data_dir():
    """A data folder whose servers have run before; each test leaves them stopped."""
    with enterable_folder() as folder:
        with Servers(folder / "var", durable=False):
            pass
        yield folder / "var"


@pytest.fixture
def servers(used_data_dir):
    with Servers(used_data_dir, durable=False) as servers:
        yield servers
