import { audit } from "../../src/workfile/audit/audit";
import { computedText, marketText, sectionsOf, verdictText } from "../../src/workfile/audit/report";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { recalculate } from "../../src/workfile/recalculate";
import { withMining as f } from "../audit/plainBooks";
import { smallBook, type SmallCell } from "./smallBook";

const audited = (rows: SmallCell[][]) =>
  audit(
    recalculate(smallBook({ sheets: { Model: rows } }), { set: [] }, nodeCompression).file,
    {},
    nodeCompression,
  );

/** Two hashcosts: one with a bad PUE, one with a price in another unit. */
const faulty: SmallCell[][] = [
  ["Efficiency (J/TH)", 17.5],
  ["Power price (USD/MWh)", 50],
  ["PUE", 0.9],
  ["Hashcost", f("MINING.HASHCOST(B1,B2)")],
  ["Hashcost at site", f("MINING.HASHCOST(B1,0.05,B3)")],
];

test("findings come by severity and kind, with the advice once where it is the same", () => {
  const { findings } = audited(faulty);
  const sections = sectionsOf(findings);
  expect(sections.map(({ heading }) => heading)).toEqual(["To correct", "To look at", "To know"]);
  const [gravest] = sections;
  expect(gravest?.groups.map(({ title }) => title)).toContain("Error in a MINING cell");
  for (const { count, groups } of sections)
    expect(groups.reduce((sum, group) => sum + group.findings.length, 0)).toBe(count);
  for (const { advice, findings: list } of sections.flatMap(({ groups }) => groups)) {
    const said = new Set(list.map((finding) => finding.advice));
    expect(advice).toBe(said.size === 1 ? [...said][0] : undefined);
  }
  expect(sections.flatMap(({ groups }) => groups.flatMap((group) => group.findings)).length).toBe(
    findings.length,
  );
});

test("advice that differs within a kind is left to each finding", () => {
  const finding = (advice: string) => ({
    kind: "unit" as const,
    severity: "error" as const,
    place: undefined,
    message: "m",
    advice,
  });
  const [section] = sectionsOf([finding("one"), finding("other")]);
  expect(section?.groups).toMatchObject([{ title: "Units that do not fit", advice: undefined }]);
  expect(section?.groups[0]?.findings).toHaveLength(2);
});

test("the summary says what was computed and how, and what the market is", () => {
  const result = audited([
    ["Price", { f: '_xldudf_MINING_MARKET("btc.price")', v: 60000 }],
    ["Hashcost", f("MINING.HASHCOST(17.5,0.05)")],
    ["Twice", f("B2*2")],
  ]);
  expect(computedText(result)).toBe(
    "2 of 3 formulas were computed again. 2 cells call MINING functions: 1 with a native form for any Excel, 0 with one that needs LAMBDA, 1 with none; 1 was computed a second time by it.",
  );
  const day = (moment: number) => new Date(moment).toISOString().slice(0, 10);
  expect(marketText(result, day)).toBe("The market is not frozen, and 1 cell shows it as it is at the time.");
  expect(
    marketText(
      { ...result, freeze: { frozenAt: 0, version: "1", content: { quotes: [], history: {} } } },
      day,
    ),
  ).toBe("The market is frozen, as of 1970-01-01.");
  expect(verdictText(result.findings)).toBe("nothing was found");
  expect(verdictText(audited(faulty).findings)).toBe("2 to correct, 2 to look at");
});

test("a workbook without MINING cells, or without formulas, says so", () => {
  const plain = audited([[1, f("A1*2")]]);
  expect(computedText(plain)).toBe("1 of 1 formula was computed again. No cell calls a MINING function.");
  expect(marketText(plain, String)).toBeUndefined();
  expect(computedText(audited([["nothing"]]))).toBe("The workbook has no formulas.");
});
