"""Moto's server on a port of its own, which ends with whoever holds its standard input."""

import os
import sys
import threading

from moto.server import main


def end_with_parent():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()
main(["-H", "127.0.0.1", "-p", "0"])
