"""The command line as people meet it: what it prints, what it leaves with."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graphkit.cli import main
from graphkit.store import read_manifest
from graphkit.workspace import DEMO


def run(*words: str | Path, stdin: str | None = None) -> Result:
    return CliRunner(env={"GRAPHKIT_ARTICLES": ""}).invoke(main, [str(word) for word in words], input=stdin)


def test_help_says_what_it_is_not() -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert "no medical advice" in result.output


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_explains_itself_in_eighty_columns(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert max(map(len, result.output.splitlines())) <= 80
    assert len(result.output.splitlines()) > 5


def test_build_writes_a_store_and_says_what_went_in(tmp_path: Path) -> None:
    result = run("build", "--demo", "--store", tmp_path / "store", "--quads", tmp_path / "quads.nq")
    assert result.exit_code == 0, result.output
    assert "3 sources, 75 claims" in result.output
    assert read_manifest(tmp_path / "store")["title"]
    assert len((tmp_path / "quads.nq").read_text(encoding="utf-8").splitlines()) > 1000


def test_build_names_what_is_wrong_and_builds_nothing(copy: Path, tmp_path: Path) -> None:
    path = copy / "claims" / "ten-teas.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("hedge: asserted", "hedge: maybe", 1), encoding="utf-8")
    result = run("build", "--workspace", copy, "--store", tmp_path / "store")
    assert result.exit_code == 1
    assert "[bad-hedge]" in result.output
    assert "nothing was built: 1 error" in result.output
    assert not (tmp_path / "store").exists()


def test_a_current_store_is_used_and_a_stale_one_is_not(copy: Path) -> None:
    assert run("build", "--workspace", copy).exit_code == 0
    path = copy / "claims" / "ten-teas.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: Ten Teas", "title: Twelve Teas", 1), "utf-8")
    assert "Twelve Teas" in run("query", "--workspace", copy, "sources").output


def test_check_holds_on_the_demonstration() -> None:
    result = run("check", "--demo")
    assert result.exit_code == 0, result.output
    assert "76 claims in 3 sources" in result.output
    assert "117 anchors: 0 errors, 0 warnings" in result.output


def test_check_lists_what_each_check_looked_at() -> None:
    assert "     76  shape gk:Claim" in run("check", "--demo", "--list").output


def test_check_of_nothing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "graphkit.toml").write_text('title = "x"\nbase = "https://example.org/"\n', encoding="utf-8")
    result = run("check", "--workspace", tmp_path)
    assert result.exit_code == 1
    assert "no claims to check" in result.output


def test_check_finds_a_digest_that_does_not_match(copy: Path) -> None:
    path = copy / "claims" / "ten-teas.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("sha256: a59e2dcf", "sha256: a59e2dce", 1), "utf-8")
    result = run("check", "--workspace", copy)
    assert result.exit_code == 1
    assert "ten-teas.yaml:10" in result.output


@pytest.mark.parametrize("content", [b"", b"a:\n\tb: c\n", b"\xff\xfe", b"source: {}\n", b"{" * 3000])
def test_no_file_ends_in_a_traceback(copy: Path, content: bytes) -> None:
    (copy / "claims" / "odd.yaml").write_bytes(content)
    for command in ("check", "build", "audit", "format", "query"):
        words = [command, "--workspace", str(copy), *(["sources"] if command == "query" else [])]
        result = run(*words)
        assert result.exit_code in (1, 2) or command == "format", (command, result.output)
        assert result.exception is None or isinstance(result.exception, SystemExit), (command, result.exception)
        if command in ("check", "build", "audit"):
            assert "odd.yaml" in result.output, command


def test_format_checks_and_mends(copy: Path) -> None:
    path = copy / "claims" / "ten-teas.yaml"
    neat = path.read_text(encoding="utf-8")
    path.write_text(neat.replace("    skip: navigation", "    skip:   'navigation'", 1), encoding="utf-8")
    assert run("format", "--workspace", copy, "--check").exit_code == 1
    assert run("format", "--workspace", copy).exit_code == 0
    assert path.read_text(encoding="utf-8") == neat
    assert run("format", "--workspace", copy, "--check").exit_code == 0


def test_query_gives_csv_in_a_pipe() -> None:
    rows = list(csv.DictReader(io.StringIO(run("query", "--demo", "claims").output)))
    assert len({row["claim"] for row in rows}) == 75
    assert {row["negated"] for row in rows} == {"true", "false"}


def test_query_takes_text_files_standard_input_and_parameters(tmp_path: Path) -> None:
    text = "SELECT ?s { ?s a gk:Source }"
    (tmp_path / "q.rq").write_text(text, encoding="utf-8")
    expected = run("query", "--demo", text).output
    assert expected.count("\n") == 4
    assert run("query", "--demo", tmp_path / "q.rq").output == expected
    assert run("query", "--demo", "-", stdin=text).output == expected
    assert "leg cramps" in run("query", "--demo", "entity", "--set", "entity=leg cramps").output.lower()


def test_a_question_without_an_answer_says_so(copy: Path) -> None:
    for path in copy.glob("claims/*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("        flag: garbled\n", "").replace("        flag: wrong\n", ""), "utf-8")
    assert (
        "no rows: no claim here is flagged"
        in run("query", "--workspace", copy, "corrections", "--format", "table").output
    )
    piped = CliRunner().invoke(main, ["query", "--workspace", str(copy), "corrections"])
    assert piped.stdout.splitlines() == ["claim,flag,paraphrase,note,see,place,source"]
    assert "no claim here is flagged" in piped.stderr


def test_query_explains_lists_and_shows_tables() -> None:
    explained = run("query", "--demo", "entity", "--set", "entity=leg cramps", "--explain").output
    assert "VALUES ?entity { <https://w3id.org/claims-graphkit/demo/term/legCramp> }" in explained
    listing = run("query", "--demo", "--list").output
    assert "conflicts" in listing
    assert "--set entity=" in listing
    table = run("query", "--demo", "sources", "--format", "table").output
    assert "https://" not in table
    assert "https://" in run("query", "--demo", "sources", "--format", "table", "--iri").output
    assert "3 rows" in table


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["query", "--demo", "conflict"], "did you mean 'conflicts'"),
        (["query", "--demo", "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"], "SERVICE is refused"),
        (["query", "--demo", "DROP ALL ."], "read only"),
        (["query", "--demo"], "name a query"),
        (["query", "--demo", "entity", "--set", "entity"], "NAME=VALUE"),
        (["query", "--demo", "entity", "--set", "entity=unicorn"], "nothing here is called 'unicorn'"),
        (["query", "--demo", "sources", "--format", "turtle"], "rows cannot be written as turtle"),
        (["query", "--workspace", "/nowhere", "sources"], "no workspace"),
        (["query", "--demo", "--store", "/nowhere", "sources"], "graphkit build"),
        (["audit", "--demo", "--articles", "/nowhere"], "no such folder"),
        (["query", "--demo", "-w", ".", "sources"], "not both"),
        (["add", "/nowhere.txt"], "cannot be read"),
        (["explode"], "No such command"),
        (["build", "--demo", "--store", "/proc/store"], "cannot be written"),
    ],
)
def test_a_caller_s_mistake_is_one_line_and_exit_2(words: list[str], says: str) -> None:
    result = run(*words)
    assert result.exit_code == 2, result.output
    assert says in result.output
    assert "Traceback" not in result.output


def test_audit_verifies_the_demonstration() -> None:
    result = run("audit", "--demo", "--format", "json")
    report = json.loads(result.output)
    assert result.exit_code == 0
    assert report["anchors"] == {
        "verified": 117, "moved": 0, "ambiguous": 0, "changed": 0, "lost": 0, "not_checked": 0,
    }  # fmt: skip
    assert {s["id"]: s["sentences"]["unaccounted"] for s in report["sources"]} == {
        "kettle-notes": 0, "night-cramps": 0, "ten-teas": 0,
    }  # fmt: skip
    for source in report["sources"]:
        assert source["letters"]["covered"] == source["letters"]["all"] > 500


def test_audit_tells_a_new_version_from_the_one_that_was_read() -> None:
    result = run("audit", "--demo", "--articles", DEMO / "articles-2", "--format", "json")
    report = json.loads(result.output)
    assert result.exit_code == 1
    assert report["anchors"]["changed"] >= 2
    assert report["anchors"]["not_checked"] == 57
    assert report["findings"]
    for finding in report["findings"]:
        assert set(finding) == {"severity", "code", "file", "line", "claim", "message", "fix"}
    assert sum(report["anchors"].values()) == 117
    assert run("audit", "--demo", "--articles", DEMO / "articles-2", "--fail-on", "never").exit_code == 0


def test_explore_writes_one_file(tmp_path: Path) -> None:
    result = run("explore", "--demo", "-o", tmp_path / "x.html")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "x.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")


def test_explore_writes_a_part(tmp_path: Path) -> None:
    assert run("explore", "--demo", "-o", tmp_path / "all.html").exit_code == 0
    assert run("explore", "--demo", "--entity", "leg cramps", "-o", tmp_path / "one.html").exit_code == 0
    assert run("explore", "--demo", "--query", "conflicts", "-o", tmp_path / "two.html").exit_code == 0
    sizes = [(tmp_path / f"{name}.html").stat().st_size for name in ("one", "two", "all")]
    assert max(sizes[:2]) < sizes[2]
    assert run("explore", "--demo", "--entity", "unicorn", "-o", tmp_path / "x.html").exit_code == 2


def test_add_makes_passages_that_wait(copy: Path, tmp_path: Path) -> None:
    article = tmp_path / "New Thing.txt"
    article.write_bytes("Nettle soup\r\n\r\nNettles sting. Soup does not.\r\n- One\r\n- Two née\r\n".encode())
    result = run("add", "--workspace", copy, article, "--publisher", "Example", "--retrieved", "2026-11-20")
    assert result.exit_code == 0, result.output
    assert "nettle-soup.yaml" in result.output
    check = run("check", "--workspace", copy)
    assert check.exit_code == 1
    assert check.output.count("[unaccounted]") == 4
    audit = json.loads(run("audit", "--workspace", copy, "--articles", tmp_path, "--format", "json").output)
    added = next(s for s in audit["sources"] if s["id"] == "nettle-soup")
    assert added["sentences"]["unaccounted"] == 4
    assert run("add", "--workspace", copy, article).exit_code == 2


def test_output_goes_to_a_closed_pipe_quietly() -> None:
    command = f"{sys.executable} -m graphkit query --demo claims | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert done.stdout.startswith("claim,source,start,end")
    assert done.stderr == ""


def test_every_format_of_the_audit_is_offered(tmp_path: Path) -> None:
    from graphkit.audit import FORMATS
    from graphkit.cli import auditing

    assert tuple(FORMATS) == auditing.FORMATS
    for form in FORMATS:
        target = tmp_path / f"audit.{form}"
        assert run("audit", "--demo", "--format", form, "--fail-on", "never", "-o", target).exit_code == 0, form
        assert target.stat().st_size > 1000


def test_the_page_of_the_demonstration_shows_edits_between_versions(tmp_path: Path) -> None:
    result = run("audit", "--demo", "--format", "html", "-o", tmp_path / "audit.html")
    assert result.exit_code == 1
    page = (tmp_path / "audit.html").read_text(encoding="utf-8")
    for state in ("verified", "moved", "changed", "lost"):
        assert f"state-{state}" in page
