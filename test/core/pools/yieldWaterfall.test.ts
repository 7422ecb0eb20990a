import fc from "fast-check";
import { NoAnswerError } from "../../../src/core/errors";
import { hashprice } from "../../../src/core/economics/hashprice";
import { waterfallSchemes, yieldWaterfall, type WaterfallCase } from "../../../src/core/pools/yieldWaterfall";
import { call } from "../../functions/host";

const twoPeriods: WaterfallCase = {
  nameplateTh: [100000],
  difficulty: [1.5e14, 1.52e14],
  subsidyBtc: [3.125],
  feesBtc: [0.05],
  days: [15],
  hashrateTh: [96000, 97000],
  paidBtc: [1.15],
  uptime: [0.97, 0.98],
  staleShare: [0.004],
  rejectedShare: [0.002],
  poolFee: [0.02],
  scheme: "pplns",
  poolHashrateTh: [3e7],
  confidence: 0.95,
};

// By another implementation, and by a third in 30 digits that sums the Poisson terms.
const golden = [
  ["Nameplate", 1.26899808253113, 1],
  ["Hashrate shortfall", -0.0444569526926467, -0.0350331125827814],
  ["Downtime", -0.030622352404814, -0.0241311258278146],
  ["Stale shares", -0.00477567510973465, -0.0037633430463576],
  ["Rejected shares", -0.00238783755486738, -0.00188167152317885],
  ["Pool fee", -0.0237351052953814, -0.0187038149403974],
  ["Expected", 1.16302015947368, 0.91648693207947],
  ["Luck and unexplained", -0.0130201594736818, -0.0102601884533285],
  ["Paid", 1.15, 0.906226743626142],
] as const;

test.each(golden.map(([step, btc, share], row) => ({ step, btc, share, row })))(
  "two periods in a pplns pool: $step",
  ({ step, btc, share, row }) => {
    const line = yieldWaterfall(twoPeriods)[row];
    expect(line?.step).toBe(step);
    expect(line?.btc).toBeWithin(btc, { absolute: 1e-14 });
    expect(line?.shareOfNameplate).toBeWithin(share, { absolute: 1e-14 });
  },
);

const luckOf = (given: WaterfallCase) => {
  const line = yieldWaterfall(given)[7];
  if (line === undefined) throw new Error("no luck");
  return line;
};

test("the bounds of its luck are 99 and 142 blocks of 119.905330632862", () => {
  const { lower, upper } = luckOf(twoPeriods);
  expect(lower).toBeWithin(-0.202770976387417, { absolute: 1e-14 });
  expect(upper).toBeWithin(0.214306951619748, { absolute: 1e-14 });
});

test("only luck has bounds, and only in a pool with luck", () => {
  const bounded = (scheme: WaterfallCase["scheme"]) =>
    yieldWaterfall({ ...twoPeriods, scheme }).flatMap(({ step, lower, upper }) =>
      lower === undefined && upper === undefined ? [] : [step],
    );
  expect(bounded("fpps")).toEqual([]);
  expect(bounded("pplns")).toEqual(["Luck and unexplained"]);
  expect(bounded("solo")).toEqual(["Luck and unexplained"]);
});

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const share = within(0, 1);
const row = fc.record({
  nameplateTh: within(1, 1e6),
  difficulty: within(1e13, 1e15),
  subsidyBtc: within(0.1, 6.25),
  feesBtc: within(0, 1),
  days: within(0.1, 400),
  hashrateTh: within(0, 2e6),
  paidBtc: within(0, 100),
  uptime: share,
  staleShare: within(0, 0.5),
  rejectedShare: within(0, 0.5),
  poolFee: share,
  poolHashrateTh: within(2e6, 1e9),
});
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never;

const caseOf = (rows: readonly Row[], scheme: WaterfallCase["scheme"], confidence = 0.95): WaterfallCase => ({
  nameplateTh: rows.map(({ nameplateTh }) => nameplateTh),
  difficulty: rows.map(({ difficulty }) => difficulty),
  subsidyBtc: rows.map(({ subsidyBtc }) => subsidyBtc),
  feesBtc: rows.map(({ feesBtc }) => feesBtc),
  days: rows.map(({ days }) => days),
  hashrateTh: rows.map(({ hashrateTh }) => hashrateTh),
  paidBtc: rows.map(({ paidBtc }) => paidBtc),
  uptime: rows.map(({ uptime }) => uptime),
  staleShare: rows.map(({ staleShare }) => staleShare),
  rejectedShare: rows.map(({ rejectedShare }) => rejectedShare),
  poolFee: rows.map(({ poolFee }) => poolFee),
  scheme,
  poolHashrateTh: rows.map(({ poolHashrateTh }) => poolHashrateTh),
  confidence,
});

