const OFFICE_JS = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js";
const LOCAL_OFFICE_JS = "/lib/office-js/office.js";

/** Puts the bridge before office.js, and office.js from the package in place of the one on Microsoft's servers. */
function withBridge(html) {
  const tag = new RegExp(`<script[^>]*\\ssrc="?${OFFICE_JS.replace(/[.]/g, "\\.")}"?`);
  if (!tag.test(html)) throw new Error(`taskpane.html does not load ${OFFICE_JS}`);
  return html
    .replace(tag, (found) => `<script src="/bridge.js"></script>\n${found}`)
    .replaceAll(OFFICE_JS, LOCAL_OFFICE_JS);
}

/** Serves the task pane's page, prepared for the workbench. All other files are served as built. */
function panePage(read) {
  return async (_request, response, next) => {
    try {
      const page = withBridge(await read());
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      response.end(page);
    } catch (error) {
      next(error);
    }
  };
}

module.exports = { panePage, withBridge };
