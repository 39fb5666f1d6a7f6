#!/usr/bin/env python3
"""Opens reports in a headless Chromium, as a reader would, and looks at what happens.

usage: browser-test.py IONHOP [--screenshots FOLDER] [RUN ...]

Without RUN it makes reports of its own: of a lattice whose names try to break out of the page, of a sweep
and of a polycrystal. Each is opened wide and 400 pixels wide, light and dark, and printed. There may be no
message on the console, no dialog, no request beside the page itself, nothing wider than the screen, and no
element that the report does not make. Where there is no Chromium the test says so and passes.

Speaks the DevTools protocol through two pipes, so that nothing has to be installed beside the browser.
"""
import base64, json, os, re, shutil, subprocess, sys, tempfile
from pathlib import Path

SMALL = Path(__file__).resolve().parent.parent / "Tests/SmallStudies"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> & 'a' \"b\""

LATTICE = """
name: %(name)s
model:
  network:
    cell: [[6, 0, 0], [0, 3, 0], [0, 0, 3]]
    sites:
      - { position: [0, 0, 0], kind: %(name)s }
      - { position: [3, 0, 0], kind: "B" }
    hops:
      - { from: 0, to: 1, displacement: [3, 0, 0], barrier: 0.3, frequency: 1e13, class: %(name)s }
      - { from: 1, to: 0, displacement: [3, 0, 0], barrier: 0.35, frequency: 1e13, class: "slow" }
    addReverseHops: true
    mobile: { Li: { count: 1, charge: 1 } }
temperatures: [400, 500, 600]
sampling: { hops: 2e5, replicas: 2 }
"""

SWEEP = """
name: sweep
model:
  crystal: { lattice: sc, supercell: [4, 4, 4], mobile: { Li: { fraction: 0.5 } } }
sweep: { model.crystal.mobile.Li.fraction: [0.2, 0.4, 0.6] }
temperatures: [400, 600]
sampling: { hops: 1e5, replicas: 2 }
"""


