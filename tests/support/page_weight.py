"""What a page weighs, and the budget of a cheap phone on a slow line.

The bounds: indicators-source.md, section 5.
"""

KINDS = {"document": 14_000, "stylesheet": 11_000, "script": 20_000, "font": 24_000}
WHOLE, REQUESTS = 40_000, 8
UNLISTED = 2  # the icon and the manifest, which browsers do not list
AGAIN = 15_000  # all but what a browser keeps: static files never change under one name
# The page and what it has loaded, with sizes compressed: the test's server sends static files as they are.
LOADED = """async () => {
  const size = async (url) => {
    const packed = (await fetch(url)).body.pipeThrough(new CompressionStream("gzip"));
    return (await new Response(packed).arrayBuffer()).byteLength;
  };
  const entries = performance.getEntriesByType("resource").filter((entry) => entry.initiatorType !== "fetch");
  const names = [...new Set(entries.map((entry) => entry.name))];
  const counted = names.filter((name) => !/\\.(webp|png|jpe?g|svg)$/.test(name));
  return Promise.all([location.href, ...counted].map(async (name) => [name, await size(name)]));
}"""


def weigh(page, address):
    """Bytes by kind, without pictures, and the number of requests, until the page has loaded."""
    response = page.goto(address, wait_until="load")
    assert response.status == 200, address
    (_page, document), *loaded = page.evaluate(LOADED)
    kinds = {"document": document}
    for name, size in loaded:
        endings = {".js": "script", ".css": "stylesheet", ".woff2": "font"}
        kind = next((kind for ending, kind in endings.items() if name.endswith(ending)), "other")
        kinds[kind] = kinds.get(kind, 0) + size
    return kinds, len(loaded) + 1 + UNLISTED


def over_budget(kinds, requests, whole=WHOLE):
    """What is above the budget, by name."""
    over = {kind: size for kind, size in kinds.items() if size > KINDS.get(kind, whole)}
    if sum(kinds.values()) > whole:
        over["whole"] = sum(kinds.values())
    if requests > REQUESTS:
        over["requests"] = requests
    if kinds.get("document", 0) > AGAIN:
        over["again"] = kinds["document"]
    return over
