import { cashflowsOf, type Cashflows } from "../../../src/core/cashflow/cashflows";
import { internalRateOfReturn } from "../../../src/core/cashflow/internalRate";
import { netPresentValue, payback } from "../../../src/core/cashflow/valuation";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { at } from "../../../src/core/numeric/at";
import { golden1, golden2 } from "./golden";

/** To the digits given: half a unit of the last one, and the last bits that doubles lose on the way. */
function expectDigits(actual: number, digits: string): void {
  const decimals = digits.split(".")[1]?.length ?? 0;
  expect(actual).toBeWithin(Number(digits), { absolute: 0.5 * 10 ** -decimals + 1e-15 * Math.abs(actual) });
}

/** The columns of a table of docs/formulas.md by their heading. */
function columnsOf(flows: Cashflows): (name: string) => Float64Array {
  const columns: Record<string, Float64Array | undefined> = {
    Height: flows.months.height,
    Subsidy: flows.months.subsidy,
    Difficulty: flows.months.difficulty,
    Price: flows.months.price,
    Runs: flows.share,
    BTC: flows.btc,
    Revenue: flows.revenue,
    "Other revenue": flows.otherRevenue,
    Power: flows.power,
    "Other opex": flows.otherOpex,
    Tax: flows.tax,
    "Coins kept": flows.coinsKept,
    Interest: flows.interest,
    Principal: flows.principal,
    Capital: flows.capital,
    "Net cash": flows.net,
    Cumulative: flows.cumulative,
    Depreciation: flows.depreciation,
    Heat: flows.heat,
    "Profit share": flows.profitShare,
    Days: flows.months.days,
    Date: flows.months.dates,
    "Taxable profit X(t)": flows.taxableProfit,
    "Losses carried C(t)": flows.lossForward,
    "Loan balance": flows.balance,
  };
  return (name) => columns[name] ?? new Float64Array();
}

const columnNames = [
  "Difficulty",
  "Price",
  "BTC",
  "Revenue",
  "Power",
  "Depreciation",
  "Tax",
  "Net cash",
  "Cumulative",
];

describe("golden case 1", () => {
  const model = modelOf(golden1, []);
  const flows = cashflowsOf(model);
  const column = columnsOf(flows);
  // The rows of docs/formulas.md, Worked cases, to more digits: by 50-digit arithmetic.
  // month, height, subsidy, difficulty, price, BTC, revenue, power, depreciation, tax, net, cumulative
  test.each([
    [
      1,
      1042000,
      "3.125",
      "150748134316813.3",
      "100762.565990537",
      "0.00284443334821969",
      "286.61240295567",
      "130.456305632788",
      "1200",
      "0",
      "151.156097322882",
      "-3848.84390267712",
    ],
    [
      2,
      1046383,
      "2.85192790326261",
      "152255615659981.5",
      "102305.187522046",
      "0.00256154370399465",
      "262.05920898309",
      "130.220236020356",
      "1200",
      "0",
      "126.838972962733",
      "-3722.00492971438",
    ],
    [
      3,
      1050766,
      "1.5625",
      "153778171816581.3",
      "103871.425772385",
      "0.00139546953307559",
      "144.949410022485",
      "129.984593592042",
      "1200",
      "0",
      "409.964816430443",
      "-3312.04011328394",
    ],
  ] as const)("month %i", (month, height, ...digits) => {
    expect(at(column("Height"), month)).toBe(height);
    for (const [index, name] of ["Subsidy", ...columnNames].entries())
      expectDigits(at(column(name), month), String(digits[index]));
  });

  test("NPV", () => expectDigits(netPresentValue(flows, model.discountRate), "-3327.28638023679"));
});

describe("golden case 2", () => {
  const model = modelOf(golden2, []);
  const flows = cashflowsOf(model);
  const column = columnsOf(flows);
  test.each([
    [
      1,
      "167705098312484",
      "100762.565991",
      "0.00255682757857",
      "257.632507612",
      "130.456305633",
      "5.83333333333",
      "37.9028605939",
      "29.8652144826",
      "-210.134785517",
    ],
    [
      2,
      "209631372890605",
      "102305.187522",
      "0.00186045346321",
      "190.33404043",
      "130.22023602",
      "5.83333333333",
      "17.7841413228",
      "-0.253847020897",
      "-210.388632538",
    ],
    [3, "262039216113257", "103871.425772", "0", "0", "0", "5.83333333333", "0", "5", "-205.388632538"],
    [
      4,
      "327549020141571",
      "105461.642301",
      "0",
      "0",
      "0",
      "5.83333333333",
      "0",
      "222.351538788",
      "16.9629062502",
    ],
  ] as const)("month %i", (month, ...digits) => {
    for (const [index, name] of columnNames.entries())
      expectDigits(at(column(name), month), String(digits[index]));
  });

  test("NPV, IRR and payback", () => {
    expectDigits(netPresentValue(flows, model.discountRate), "8.3043330057798");
    expectDigits(internalRateOfReturn(flows.net), "0.2536680046");
    expectDigits(payback(flows), "3.92371131613");
  });

  test("kept coins at the final price", () => {
    expectDigits(at(flows.capital, 4) - 100, "117.351538788");
  });
});

test("a month in which the machines are off is not run, with or without shutdown", () => {
  for (const shutdown of [true, false]) {
    const flows = cashflowsOf({ ...modelOf(golden1, []), uptime: [0.97, 0, 0.97], shutdown });
    expect([...flows.share]).toEqual([0, 1, 0, 1]);
    expect([flows.btc[2], flows.revenue[2], flows.power[2], flows.otherOpex[2]]).toEqual([0, 0, 0, 5]);
  }
});
