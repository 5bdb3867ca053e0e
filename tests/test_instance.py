"""Where second starts meet the open window, and who is never spoken to."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from viewer import instance, paths
from viewer.__main__ import main
from viewer.instance import Launch, Meeting, forget_launch, hand_over, listen, meeting, request_from
from viewer.open_request import OpenRequest, located

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs sockets with a path")
ROOT = Path(__file__).parent.parent
REQUEST = OpenRequest("klonopin", "dosage", ("alcohol", "tea"), "sleep*, Übel", "dose", True)


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The session's folder, its path short."""
    monkeypatch.setenv(paths.CONFIG_VARIABLE, str(tmp_path / "config"))
    with TemporaryDirectory(prefix="session-") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)


@pytest.fixture
def place(session: Path) -> Meeting:
    assert session.is_dir()
    found = meeting()
    assert found is not None
    return found


def serve_once(place: Meeting, answer: bytes | None) -> tuple[threading.Thread, list[bytes]]:
    """A window that hears one second start; without an answer it never says a word."""
    listener = listen(place)
    assert listener is not None
    heard: list[bytes] = []
    accepting = socket.socket(fileno=listener.socket.detach())
    accepting.setblocking(True)

    def serve() -> None:
        with accepting:
            connection, _ = accepting.accept()
            with connection:
                heard.append(connection.recv(100_000))
                if answer is None:
                    connection.recv(1)  # until the other end gives up
                else:
                    connection.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    return thread, heard


def test_what_is_handed_over_arrives_whole(place: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "token")
    monkeypatch.setenv("DESKTOP_STARTUP_ID", "id-1_TIME7")
    thread, heard = serve_once(place, instance.TAKEN)
    assert hand_over(place, REQUEST)
    thread.join()
    assert request_from(heard[0], place) == (REQUEST, Launch("token", "id-1_TIME7"))


def test_what_another_version_adds_is_left_out_of_account(place: Meeting) -> None:
    sent = json.loads(instance.message_to(place, REQUEST))
    added = {"token": "token", "startup_id": "id", "news": [1]}
    message = json.dumps({**sent, **added}).encode() + b"\n"
    assert request_from(message, place) == (REQUEST, Launch("token", "id"))


def test_the_launch_is_forgotten_for_the_sake_of_child_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "token")
    monkeypatch.delenv("DESKTOP_STARTUP_ID", raising=False)
    forget_launch()
    assert not {"XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"} & os.environ.keys()


def test_where_nobody_is_nothing_is_handed_over_and_nothing_is_made(
    place: Meeting, session: Path
) -> None:
    assert not hand_over(place, REQUEST)
    assert list(session.iterdir()) == []


def test_what_is_meant_for_others_is_not_taken(place: Meeting) -> None:
    thread, heard = serve_once(place, b"")
    assert not hand_over(place, REQUEST)
    thread.join()
    assert request_from(heard[0], place._replace(key="another")) is None


def test_a_window_that_does_not_answer_is_given_up(
    place: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instance, "PATIENCE", 0.2)
    thread, _ = serve_once(place, None)
    os.utime(place.socket, (0, 0))
    assert not hand_over(place, REQUEST)
    thread.join()


def test_a_window_that_may_still_be_starting_is_given_more_time(place: Meeting) -> None:
    listener = listen(place)
    assert listener is not None
    assert instance._patience(place.socket) > 9
    now = time.time()
    os.utime(place.socket, (now - 60, now - 60))
    assert instance._patience(place.socket) == instance.PATIENCE
    os.utime(place.socket, (now + 60, now + 60))  # a clock that was set back
    assert instance._patience(place.socket) == instance.PATIENCE
    listener.close()


def test_only_one_listens_and_the_next_one_may_after_it(place: Meeting) -> None:
    first = listen(place)
    assert first is not None
    assert listen(place) is None
    first.close()
    assert not place.socket.exists()
    second = listen(place)
    assert second is not None
    first.close()  # once more: the second one's socket stays
    assert place.socket.exists()
    second.close()


def test_what_a_dead_process_left_is_replaced(place: Meeting) -> None:
    script = "import socket, sys, os; s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1])"
    script += "; s.listen(); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", script, str(place.socket)], check=False)
    assert place.socket.is_socket()
    assert not hand_over(place, REQUEST)
    listener = listen(place)
    assert listener is not None
    listener.close()


