import { withBridge } from "../../src/workbench/panePage.cjs";

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
