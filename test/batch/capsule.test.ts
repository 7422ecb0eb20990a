import { capsuleOf, capsuleText, type RunCapsule } from "../../src/batch/capsule";
import { sha256 } from "../../src/batch/job";

const job = (first: number) => ({
  first,
  rows: 2,
  sites: 2,
  lines: 4,
  failed: 1,
  models: sha256(`models ${first}`),
  results: sha256(`results ${first}`),
});

const capsule: RunCapsule = {
  at: "2026-11-30T12:34:56.789Z",
  input: { file: "sites.xlsx", sha256: sha256("sites"), table: "Sites!A1:C9" },
  plan: {
    version: "1.6.0",
    metrics: ["npv", "irr"],
    paths: 100,
    percentiles: [5, 97.5],
    seed: 3,
    scenarios: [
      ["Scenario", "btc price", "shutdown", "probability"],
      ["Base", null, true, 0.75],
      ["Bear", "x0.7", null, 0.25],
    ],
    market: { frozenAt: 1_790_000_000_000, values: { btcPrice: 91_234.5 }, text: '{"a":1}' },
  },
  results: { file: "results.csv", sites: 4, lines: 8, failed: 2 },
  size: 2,
  jobs: [job(1), job(3)],
};

const text = capsuleText(capsule);

test("what is written is read", () => {
  expect(capsuleOf(text)).toMatchObject({ capsule, isWhole: true });
  const without = capsuleOf(
    capsuleText({ ...capsule, plan: { ...capsule.plan, scenarios: undefined, market: undefined } }),
  );
  expect(without).toMatchObject({ capsule: { jobs: capsule.jobs }, isWhole: true });
  expect([without.capsule.plan.scenarios, without.capsule.plan.market]).toEqual([undefined, undefined]);
});

test("each job is a line", () => {
  expect(text.split("\n").filter((line) => line.trim().startsWith('{"first"'))).toHaveLength(2);
});

test("in another order, with other blanks, it says the same", () => {
  const turned = (value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, own]) => [key, turned(own)]),
        )
      : value;
  expect(capsuleOf(JSON.stringify(turned(JSON.parse(text))))).toMatchObject({ capsule, isWhole: true });
});

test("whichever digit is changed, it is seen", () => {
  const places = [...text.matchAll(/\d/g)].map(({ index }) => index);
  expect(places.length).toBeGreaterThan(250);
  let [seen, refused] = [0, 0];
  for (const place of places) {
    const digit = (Number(text[place]) + 1) % 10;
    try {
      const { isWhole } = capsuleOf(text.slice(0, place) + String(digit) + text.slice(place + 1));
      if (!isWhole) seen += 1;
    } catch (error) {
      expect((error as Error).message).toMatch(/^the capsule was changed|^a later version|it is no JSON$/);
      refused += 1;
    }
  }
  expect(seen + refused).toBe(places.length);
  expect(seen).toBeGreaterThan(250);
});

test.each<[string, string, string]>([
  ["no JSON", "{", "it is no capsule of a run: it is no JSON"],
  ["another file", "{}", 'it is no capsule of a run: such a file ends in ".run.json"'],
  ["null", "null", "it is no capsule of a run"],
  [
    "a later format",
    text.replace('"format": 1', '"format": 2'),
    "a later version of Hashcell made this capsule",
  ],
  [
    "jobs without sites",
    text.replace('"size": 2', '"size": 0'),
    "cannot be used: size is not as it should be",
  ],
  ["another metric", text.replace('"irr"', '"irt"'), "cannot be used: plan.metrics.1 is not as it should be"],
  ["other scenarios", text.replace("0.25", "0.35"), "cannot be used: scenarios, probability, must sum to 1"],
])("%s is refused", (_, own, message) => {
  expect(() => capsuleOf(own)).toThrow(message);
});
