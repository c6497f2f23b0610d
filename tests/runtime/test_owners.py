"""Names of processes as owners of leases."""

from __future__ import annotations

from digest.runtime.environment import is_dead_owner, make_owner_name


def test_an_owner_is_dead_when_its_process_has_ended() -> None:
    us = make_owner_name()
    host, pid, time = us.rsplit("/", 2)
    assert not is_dead_owner(us, us)
    assert is_dead_owner(f"{host}/{pid}/before", us)  # our number, another time: it was used before
    assert is_dead_owner(f"{host}/999999999/{time}", us)
    assert not is_dead_owner(f"{host}/1/{time}", us)
    assert not is_dead_owner(f"elsewhere/999999999/{time}", us)
    assert not is_dead_owner("", us)
    assert not is_dead_owner("nobody", us)