class Browser:
    """A page of a headless Chromium."""

    def __init__(self, program, profile):
        to_browser, self.writer = os.pipe()
        self.reader, from_browser = os.pipe()
        # The protocol is spoken over the descriptors 3 and 4.
        command = (
            f'exec 3<&{to_browser} 4>&{from_browser}; exec "$0" "$@"'
        )
        self.process = subprocess.Popen(
            ["bash", "-c", command, program, "--headless=new", "--no-sandbox", "--disable-gpu",
             "--hide-scrollbars", "--no-first-run", "--disable-background-networking",
             "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(to_browser, from_browser), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.rest, self.number, self.events, self.session = b"", 0, [], None
        page = next(t for t in self.call("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self.session = self.call(
            "Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def message(self):
        while b"\0" not in self.rest:
            data = os.read(self.reader, 1 << 16)
            if not data:
                sys.exit("browser-test: the browser ended")
            self.rest += data
        text, self.rest = self.rest.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, **parameters):
        self.number += 1
        request = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            request["sessionId"] = self.session
        os.write(self.writer, json.dumps(request).encode() + b"\0")
        while True:
            message = self.message()
            if message.get("id") == self.number:
                if "error" in message:
                    sys.exit(f"browser-test: {method}: {message['error']['message']}")
                return message["result"]
            self.note(message)

    def note(self, message):
        if "method" not in message:
            return
        self.events.append(message)
        # A dialog would hold up the page.
        if message["method"] == "Page.javascriptDialogOpening":
            self.number += 1
            answer = {"id": self.number, "method": "Page.handleJavaScriptDialog",
                      "params": {"accept": True}, "sessionId": self.session}
            os.write(self.writer, json.dumps(answer).encode() + b"\0")

    def wait(self, method):
        while not any(e["method"] == method for e in self.events):
            self.note(self.message())

    def value(self, expression):
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"]["value"]

    def close(self):
        self.process.terminate()
        self.process.wait()


def look(browser, page, width, scheme, screenshot=None):
    """What is wrong with a page, as lines."""
    browser.events = []
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=1350 if width > 600 else 900,
                 deviceScaleFactor=1, mobile=width < 600)
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.call("Page.navigate", url=page.as_uri())
    browser.wait("Page.loadEventFired")
    wrong = []
    for event in browser.events:
        method, data = event["method"], event["params"]
        if method in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"):
            wrong.append(f"console: {json.dumps(data)[:200]}")
        elif method == "Page.javascriptDialogOpening":
            wrong.append(f"a dialog: {data['message']}")
        elif method == "Network.requestWillBeSent":
            url = data["request"]["url"]
            if url != page.as_uri() and not url.startswith("data:"):
                wrong.append(f"a request: {url[:200]}")
    wide = browser.value("document.documentElement.scrollWidth")
    if wide > width:
        wrong.append(f"{wide} pixels wide on a screen of {width}")
    made = browser.value(
        "[...document.querySelectorAll('script,img,iframe,object,embed,link,base,form,meta[http-equiv]')]"
        ".map(e => e.outerHTML.slice(0, 80))")
    wrong += [f"an element: {element}" for element in made]
    handlers = browser.value(
        "[...document.querySelectorAll('body *')].filter(e => [...e.attributes].some("
        "a => a.name.startsWith('on') || /^\\s*javascript:/i.test(a.value))).length")
    if handlers:
        wrong.append(f"a handler in {handlers} elements")
    empty = browser.value(
        "[...document.querySelectorAll('figure')].filter(f => { const s = f.querySelector('svg');"
        "return !s || s.getBoundingClientRect().width < 100 || s.getBoundingClientRect().height < 50 }).length")
    if empty:
        wrong.append(f"{empty} figures without a picture")
    colour = browser.value("getComputedStyle(document.body).backgroundColor")
    if (scheme == "dark") != (sum(map(int, re.findall(r"\d+", colour)[:3])) < 200):
        wrong.append(f"background {colour} where {scheme} is wanted")
    if screenshot:
        picture = browser.call("Page.captureScreenshot", format="png")["data"]
        screenshot.write_bytes(base64.b64decode(picture))
    return wrong


def printed(browser):
    """What is wrong with the page on paper."""
    data = base64.b64decode(browser.call("Page.printToPDF", printBackground=True)["data"])
    return [] if data.startswith(b"%PDF") and len(data) > 5000 else ["no PDF"]


def own_runs(ionhop, folder):
    """Runs small studies; returns their folders."""
    runs = []
    for name, text in (("hostile", LATTICE % {"name": json.dumps(HOSTILE)}), ("sweep", SWEEP),
                       ("polycrystal", (SMALL / "polycrystal.yaml").read_text())):
        study = folder / f"{name}.yaml"
        study.write_text(text)
        measured = folder / "measured.csv"
        measured.write_text('T (°C),sigma (mS/cm),source\n27,0.3,"%s"\n127,5,x\n' % HOSTILE.replace('"', ""))
        run = folder / name
        subprocess.run([ionhop, "run", study, "--output", run, "--experiment", measured, "--quiet"],
                       check=True, stdout=subprocess.DEVNULL)
        runs.append(run)
    return runs


BROKEN = """<html><head><link rel=stylesheet href="http://ionhop.invalid/x.css"></head>
<body style="background: black"><div style="width: 2000px">wide</div><figure></figure>
<img src=x onerror="alert(1)"><script>console.log("said")</script></body></html>"""


def check_the_check(browser, folder):
    """A page that does all that is forbidden must be seen through."""
    page = folder / "broken.html"
    page.write_text(BROKEN)
    found = "\n".join(look(browser, page, 400, "light"))
    for kind in ("console", "a dialog", "a request", "wide on a screen", "an element", "a handler",
                 "without a picture", "background"):
        if kind not in found:
            sys.exit(f"browser-test: the test itself fails to see: {kind}\n{found}")


def main():
    arguments = sys.argv[1:]
    shots = None
    if "--screenshots" in arguments:
        index = arguments.index("--screenshots")
        shots = Path(arguments[index + 1])
        shots.mkdir(parents=True, exist_ok=True)
        del arguments[index:index + 2]
    if not arguments:
        sys.exit(__doc__)
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        print("browser-test: skipped, there is no Chromium on the PATH")
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        ionhop = str(Path(arguments[0]).resolve())
        runs = [Path(run).resolve() for run in arguments[1:]] or own_runs(ionhop, folder)
        browser = Browser(program, folder / "profile")
        check_the_check(browser, folder)
        failures = 0
        for run in runs:
            page = next(p for p in (run / "report.html", run / "compare.html") if p.exists())
            for width, scheme in ((1200, "light"), (1200, "dark"), (400, "light"), (400, "dark")):
                shot = shots / f"{run.name}-{width}-{scheme}.png" if shots else None
                wrong = look(browser, page, width, scheme, shot)
                if (width, scheme) == (1200, "dark"):
                    wrong += printed(browser)
                for line in wrong:
                    print(f"browser-test: {run.name}, {width} pixels, {scheme}: {line}")
                failures += len(wrong)
        browser.close()
    print(f"browser-test: {len(runs)} reports, {failures} failures")
    sys.exit(1 if failures else 0)


main()
