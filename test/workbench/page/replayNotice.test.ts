/** @jest-environment jsdom */
import { useReplay } from "../../../src/workbench/page/replayNotice";

const stored = (): unknown => JSON.parse(localStorage.getItem("hashcell.settings") ?? "null");
const notice = { url: "http://127.0.0.1:4001", controlUrl: "http://127.0.0.1:4001/_replay" };

beforeEach(() => {
  localStorage.clear();
  document.body.innerHTML = '<header id="header"><h1 id="title"></h1><div class="actions"></div></header>';
});

test("without a replay nothing is touched", () => {
  const before = document.body.innerHTML;
  useReplay({});
  expect(stored()).toBeNull();
  expect(document.body.innerHTML).toBe(before);
});

test("with one the pane's settings lead to it, and the header says so", () => {
  useReplay(notice);
  expect(stored()).toMatchObject({ isOnline: true, proxyUrl: "http://127.0.0.1:4001" });
  const header = document.getElementById("header");
  expect(header?.textContent).toContain("Replayed data");
  expect(header?.querySelector("a")?.href).toBe("http://127.0.0.1:4001/_replay");
});

test("what the user had chosen stays", () => {
  const chosen = { currency: "eur", refreshMinutes: 5, proxyUrl: "https://old.example", isOnline: false };
  localStorage.setItem("hashcell.settings", JSON.stringify(chosen));
  useReplay(notice);
  expect(stored()).toMatchObject({
    currency: "eur",
    refreshMinutes: 5,
    proxyUrl: "http://127.0.0.1:4001",
    isOnline: true,
  });
});

test("settings that cannot be read are begun again", () => {
  localStorage.setItem("hashcell.settings", "{");
  useReplay(notice);
  expect(stored()).toMatchObject({ isOnline: true, proxyUrl: "http://127.0.0.1:4001" });
});