def test_of_many_that_start_at_once_one_listens(place: Meeting) -> None:
    assert not place.socket.exists()
    script = (
        "import sys\nfrom viewer.instance import listen, meeting\nplace = meeting()\n"
        "sys.stdin.readline()\nmine = listen(place)\nprint(mine is not None, flush=True)\n"
        "sys.stdin.readline()"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", script],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    for line in range(2):
        for process in processes:
            assert process.stdin is not None
            process.stdin.write(f"{line}\n")
            process.stdin.flush()
        if line == 0:
            won = [p.stdout.readline().strip() for p in processes if p.stdout is not None]
    for process in processes:
        process.communicate()
    assert sorted(won) == ["False"] * 5 + ["True"]


# -- others --------------------------------------------------------------------------------------


def test_a_folder_that_others_may_enter_is_not_used(
    session: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = session / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    session.chmod(0o755)
    place = meeting()
    assert place is not None
    folder = place.socket.parent
    assert folder == temporary / f"leaflet-viewer-{os.geteuid()}"
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o770)
    assert meeting() is None


@pytest.mark.parametrize("variable", ["XDG_RUNTIME_DIR", "TMPDIR"])
def test_a_folder_whose_name_is_too_long_for_a_socket_is_not_used(
    session: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    folder = tmp_path / ("long" * 20)
    folder.mkdir(mode=0o700)
    session.chmod(0o755)
    monkeypatch.setenv(variable, str(folder))
    place = meeting()
    assert place is not None
    listener = listen(place)
    assert listener is not None
    listener.close()


def test_a_name_in_no_known_encoding_is_a_place_as_well(
    session: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(paths.CONFIG_VARIABLE, os.fsdecode(os.fsencode(session) + b"/\xe9"))
    place = meeting()
    assert place is not None
    assert request_from(instance.message_to(place, REQUEST), place) == (REQUEST, Launch())


def test_a_link_in_the_folders_place_is_not_followed(
    session: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(session))
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    (session / "real").mkdir(mode=0o700)
    (session / f"leaflet-viewer-{os.geteuid()}").symlink_to(session / "real")
    assert meeting() is None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to be root")
def test_another_users_process_is_never_spoken_to(place: Meeting, session: Path) -> None:
    """It sits at the very socket, as only somebody with the user's own rights could bring about."""
    script = (
        "import os, socket, sys\nos.setuid(65534)\ns = socket.socket(socket.AF_UNIX)\n"
        "s.bind(sys.argv[1])\ns.listen()\nprint('listening', flush=True)\n"
        "c, _ = s.accept()\nprint(repr(c.recv(1000)), flush=True)"
    )
    session.chmod(0o777)
    command = [sys.executable, "-I", "-c", script, str(place.socket)]
    with subprocess.Popen(command, cwd="/", stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "listening\n"
        assert not hand_over(place, REQUEST)
        assert other.stdout.readline() == "b''\n"


def test_other_folders_and_screens_meet_elsewhere(
    place: Meeting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    other_screen = meeting()
    monkeypatch.setenv(paths.CONFIG_VARIABLE, str(tmp_path / "other"))
    places = {place, other_screen, meeting()}
    assert None not in places
    assert len({each.socket for each in places if each is not None}) == 3


def test_a_path_that_is_too_long_for_a_socket_opens_a_window_without_one(
    place: Meeting, tmp_path: Path
) -> None:
    far = place._replace(socket=tmp_path / ("x" * 150))
    assert not hand_over(far, REQUEST)
    assert listen(far) is None


def test_a_file_is_handed_over_by_its_whole_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert located(OpenRequest("./here.md")).leaflet == str(tmp_path / "here.md")
    assert located(OpenRequest("klonopin")).leaflet == "klonopin"
    assert located(OpenRequest()) == OpenRequest()


@pytest.mark.parametrize("name", ["klonopin", "here.md"])
def test_a_file_in_the_working_folder_is_handed_over_unless_its_name_is_an_id(
    place: Meeting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(paths.LIBRARY_VARIABLE, str(tmp_path / "library"))
    monkeypatch.setenv(paths.CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text("x")
    thread, heard = serve_once(place, instance.TAKEN)
    monkeypatch.setattr(sys, "argv", ["leaflet-viewer", name])
    assert main() == 0
    thread.join()
    received = request_from(heard[0], place)
    assert received is not None
    handed_over = {"klonopin": "klonopin", "here.md": str(tmp_path / "here.md")}
    assert received[0].leaflet == handed_over[name]
