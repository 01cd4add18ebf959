"""What a process gives up before it runs queries of strangers: memory without end, the network, a life of its own.

Each of these works on Linux; elsewhere what the system does not know is left out, and the other guards remain.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_SET_PARENT_DEATH_SIGNAL = 1


def confine(memory: int, *, network: bool) -> bool:
    """Bound this process for good; to be called while it has a single thread.

    Args:
        memory: bytes of address space.
        network: leave it the network.

    Returns:
        Whether the network is cut.
    """
    if sys.platform == "win32":
        return False
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    return not network and _cut_network(libc)


def _cut_network(libc: ctypes.CDLL) -> bool:
    """Move to a network without interfaces: as root at once, else by way of a user namespace where that is allowed."""
    ways = [_NEW_NETWORK, _NEW_USER | _NEW_NETWORK] if os.geteuid() == 0 else [_NEW_USER | _NEW_NETWORK]
    return any(libc.unshare(way) == 0 for way in ways)


def end_after(seconds: float) -> None:
    """Have the system end this process after so many seconds, whatever it is doing; 0 calls that off."""
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
