/** @jest-environment jsdom */
import { act, screen } from "@testing-library/react";
import { run } from "axe-core";
import type { UserEvent } from "@testing-library/user-event";
import { insertButton, now, openPane, showView } from "./openPane";
import { content, fetched } from "./someMarket";

async function check(): Promise<void> {
  document.querySelectorAll("[data-tabster-dummy]").forEach((dummy) => dummy.remove());
  const { violations } = await run(document.body);
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
}

const unfold = (user: UserEvent, name: string) => user.click(screen.getByRole("button", { name }));

test("the checker finds nothing in the market of a live workbook, unfolded, with problems and a question", async () => {
  const { user, fake, say, showMarket } = await openPane();
  const problem = { label: "Pools", message: "mempool.space did not answer in time: try again later." };
  showMarket(
    { kind: "live" },
    {
      ...content,
      quotes: [...content.quotes, fetched("doge.price", 0.12, "CoinGecko")],
      pools: { pools: [{ name: "Foundry", blocks: 300 }], days: 7, asOf: now(), source: "mempool.space" },
    },
  );
  say({
    round: { done: 3, total: 11 },
    problems: [problem, { ...problem, label: "Fees" }],
    notice: { intent: "error", text: "The workbook is protected: unprotect it." },
  });
  await unfold(user, "Other coins");
  await unfold(user, "Pools of the last week");
  await unfold(user, "2 sources did not answer");
  fake.state.isOccupied = true;
  await user.click(insertButton());
  await check();
});

test("nor in the other states of the market", async () => {
  const { user, say, showMarket } = await openPane();
  await check();
  showMarket({ kind: "frozen", frozenAt: now() }, content);
  const price = fetched("btc.price", 100_000, "Kraken");
  say({ staged: [{ series: "btc.price", before: price, after: { ...price, value: 99_000 } }] });
  await user.click(screen.getByRole("button", { name: "Set live" }));
  await check();
  showMarket({ kind: "unreadable", reason: "They were written by a newer version" });
  await check();
  showMarket({ kind: "starting" });
  await check();
});

test("nor in the settings, with mistakes and an import", async () => {
  const { user, say } = await openPane();
  await showView(user, "Settings");
  say({ needsReload: true });
  await user.type(screen.getByRole("textbox", { name: "Proxy" }), "ftp://x{Enter}");
  await unfold(user, "Import a saved response");
  await check();
});

test("nor in the list of functions", async () => {
  const { user } = await openPane();
  await showView(user, "Functions");
  await check();
});

test("nor in a function", async () => {
  const { user } = await openPane();
  await showView(user, "Functions");
  await user.click(screen.getByRole("button", { name: /^MINER_NPV/ }));
  await act(() => Promise.resolve());
  await check();
});
