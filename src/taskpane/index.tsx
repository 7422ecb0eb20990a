import { createRoot } from "react-dom/client";
import { embedded } from "../data/embedded/embedded";
import { reportCache } from "../data/feed/cache";
import { createFeed, type FeedParts } from "../data/feed/feed";
import { createGatewayFeed } from "../data/feed/gatewayFeed";
import { routes } from "../data/providers/routes";
import { build } from "../functions/build";
import { documented } from "../functions/documented";
import { market, sideThread } from "../functions/index";
import { excelWorkbook } from "../workbook/excel";
import type { Workbook } from "../workbook/workbook";
import type { Host } from "./host";
import { MarketDesk } from "./desk/marketDesk";
import { quoteRow } from "./market/marketTables";
import { Pane } from "./pane";
import { gatewayOf, narrowPolicy } from "./policy";
import { createSettingsStore } from "./desk/settingsStore";
import type { HostColours } from "./theme";
import { Visibility } from "./visibility";

/** Office's library, which a page without internet lacks. */
const hasOffice = () => "Office" in globalThis;

function officeContext(): Partial<Office.Context> | undefined {
  return hasOffice() ? Office.context : undefined;
}

const hostColours = (): HostColours | undefined => officeContext()?.officeTheme;

/** The desk of this page. Nothing is fetched before the page's policy names the sources. */
function createDesk(): MarketDesk {
  const settings = createSettingsStore(window, officeContext()?.partitionKey);
  const gateway = gatewayOf(document);
  const isCovered = narrowPolicy(document, settings.current, gateway);
  const clock = () => Date.now();
  const parts: FeedParts = {
    routes,
    clock,
    random: Math.random,
    // What one gateway has told is not what the sources have told, or another one.
    cache: reportCache(gateway === undefined ? undefined : `hashcell-market ${gateway}`),
    fetch: (input, init) => fetch(input, init),
    settings: () => settings.current,
    builtIn: embedded.quotes,
  };
  const feed = gateway === undefined ? createFeed(parts) : createGatewayFeed({ ...parts, address: gateway });
  return new MarketDesk({
    market,
    embedded,
    gateway,
    feed,
    routes,
    settings,
    clock,
    isCovered,
    version: build.version,
    tableRow: quoteRow,
    reload: () => location.reload(),
  });
}

const element = document.getElementById("root");
if (element === null) throw new Error("taskpane.html has no element root");
const root = createRoot(element);
const visibility = new Visibility(document);

function show(desk: MarketDesk, host: Host): void {
  root.render(
    <Pane
      host={host}
      desk={desk}
      catalogue={documented}
      hostColours={hostColours}
      visibility={visibility}
      runs={sideThread}
      now={Date.now}
    />,
  );
}

function open(desk: MarketDesk, host: Host): void {
  show(desk, host);
  if (host.kind === "none") {
    void desk.start(undefined);
    return;
  }
  const { workbook } = host;
  void desk.start(workbook).then(() => (isReloaded() ? recalculate(workbook) : undefined));
  // Another author may have changed the workbook while this pane was out of sight.
  window.addEventListener("focus", () => void desk.look());
  visibility.subscribe(() => {
    if (visibility.isVisible) void desk.look();
  });
}

/** Whether this page has been here before: Excel starts cells with it, but does not start them again. */
const isReloaded = () =>
  performance.getEntriesByType("navigation").some((entry) => "type" in entry && entry.type === "reload");

/** Brings the cells' streams back, which have ended with the page before. */
function recalculate(workbook: Workbook): Promise<void> {
  // Where Excel refuses, as while a cell is edited, the next computation does it.
  return workbook.recalculate().catch(() => undefined);
}

/**
 * Settings are kept under a name that Office gives, and the workbook may be frozen: the pane waits for Office to
 * say. Until then the page shows that it is starting.
 */
function openWithOffice(): void {
  void Office.onReady(({ host }) => {
    followPane();
    const isExcel = host === Office.HostType.Excel;
    open(createDesk(), isExcel ? { kind: "workbook", workbook: excelWorkbook } : { kind: "none" });
  });
}

/** Excel reports when the pane is closed and opened; a host that does not leaves it to the page. */
function followPane(): void {
  try {
    void Office.addin
      .onVisibilityModeChanged(({ visibilityMode }) =>
        visibility.setOpen(visibilityMode === Office.VisibilityMode.taskpane),
      )
      .catch(() => undefined);
  } catch {
    // A host without a shared runtime: its page ends with the pane.
  }
}

if (hasOffice()) openWithOffice();
else open(createDesk(), { kind: "none" });
