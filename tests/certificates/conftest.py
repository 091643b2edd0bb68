"""What the tests of certificates share: one chain that is trusted, one that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.certificates import TestChain
from rpa.certificates import Trust
from rpa.cnpj import Cnpj


@pytest.fixture(scope="session")
def chain() -> TestChain:
    """The chain that the operator trusts."""
    return TestChain()


@pytest.fixture(scope="session")
def stranger() -> TestChain:
    """A chain that nobody trusts."""
    return TestChain("OUTRA")


@pytest.fixture(scope="session")
def trust(chain: TestChain, tmp_path_factory: pytest.TempPathFactory) -> Trust:
    """ICP-Brasil, and the chain's root."""
    root: Path = tmp_path_factory.mktemp("trust") / "roots.pem"
    return Trust.load(chain.write_root(root))


@pytest.fixture
def client() -> Cnpj:
    """The company that the factory issues for when nothing else is said."""
    return Cnpj("11222333000181")
