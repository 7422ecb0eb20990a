import fc from "fast-check";
import { NoAnswerError } from "../../../src/core/errors";
import { poolAudit, type AuditCase } from "../../../src/core/pools/audit";

const twoDays: AuditCase = {
  payoutsBtc: [0.0412, 0.0388],
  hashratesTh: [100000, 95000],
  difficulties: [1.5e14, 1.5e14],
  subsidyBtc: [3.125],
  feesBtc: [0.03],
  poolFee: 0.02,
};

// By 50-digit arithmetic: 1e17 x 86400 / (1.5e14 x 2^32) x 3.155 x 0.98.
test("two days", () => {
  const { days, total } = poolAudit(twoDays);
  expect(days[0]?.expected).toBeWithin(0.0414656102657318115, { absolute: 5e-17 });
  expect(days[1]?.difference).toBeWithin(-0.000592329752445220947, { absolute: 5e-17 });
  expect(total.expected).toBeWithin(0.0808579400181770325, { absolute: 5e-16 });
  expect(total.paid).toBeWithin(0.08, { absolute: 5e-16 });
  expect(Number(total.shareOfExpected)).toBeWithin(0.989389539011454339, { absolute: 5e-14 });
});

test("the total is the sum of the days", () => {
  const day = fc.tuple(
    fc.double({ min: 0, max: 2, noNaN: true }),
    fc.double({ min: 1, max: 1e7, noNaN: true }),
    fc.double({ min: 1e13, max: 1e15, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  const law = (rows: [number, number, number, number][]) => {
    const { days, total } = poolAudit({
      ...twoDays,
      payoutsBtc: rows.map(([paid]) => paid),
      hashratesTh: rows.map(([, hashrate]) => hashrate),
      difficulties: rows.map(([, , difficulty]) => difficulty),
      feesBtc: rows.map(([, , , fees]) => fees),
    });
    const add = (of: (line: (typeof days)[number]) => number) =>
      days.reduce((sum, line) => sum + of(line), 0);
    expect(total.expected).toBeWithin(
      add(({ expected }) => expected),
      { absolute: 5e-11 },
    );
    expect(total.difference).toBeWithin(
      add(({ difference }) => difference),
      { absolute: 5e-10 },
    );
    expect(total.paid - total.expected).toBe(total.difference);
  };
  fc.assert(fc.property(fc.array(day, { minLength: 1, maxLength: 40 }), law));
});

test("fees and subsidies of each day", () => {
  const { days } = poolAudit({ ...twoDays, subsidyBtc: [3.125, 1.5625], feesBtc: [0, 0] });
  expect((days[1]?.expected ?? NaN) / (days[0]?.expected ?? NaN)).toBeWithin(0.95 / 2, { absolute: 5e-15 });
});

test.each([
  ["hashrates_th", { hashratesTh: [1] }],
  ["difficulties", { difficulties: [1, 2, 3] }],
  ["subsidy_btc", { subsidyBtc: [1, 2, 3] }],
  ["fees_btc", { feesBtc: [1, 2, 3] }],
])("unequal lengths of %s are named", (name, change) => {
  expect(() => poolAudit({ ...twoDays, ...change })).toThrow(
    `${name} must have as many values as payouts_btc (2), got ${Object.values(change)[0]?.length}`,
  );
});

test("where nothing was expected there is no share", () => {
  const { total } = poolAudit({ ...twoDays, subsidyBtc: [0], feesBtc: [0] });
  expect(total.shareOfExpected).toBeInstanceOf(NoAnswerError);
  expect(total.difference).toBeWithin(0.08, { absolute: 5e-16 });
});

test("agreement with whole satoshis: what a day's hashes find on average", () => {
  // In integers: hashes x reward x (1 - fee) over difficulty x 2^32.
  const hashes = 100000n * 10n ** 12n * 86400n;
  const expectedE20 = (hashes * 3155n * 98n * 10n ** 15n) / (150000000000000n * 2n ** 32n);
  const { days } = poolAudit(twoDays);
  expect(days[0]?.expected).toBeWithin(Number(expectedE20) / 1e20, { absolute: 5e-16 });
});
