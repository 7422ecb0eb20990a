import { withBridge, withConnection } from "../../src/workbench/panePage.cjs";

const OFFICE_JS = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js";

test.each([
  `<script src="${OFFICE_JS}"></script>`,
  `<script type=text/javascript src=${OFFICE_JS}></script>`,
])("%s gets the bridge before it, and the library from the package", (tag) => {
  const page = withBridge(`<head>${tag}<script src="functions.js"></script></head>`);
  expect(page).toMatch(/bridge\.js"><\/script>\s*<script[^>]*src="?\/lib\/office-js\/office\.js/);
  expect(page).not.toContain(OFFICE_JS);
});

test("a page without office.js is refused", () => {
  expect(() => withBridge("<head></head>")).toThrow("does not load");
});

test("a page gets one more origin that it may connect to, and no other leave", () => {
  const policy = (html: string) => `<meta content="default-src 'self'; ${html}; object-src 'none'">`;
  const page = policy("connect-src 'self' https://a.example");
  expect(withConnection(page, "http://127.0.0.1:4001")).toBe(
    policy("connect-src 'self' https://a.example http://127.0.0.1:4001"),
  );
  expect(withConnection("<p>connect-src</p>", "http://127.0.0.1:4001")).toBe("<p>connect-src</p>");
});
