"""A page of another site, in a real browser, can read nothing here and change nothing (A6 to A8).

One has another origin; the other has had its own name point at this machine (DNS rebinding).
"""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests.http_server import Quiet, answering
from tests.ui.web.gate.gated_site import Client
from tests.ui.web.samples import HOST, OTHER_HOST, VARNA_QUESTION

pytestmark = pytest.mark.browser

ATTACKS = """async (url) => {
  const post = (path, body, type) => fetch(url + path, {
    method: "POST", body, credentials: "include", headers: type ? { "content-type": type } : {} });
  const event = (data, number) =>
    JSON.stringify({ data, fn_index: number, session_hash: "attack" });
  const form = new FormData();
  form.append("files", new File(["It rained.\\n"], "planted.txt"));
  const read = async (answer) => {
    const got = await answer;
    return got.ok ? await got.text() : "";
  };
  const tried = {};
  const attempt = async (name, attack) => {
    try { tried[name] = await attack(); } catch { tried[name] = ""; }
  };
  for (const path of ["", "documents", "config", "gradio_api/info", "gradio_api/queue/status"]) {
    await attempt(`read /${path}`, () => read(fetch(url + path, { credentials: "include" })));
  }
  const join = "gradio_api/queue/join";
  const question = event(["QUESTION", null, null, null, null], ASK);
  for (const type of ["application/json", "text/plain", null]) {
    await attempt(`ask as ${type}`, () => read(post(join, question, type)));
    await attempt(`sync as ${type}`, () => read(post(join, event(["/etc"], SYNC), type)));
  }
  await attempt("upload", () => read(post("gradio_api/upload", form)));
  await attempt("listen", () => new Promise((resolve) => {
    const source = new EventSource(url + "gradio_api/queue/data?session_hash=attack",
                                   { withCredentials: true });
    source.onmessage = (message) => { source.close(); resolve(message.data); };
    source.onerror = () => { source.close(); resolve(""); };
  }));
  await attempt("frame", () => new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.src = url;
    frame.onload = () => {
      try { resolve(frame.contentDocument.body.innerText); } catch { resolve(""); }
    };
    document.body.append(frame);
  }));
  await attempt("script", () => new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = url + "documents/-/document.js";
    script.onload = () => resolve("ran");
    script.onerror = () => resolve("");
    document.body.append(script);
  }));
  return tried;
}"""


class Blank(Quiet):
    """A page of another site."""

    def do_GET(self) -> None:  # noqa: N802 (http.server's name)
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Elsewhere</title><body>")


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[int]:
    """The port of another site on this machine."""
    with answering(Blank) as port:
        yield port


@contextmanager
def victim(browser: Browser, client: Client) -> Iterator[Page]:
    """A page in the browser of whoever may change everything."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(client.site.own_url)
    assert page.url == client.site.url
    yield page
    context.close()


def attacked(page: Page, client: Client, url: str) -> dict[str, str]:
    script = ATTACKS.replace("QUESTION", VARNA_QUESTION)
    for name, event in (("ASK", "question.submit"), ("SYNC", "sync.click")):
        script = script.replace(name, str(client.event(event)["id"]))
    found: dict[str, str] = page.evaluate(script, url)
    return found


def titles(client: Client) -> int:
    return client.http.get("/documents").text.count("/documents/")


@pytest.mark.parametrize("name", [HOST, "localhost", OTHER_HOST])
def test_a_page_of_another_origin_reads_nothing(
    browser: Browser, client: Client, elsewhere: int, name: str
) -> None:
    before = titles(client)
    with victim(browser, client) as page:
        page.goto(f"http://{name}:{elsewhere}/")
        tried = attacked(page, client, client.site.url)
    assert set(tried.values()) == {""}, tried
    assert len(tried) > 10
    assert titles(client) == before


def test_a_name_that_was_made_to_point_here_reads_nothing(browser: Browser, client: Client) -> None:
    before = titles(client)
    url = client.site.url.replace(HOST, OTHER_HOST)
    with victim(browser, client) as page:
        answer = page.goto(url)
        assert answer is not None
        assert answer.status == 403
        assert "DOSSIER_ALLOWED_HOSTS" in page.content()
        tried = attacked(page, client, url)
    assert set(tried.values()) == {""}, tried
    assert titles(client) == before


def test_the_attacks_work_from_the_page_itself(browser: Browser, client: Client) -> None:
    """Or they would show nothing."""
    with victim(browser, client) as page:
        tried = attacked(page, client, client.site.url)
    works = {"read /", "read /documents", "ask as application/json", "upload", "script"}
    assert {name for name, found in tried.items() if found} >= works


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"origin": "http://evil.example"},
        {"origin": "http://localhost:9999"},
        {"origin": "null"},
    ],
)
def test_no_answer_to_another_site_says_that_it_may_be_read(
    client: Client, headers: dict[str, str]
) -> None:
    for method, path in (("GET", "/"), ("GET", "/theme.css"), ("OPTIONS", "/gradio_api/upload")):
        asked = {**headers, "access-control-request-method": "POST"}
        answer = client.http.request(method, path, headers=asked)
        assert answer.status_code == 403
        assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_what_is_answered_stays_here(client: Client) -> None:
    """The headers of every answer, also where Gradio would have others (A6, A16)."""
    own = {"origin": client.site.url.rstrip("/")}
    for path in ("/", "/theme.css", "/documents", "/nothing"):
        headers = client.http.get(path, headers=own).headers
        assert not [name for name in headers if name.startswith("access-control-")]
        assert all("frame-ancestors 'none'" in policy for policy in policies(headers)[:1])
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["x-frame-options"] == "DENY"


def policies(headers: httpx.Headers) -> list[str]:
    return headers.get_list("content-security-policy")


def test_the_printed_address_opens_once_and_for_this_server_alone(client: Client) -> None:
    refused = client.http.get("/?token=wrong", follow_redirects=False)
    assert refused.status_code == 303
    assert "set-cookie" not in refused.headers
    opened = client.http.get(client.site.own_url, follow_redirects=False)
    assert opened.headers["location"] == "/"
    cookie = opened.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert str(client.site.url.rstrip("/").rpartition(":")[2]) in cookie.partition("=")[0]
