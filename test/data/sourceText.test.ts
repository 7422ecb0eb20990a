import { online } from "./feed/smallRoutes";
import { accessOf } from "../../src/data/address";
import { providers } from "../../src/data/providers/provider";
import { defaultSettings } from "../../src/data/settings";
import { isSourceKnown, originOf, savedSource, sourcesText, wayOf } from "../../src/data/sourceText";

const own = { ...defaultSettings, mempoolUrl: "https://own.example:8080/api" };
const proxied = { ...own, proxyUrl: "https://proxy.example/feed" };

describe("a source is known", () => {
  const direct = providers.map((provider) => accessOf(provider, defaultSettings).source);
  const ways = providers.flatMap((provider) => [
    accessOf(provider, own).source,
    accessOf(provider, proxied).source,
    savedSource(provider, defaultSettings),
    savedSource(provider, own),
  ]);

  test.each([...direct, ...ways])("when only one is named: %s", (source) => {
    expect(isSourceKnown(source)).toBe(true);
    expect(isSourceKnown(`${source} (live when frozen)`)).toBe(true);
    expect(isSourceKnown(`${source} (cached when frozen)`)).toBe(true);
  });

  test("when several are named, whichever way each came", () => {
    for (const one of [...direct, ...ways])
      for (const other of ways) {
        expect(isSourceKnown(`Mean of ${sourcesText([one, other])} (live when frozen)`)).toBe(true);
        expect(isSourceKnown(`Median of ${sourcesText([one, "Bitstamp", other])}`)).toBe(true);
      }
  });

  test.each([
    "Derived: difficulty × 2^32 ÷ 600 seconds (live)",
    "WhatToMine coins/1.json exchange_rate, recorded 2026-10-05 (embedded when frozen)",
  ])("when it is derived or built in: %s", (source) => expect(isSourceKnown(source)).toBe(true));
});

test.each([
  "The Moon",
  "",
  "not Kraken",
  "Krakens",
  "Kraken and the Moon",
  "Median of Coinbase, the Moon and Bitstamp (live when frozen)",
  "Kraken (true when frozen)",
  "Kraken through proxy.example and more",
  "mempool-space",
  "a friend (own instance) of mine",
  "the Moon; Derived: difficulty",
])("a source is not known where others are named: %s", (source) => expect(isSourceKnown(source)).toBe(false));

test("who stated a value is kept separate from the way it came", () => {
  const proxied = accessOf("mempool", {
    ...online,
    mempoolUrl: "https://own.example",
    proxyUrl: "https://p.example:1",
  });
  expect(originOf(proxied.source)).toBe("own.example (own instance)");
  expect(wayOf(proxied.source)).toBe(" through p.example:1");
  const saved = savedSource("kraken", { ...online, proxyUrl: "no address at all" });
  expect([saved, originOf(saved), wayOf(saved)]).toEqual([
    "Kraken, saved response",
    "Kraken",
    ", saved response",
  ]);
  expect([originOf("Kraken"), wayOf("Kraken")]).toEqual(["Kraken", ""]);
});