test("the steps add up to what is expected, and with the luck to what was paid", () => {
  const law = (rows: Row[], scheme: WaterfallCase["scheme"]) => {
    const lines = yieldWaterfall(caseOf(rows, scheme));
    const btc = lines.map((line) => line.btc);
    const [nameplate = NaN] = btc;
    const expected = btc[6] ?? NaN;
    const steps = btc.slice(0, 6).reduce((sum, value) => sum + value, 0);
    expect(steps).toBeWithin(expected, { absolute: 1e-12 * nameplate });
    const paid = rows.reduce((sum, { paidBtc }) => sum + paidBtc, 0);
    expect(expected + (btc[7] ?? NaN)).toBeWithin(paid, { absolute: 1e-12 * Math.max(nameplate, paid) });
    expect(btc[8]).toBeWithin(paid, { relative: 1e-14 });
    // None but the shortfall is ever positive.
    for (const loss of btc.slice(2, 6)) expect(loss).toBeLessThanOrEqual(1e-12 * nameplate);
  };
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), fc.constantFrom(...waterfallSchemes), law),
  );
});

test("the nameplate is hashprice at a price of 1 over the days, and periods add up", () => {
  const law = (rows: Row[]) => {
    const whole = yieldWaterfall(caseOf(rows, "fpps"));
    const parts = rows.map((one) => yieldWaterfall(caseOf([one], "fpps")));
    for (const [index, { btc }] of whole.entries()) {
      const sum = parts.reduce((total, lines) => total + (lines[index]?.btc ?? NaN), 0);
      expect(btc).toBeWithin(sum, { absolute: 1e-12 * Math.max(whole[0]?.btc ?? NaN, whole[8]?.btc ?? NaN) });
    }
    const daily = rows.reduce(
      (total, { nameplateTh, days, difficulty, subsidyBtc, feesBtc }) =>
        total + nameplateTh * days * hashprice({ btcPrice: 1, difficulty, subsidyBtc, feesBtc, unit: "TH" }),
      0,
    );
    expect(whole[0]?.btc).toBeWithin(daily, { relative: 1e-13 });
  };
  fc.assert(fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), law));
});

test("one value for all is that value in every period", () => {
  const spelt: WaterfallCase = {
    ...twoPeriods,
    nameplateTh: [100000, 100000],
    subsidyBtc: [3.125, 3.125],
    feesBtc: [0.05, 0.05],
    days: [15, 15],
    paidBtc: [0.5, 0.65],
    staleShare: [0.004, 0.004],
    rejectedShare: [0.002, 0.002],
    poolFee: [0.02, 0.02],
    poolHashrateTh: [3e7, 3e7],
  };
  expect(yieldWaterfall(spelt)).toEqual(yieldWaterfall(twoPeriods));
});

/** The smallest number of blocks whose probability, summed term by term from 0, reaches `share`. */
function countReaching(mean: number, share: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  let count = 0;
  for (; sum < share; count++) {
    term *= mean / (count + 1);
    sum += term;
  }
  return count;
}

test("the bounds are the quantiles of the blocks, by summing Poisson terms", () => {
  const law = (mean: number, confidence: number, scheme: "pplns" | "solo") => {
    // A day of the payer brings `mean` blocks: of the pool, or of the miner, who submits all he hashes.
    const payerTh = (mean * 1.5e14 * 2 ** 32) / (86_400 * 1e12);
    const given: WaterfallCase = {
      ...twoPeriods,
      scheme,
      difficulty: [1.5e14],
      days: [1],
      hashrateTh: [scheme === "solo" ? payerTh : payerTh / 3],
      uptime: [1],
      staleShare: [0],
      rejectedShare: [0],
      poolHashrateTh: [payerTh],
      confidence,
    };
    const expected = yieldWaterfall(given)[6]?.btc ?? NaN;
    const { lower, upper } = luckOf(given);
    const count = (bound: unknown) => (Number(bound) / expected + 1) * mean;
    expect(count(lower)).toBeWithin(countReaching(mean, (1 - confidence) / 2), { absolute: 1e-9 });
    expect(count(upper)).toBeWithin(countReaching(mean, (1 + confidence) / 2), { absolute: 1e-9 });
  };
  fc.assert(
    fc.property(
      within(0.01, 400),
      fc.constantFrom(0.5, 0.8, 0.9, 0.95, 0.99),
      fc.constantFrom("pplns", "solo"),
      law,
    ),
  );
});

