import { readFileSync } from "node:fs";
import { blockSubsidy } from "../../../src/core/network/subsidy";
import { withDerived } from "../../../src/data/derived";
import { readSnapshot, snapshot } from "../../../src/data/embedded/snapshot";
import { allSeries, type Series, seriesFacts } from "../../../src/data/series";

const text = readFileSync("src/data/embedded/default-snapshot.json", "utf8");
const market = withDerived(snapshot);
const quoteOf = (series: Series) => market.get(series);
const valueOf = (series: Series) => quoteOf(series)?.value ?? NaN;

// From the file, by hand: the facts of 2026-10-05 09:41:44 UTC.
test.each([
  ["btc.price", 85956.45, "embedded"],
  ["btc.difficulty", 132716002350731.3, "embedded"],
  ["btc.height", 969991, "embedded"],
  ["btc.subsidy", 3.125, "derived"],
  ["btc.fees", 0.014073, "embedded"],
  ["btc.next_halving_height", 1050000, "derived"],
  ["btc.next_retarget_height", 969696 + 2016, "derived"],
] as const)("%s is %d, %s", (series, value, quality) =>
  expect(quoteOf(series)).toMatchObject({ value, quality, asOf: Date.UTC(2026, 9, 5, 9, 41, 44) }),
);

test("the estimated change is a share", () =>
  expect(valueOf("btc.next_retarget_change")).toBeCloseTo(-0.01909509687533617, 15));

test("hashrate and hashprice follow from difficulty, price, subsidy and fees", () => {
  const hashesPerSecond = (132716002350731.3 * 4294967296) / 600;
  expect(valueOf("btc.hashrate")).toBeCloseTo(hashesPerSecond / 1e18, 9);
  expect(valueOf("btc.hashrate")).not.toBe(950.018);
  const shareOfPetahash = 1e15 / hashesPerSecond;
  expect(valueOf("btc.hashprice")).toBeCloseTo(shareOfPetahash * 144 * (3.125 + 0.014073) * 85956.45, 9);
  // What the file states per TH, rounded.
  expect(valueOf("btc.hashprice") / 1000).toBeCloseTo(0.040899, 6);
});

test("the difficulty is what the compact bits 17021ef0 say", () => {
  const bits = 0x17021ef0;
  const target = (bits & 0xffffff) * 256 ** ((bits >>> 24) - 3);
  expect(valueOf("btc.difficulty")).toBeCloseTo((0xffff * 2 ** 208) / target, 1);
  expect(quoteOf("btc.difficulty")?.source).toContain("17021ef0");
});

test("the subsidy and the halving are those of the height", () => {
  expect(valueOf("btc.subsidy")).toBe(blockSubsidy(valueOf("btc.height")));
  expect(blockSubsidy(valueOf("btc.next_halving_height") - 1)).toBe(valueOf("btc.subsidy"));
  expect(blockSubsidy(valueOf("btc.next_halving_height"))).toBe(valueOf("btc.subsidy") / 2);
  const blocksToRetarget = valueOf("btc.next_retarget_height") - valueOf("btc.height");
  expect(blocksToRetarget).toBeGreaterThan(0);
  expect(blocksToRetarget).toBeLessThanOrEqual(2016);
});

test("what is built in has one quote a series, in order, with label, unit and source", () => {
  const built = [...market.keys()];
  expect(built).toEqual(allSeries.filter((series) => built.includes(series)));
  expect(built).toHaveLength(11);
  for (const { series, source } of market.values()) {
    const { label, unit } = seriesFacts[series];
    expect([label, unit, source]).not.toContain("");
  }
});

// mempool.space, difficulty-adjustment recorded at that moment: estimatedRetargetDate 1792247483120, computed from
// the average of the last 504 blocks; ours is the pace of the whole epoch.
test("the next adjustment is expected within an hour or two of the published estimate", () => {
  const published = 25569 + 1792247483120 / 86_400_000;
  expect(Math.abs(valueOf("btc.next_retarget") - published)).toBeLessThan(0.15);
});

describe("strict reading", () => {
  const changed = (
    change: (btc: Record<string, unknown>, file: Record<string, unknown>) => void,
  ): unknown => {
    const file = JSON.parse(text) as Record<string, unknown>;
    change(file["btc"] as Record<string, unknown>, file);
    return file;
  };
  const fields = ["difficulty", "tipHeight", "epochStartTime", "estDifficultyChangePct"];

  test.each([...fields, "feesPerBlockBtc", "priceUsd"])("names a missing %s", (field) =>
    expect(() => readSnapshot(changed((btc) => Reflect.deleteProperty(btc, field)))).toThrow(
      `snapshot: btc.${field} is missing`,
    ),
  );

  test.each([
    [
      "a text for a number",
      (btc: Record<string, unknown>) => (btc["priceUsd"] = { value: "1", source: "x" }),
    ],
    ["null for a number", (btc: Record<string, unknown>) => (btc["priceUsd"] = { value: null, source: "x" })],
    ["no source", (btc: Record<string, unknown>) => (btc["priceUsd"] = { value: 1 })],
    ["an empty source", (btc: Record<string, unknown>) => (btc["priceUsd"] = { value: 1, source: "" })],
  ])("refuses %s", (_what, change) =>
    expect(() => readSnapshot(changed(change))).toThrow(/^snapshot: btc\.priceUsd\.(value|source) (must|is)/),
  );

  test.each([
    ["priceUsd", -5, "btc.price is -5, too low to be right"],
    ["difficulty", 145, "btc.difficulty is 145: no block"],
    ["tipHeight", 1, "btc.height is 1, too low to be right"],
    ["feesPerBlockBtc", 1e9, "btc.fees is 1000000000, too high to be right"],
    ["estDifficultyChangePct", 301, "btc.next_retarget_change is 3.01, too high to be right"],
  ])("refuses a %s of %d, as it does from a source", (field, value, message) =>
    expect(() => readSnapshot(changed((btc) => (btc[field] = { value, source: "x" })))).toThrow(
      `snapshot: ${message}`,
    ),
  );

  test("refuses a file whose moment is missing or invalid", () => {
    expect(() => readSnapshot(changed((_btc, file) => delete file["asOf"]))).toThrow(
      "snapshot: asOf is missing",
    );
    expect(() => readSnapshot(changed((_btc, file) => (file["asOf"] = "soon")))).toThrow(
      "asOf must be a date",
    );
    expect(() => readSnapshot(null)).toThrow("snapshot: asOf is missing");
  });
});
