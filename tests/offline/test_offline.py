"""The network is out of reach of the tests and of every Python that they start."""

import os
import socket
import subprocess
import sys
import urllib.request

import pytest

REFUSED = "the tests run without a network"
ELSEWHERE = "192.0.2.1"  # reserved for documentation: nobody answers there


def test_no_connection_leaves_this_process():
    with pytest.raises(OSError, match=REFUSED):
        socket.create_connection((ELSEWHERE, 80), timeout=1)


@pytest.mark.parametrize("name", ["example.org", b"example.org"])
def test_no_name_is_looked_up(name):
    with pytest.raises(OSError, match=REFUSED):
        socket.getaddrinfo(name, 80)


def test_an_address_of_the_web_says_why_it_fails():
    with pytest.raises(OSError, match=REFUSED):
        urllib.request.urlopen("http://example.org", timeout=1)


def test_no_datagram_leaves_this_process():
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
        pytest.raises(OSError, match=REFUSED),
    ):
        sender.sendto(b"?", (ELSEWHERE, 53))


def test_no_connection_leaves_a_child_or_a_grandchild():
    attempt = f"import socket; socket.create_connection(({ELSEWHERE!r}, 80), timeout=1)"
    grandchild = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {attempt!r}])"
    for code in (attempt, grandchild):
        child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert REFUSED in child.stderr


def test_libraries_are_told_to_stay_offline():
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    assert os.environ["PIP_NO_INDEX"] == "1"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_can_talk_to_itself(host):
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection((host, server.getsockname()[1]), timeout=5),
    ):
        pass


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no Unix sockets")
def test_unix_sockets_work(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with (
        socket.socket(socket.AF_UNIX) as server,
        socket.socket(socket.AF_UNIX) as client,
    ):
        server.bind("s")
        server.listen()
        client.connect("s")