test("where nothing is hashed there are no blocks to be lucky with", () => {
  const { lower, upper } = luckOf({ ...twoPeriods, scheme: "solo", hashrateTh: [0] });
  expect(lower).toBeInstanceOf(NoAnswerError);
  expect(upper).toBeInstanceOf(NoAnswerError);
});

test("where the nameplate earns nothing there are no shares of it", () => {
  const [nameplate] = yieldWaterfall({ ...twoPeriods, subsidyBtc: [0], feesBtc: [0] });
  expect(nameplate?.btc).toBe(0);
  expect(nameplate?.shareOfNameplate).toBeInstanceOf(NoAnswerError);
});

describe("bad input", () => {
  const column = (...values: unknown[]) => values.map((value) => [value]);
  const good = [1e5, column(1.5e14, 1.52e14), 3.125, 0.05, 15, column(96000, 97000), 1.15];
  const withArgument = (place: number, value: unknown) => {
    const given: unknown[] = [...good, column(0.97, 0.98), 0.004, 0.002, 0.02, "pplns", 3e7, 0.95];
    given[place] = value;
    return given;
  };

  test.each([
    ["nameplate_th must be above 0, got 0", 0, 0],
    ["difficulty, value 2, must be above 0, got 0", 1, column(1.5e14, 0)],
    ["days must be above 0", 4, [[null]]],
    ["hashrate_th must be at least 0, got -1", 5, -1],
    ["hashrate_th must have as many values as difficulty (2), got 3", 5, column(1, 2, 3)],
    ["paid_btc must have as many values as difficulty (2), got 3", 6, column(1, 2, 3)],
    ["paid_btc must be at least 0", 6, -0.1],
    ["uptime must be above 0, got 0 (a blank cell reads as 0 in desktop Excel)", 7, 0],
    ["uptime must be above 0, got 0 (a blank cell reads as 0 in desktop Excel)", 7, [[null]]],
    ["uptime must have as many values as difficulty (2), got 4", 7, column(1, 1, 1, 1)],
    ["uptime, value 2, must be at most 1, got 97: is it 97 %? write 0.97", 7, column(0.9, 97)],
    ["stale_share must be at least 0 and at most 1, got 1.01", 8, 1.01],
    ["rejected_share, period 1, must be at most 1 less stale_share (0.004), got 0.997", 9, 0.997],
    ["rejected_share, period 2, must be at most 1 less stale_share (0.004), got 0.999", 9, column(0, 0.999)],
    ["pool_fee must be at most 1, got 2: is it 2 %? write 0.02", 10, 2],
    ['scheme must be "fpps", "pplns" or "solo"', 11, "pps"],
    ["pool_hashrate_th is missing: pplns needs the hashrate of the whole pool", 12, undefined],
    ["pool_hashrate_th must be above 0, got 0", 12, 0],
    ["pool_hashrate_th must be at least the miner's own (92561.28), got 30", 12, 30],
    ["confidence must be at least 0.5, got 0.05: is it the tail probability? write 0.95", 13, 0.05],
    ["confidence must be below 1, got 95: is it 95 %? write 0.95", 13, 95],
    ["confidence must be at least 0.5 and below 1, got 1", 13, 1],
  ])("%s", (message, place, value) => {
    expect(() => call("YIELD_WATERFALL", ...withArgument(place, value))).toThrow(message);
  });

  test("shares that are blank are 0, and a month of standstill has an uptime of 0", () => {
    const answer = call("YIELD_WATERFALL", ...withArgument(7, column(0.97, 0)));
    expect(answer[1]?.[0]).toBe("Nameplate");
    expect(call("YIELD_WATERFALL", ...withArgument(8, [[null]]))[4]).toEqual(["Stale shares", 0, 0, "", ""]);
  });
});
