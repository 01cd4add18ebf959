"""How fast the explorer opens and answers, in a real browser: ``python -m tests.benchmarks.bench_explorer [FILE…]``.

Made-up graphs of 1,000 and 20,000 things (seven in ten are claims), and any pages named on the command line. For
each: time from navigation to the drawn, usable page; the longest task of the main thread; search, filter and graph.
Medians of five openings in fresh tabs, network cut; milliseconds. Processor time of the main thread is given beside
the clock, since a busy machine slows only the latter.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphkit.explorer import explore_html
from tests.explorer_world import chromium, made_up

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_WATCH = """
window.tasks = [];
new PerformanceObserver((list) => list.getEntries().forEach((e) => window.tasks.push(e.duration)))
  .observe({entryTypes: ['longtask']});
const seen = () => document.body && document.body.dataset.ready
  ? requestAnimationFrame(() => requestAnimationFrame(() => (window.drawn = performance.now())))
  : requestAnimationFrame(seen);
seen();
"""
#: Time from a change of state to the painted page.
_TIMED = """
async (change) => {
  const start = performance.now();
  eval(change);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - start;
}
"""
_STEPS = {
    "first search": "gk.data.folds(); gk.search.mask(gk.data.folds(), 'complaint tea')",
    "type a word": "const box = document.getElementById('search'); box.value = 'complaint 12';"
    " box.dispatchEvent(new Event('input', {bubbles: true}))",
    "filter": "gk.state.set({strength: ['4', '5']})",
    "table": "gk.state.set({strength: null, view: 'claims'})",
    "contradictions": "gk.state.set({view: 'contradictions'})",
    "graph": "gk.state.set({view: 'graph'})",
    "neighborhood": "gk.state.set({focus: gk.data.entities.id[gk.data.overview[0][0]]})",
}


def measure(browser: Browser, file: Path) -> dict[str, float]:
    """Return milliseconds by what was measured, of one opening."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True, bypass_csp=True)
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.add_init_script(_WATCH)
    page.goto(file.as_uri(), wait_until="commit")
    page.wait_for_function("window.drawn > 0")
    page.wait_for_timeout(300)
    found: dict[str, Any] = {
        "opened": page.evaluate("window.drawn"),
        "longest task": page.evaluate("Math.max(0, ...window.tasks)"),
    }
    metrics = {metric["name"]: metric["value"] for metric in protocol.send("Performance.getMetrics")["metrics"]}
    found["opened, processor time"] = 1000 * metrics["TaskDuration"]
    for name, change in _STEPS.items():
        found[name] = page.evaluate(f"({_TIMED})", change)
    page.wait_for_timeout(300)
    found["longest of all"] = page.evaluate("Math.max(0, ...window.tasks)")
    found["nodes drawn"] = page.evaluate("gk.graphView.model().nodes.length")
    context.close()
    return found


def main() -> None:
    """Measure and print one line for each page."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        files = [Path(name) for name in sys.argv[1:]]
        for things in (1_000, 20_000):
            start = time.perf_counter()
            session = made_up(things).session()
            loaded = time.perf_counter()
            file = Path(folder) / f"{things}.html"
            file.write_text(explore_html(session), encoding="utf-8", newline="\n")
            print(f"{things}: store {loaded - start:.1f} s, page written in {time.perf_counter() - loaded:.1f} s")
            files.append(file)
        for file in files:
            runs = [measure(browser, file) for _ in range(5)]
            medians = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
            print(
                f"{file.name}: {file.stat().st_size / 1e6:.2f} MB; "
                + "; ".join(f"{k} {v:.0f}" for k, v in medians.items())
            )


if __name__ == "__main__":
    main()
