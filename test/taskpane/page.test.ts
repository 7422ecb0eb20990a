import { readFileSync } from "node:fs";

const html = readFileSync("src/taskpane/taskpane.html", "utf8");

test("scripts come from files, Office first, then the functions, then the pane", () => {
  expect(
    [...html.matchAll(/<script([^>]*)>([^<]*)</g)].map(([, given = "", inline]) => [
      /src="([^"]+)"/.exec(given)?.[1],
      inline,
    ]),
  ).toEqual([
    ["https://appsforoffice.microsoft.com/lib/1/hosted/office.js", ""],
    ["functions.js", ""],
    ["taskpane.js", ""],
  ]);
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/i);
});

/** All that settings can name as a source; `narrowPolicy` takes away what they do not name. */
const nameableSources = "https: http://127.0.0.1:* http://localhost:*";

test("the policy admits nothing from elsewhere but Office and sources, and no inline script or eval", () => {
  const policy = /Content-Security-Policy"\s+content="([^"]+)"/.exec(html)?.[1] ?? "";
  const directives = Object.fromEntries(
    policy.split("; ").map((part) => part.split(/ (.*)/s) as [string, string]),
  );
  expect(directives).toEqual({
    "default-src": "'self'",
    "script-src": "'self' 'wasm-unsafe-eval' https://appsforoffice.microsoft.com",
    "style-src": "'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "connect-src": `'self' ${nameableSources}`,
    "frame-src": "https://appsforoffice.microsoft.com",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
  });
});
