/** @jest-environment jsdom */
import { act, screen } from "@testing-library/react";
import { LINGER_MS } from "../../src/data/demand";
import type { Topic } from "../../src/data/series";
import { now, openPane, showView } from "./openPane";
import { content } from "./someMarket";

const tabs = () => screen.getAllByRole("tab").map(({ id }) => id.replace("tab-", ""));
const rest = () => act(() => new Promise((resolve) => setTimeout(resolve, 50)));

/** Gives tabs and buttons 80 pixels each, in a pane of so many. */
function measure(pane: number): void {
  jest.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(pane);
  jest.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(80);
}
afterEach(() => jest.restoreAllMocks());

test("all tabs stand where there is room", async () => {
  measure(700);
  await openPane();
  await rest();
  expect(tabs()).toEqual([
    "market",
    "explain",
    "history",
    "machines",
    "options",
    "functions",
    "workbook",
    "settings",
  ]);
  expect(screen.queryByRole("button", { name: "More views" })).toBeNull();
});

test("those without room are in a menu, and the one that is shown has its tab", async () => {
  measure(340);
  const { user } = await openPane();
  await rest();
  expect(tabs()).toEqual(["market", "explain", "history"]);
  screen.getByRole("button", { name: "More views" }).focus();
  await user.keyboard("{Enter}");
  expect(screen.getAllByRole("menuitem").map(({ textContent }) => textContent)).toEqual([
    "Machines",
    "Options",
    "Functions",
    "Workbook",
    "Settings",
  ]);
  screen.getByRole("menuitem", { name: "Settings" }).focus();
  await user.keyboard("{Enter}");
  await rest();
  expect(tabs()).toEqual(["market", "explain", "settings"]);
  expect(screen.getByRole("tab", { name: "Settings" })).toHaveAttribute("aria-selected", "true");
  expect(screen.getByRole("tabpanel", { name: "Settings" })).toBeVisible();
});

test("a tab opens its view by the keyboard", async () => {
  const { user } = await openPane();
  await rest();
  screen.getByRole("tab", { name: "Settings" }).focus();
  await user.keyboard("{Enter}");
  expect(screen.getByRole("tabpanel", { name: "Settings" })).toBeVisible();
  expect(screen.queryByRole("tabpanel", { name: "Market" })).toBeNull();
});

test("a view is made when it is first shown, and kept", async () => {
  const { user, container } = await openPane();
  const panel = () => container.querySelector("#panel-functions");
  expect(panel()).toBeEmptyDOMElement();
  await showView(user, "Functions");
  await user.type(screen.getByRole("searchbox", { name: "Search functions" }), "npv");
  await showView(user, "Market");
  expect(panel()).not.toBeVisible();
  await showView(user, "Functions");
  expect(screen.getByRole("searchbox", { name: "Search functions" })).toHaveValue("npv");
});

test("what a view looks at is wanted no more when the view, the pane or the window goes", async () => {
  jest.useFakeTimers({ advanceTimers: true });
  let time = now();
  const { user, market, visibility } = await openPane(undefined, () => time);
  const wanted = (topic: Topic) => {
    time += LINGER_MS;
    return market.wantedTopics.has(topic);
  };
  await showView(user, "Options");
  expect([wanted("chain"), wanted("volatility")]).toEqual([true, false]);
  await showView(user, "Market");
  expect([wanted("chain"), wanted("volatility")]).toEqual([false, true]);
  act(() => visibility.setOpen(false));
  expect(wanted("volatility")).toBe(false);
  act(() => visibility.setOpen(true));
  expect(wanted("volatility")).toBe(true);
  const hidden = jest.spyOn(document, "hidden", "get").mockReturnValue(true);
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
  expect([wanted("volatility"), market.wantedTopics.size]).toEqual([false, 0]);
  hidden.mockReturnValue(false);
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
  expect(wanted("volatility")).toBe(true);
  jest.useRealTimers();
});

test("ages grow by the minute, and the market is not drawn anew for it", async () => {
  jest.useFakeTimers();
  try {
    let time = now();
    const { desk, market, say, showMarket, unmount } = await openPane(undefined, () => time);
    showMarket({ kind: "live" }, content);
    say({ settings: { ...desk.state.settings, isOnline: true }, refreshedAt: now() });
    const line = screen.getByRole("region", { name: "State of the data" });
    expect(line).toHaveTextContent("Live · updated just now");
    expect(screen.getAllByText("2 minutes old").length).toBeGreaterThan(3);
    const reads = jest.spyOn(market, "quote");
    time += 3 * 60_000;
    act(() => jest.advanceTimersByTime(60_000));
    expect(line).toHaveTextContent("Live · updated 3 minutes ago");
    expect(screen.getAllByText("5 minutes old").length).toBeGreaterThan(3);
    expect(screen.queryByText("2 minutes old")).toBeNull();
    expect(reads).not.toHaveBeenCalled();
    unmount();
    expect(jest.getTimerCount()).toBe(0);
  } finally {
    jest.useRealTimers();
  }
});
