import fc from "fast-check";
import { cashflowsOf, type Cashflows } from "../../../src/core/cashflow/cashflows";
import { internalRateOfReturn } from "../../../src/core/cashflow/internalRate";
import { netPresentValue, payback } from "../../../src/core/cashflow/valuation";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { NumericError } from "../../../src/core/errors";
import { at } from "../../../src/core/numeric/at";
import { metricOrError, metrics } from "../../../src/core/cashflow/metrics";
import { minerOption } from "../../../src/core/cashflow/minerOption";
import { mineVsBuy } from "../../../src/core/cashflow/mineVsBuy";
import { anyModel } from "./anyModel";
import { golden1, golden2, golden3, golden4, golden5 } from "./golden";
import { referenceOf } from "./reference";

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

test("machines whose energy overflows are not taken for ones that never run", () => {
  const huge = modelOf(golden1, [[["hashrate"]], [[1.7e308]]]);
  expect(() => cashflowsOf(huge)).toThrow(NumericError);
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

// Cases 3 to 5 of docs/formulas.md, Worked cases, to 15 digits: a line a month, from 0 on. What has no answer says why.
const case3 = [
  `
| Month | Height | Subsidy | Difficulty | Price | Runs | BTC | Revenue | Other revenue | Power | Other opex | Tax |
| 0 |  |  |  |  |  | 0 | 0 | 0 | 0 | 0 | 0 |
| 1 | 1032000 | 3.125 | 150748134316813 | 100762.565990537 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
| 2 | 1036032 | 3.125 | 152255615659981 | 102305.187522046 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
| 3 | 1040496 | 3.125 | 153778171816581 | 103871.425772385 | 0 | 0 | 0 | 9 | 0 | 5.06106668448566 | 0 |
| 4 | 1044816 | 3.125 | 155315953534747 | 105461.642301012 | 1 | 0.00144503353980368 | 152.395610287741 | 0 | 68.7892649585954 | 5.08570168248697 | 7.16363717531458 |
| 5 | 1049280 | 1.82291666666667 | 156869113070095 | 107076.204202672 | 1 | 0.00164290235892838 | 175.915748469668 | 2 | 137.282269623771 | 5.11045659258673 | 0 |
| 6 | 1053600 | 1.5625 | 158437804200796 | 108715.484192136 | 1 | 0.00144462249026527 | 157.052833504039 | 0 | 142.208206226804 | 5.13533199846313 | 0 |
| 7 | 1058064 | 1.5625 | 160022182242804 | 110379.86069024 | 0 | 0 | 0 | 0 | 0 | 5.16032848663548 | 0 |
| 8 | 1062528 | 1.5625 | 161622404065232 | 112069.717911242 | 1 | 0.00137047521299171 | 153.58877052433 | 0 | 134.458821458286 | 5.18544664647796 | 0 |
| 9 | 1066848 | 1.5625 | 163238628105884 | 113785.445951517 | 1 | 0.00140213635652617 | 159.542710612166 | 0 | 139.283447624777 | 5.21068707023358 | 0 |
`,
  `
| Month | Coins kept | Interest | Principal | Capital | Net cash | Cumulative | Depreciation | Heat | Profit share | Days | Date |
| 0 | 0 | 0 | 0 | -40 | -40 | -40 | 0 | 0 | 0 | 0 | 46053 |
| 1 | 0 | 0 | 0 | 0 | 0 | -40 | 0 | 0 | 0 | 28 | 46081 |
| 2 | 0 | 0 | 0 | -120 | -120 | -160 | 0 | 0 | 0 | 31 | 46112 |
| 3 | 0 | 1.522584375 | 50.1853985447122 | 0 | -47.7690496041979 | -207.769049604198 | 0 | 0 | 0 | 30 | 46142 |
| 4 | 38.0989025719353 | 1.14619388591466 | 50.5617890337976 | -80 | -98.4498790203034 | -306.218928624501 | 48.125 | 0 | 0 | 31 | 46173 |
| 5 | 0 | 0.766980468161176 | 50.9410024515511 | -40 | -56.1849606664017 | -362.403889290903 | 52.5 | 0 | 0 | 30 | 46203 |
| 6 | 78.5264167520195 | 0.384922949774544 | 51.3230599699391 | 0 | -120.525104392962 | -482.928993683865 | 52.5 | 0 | 0 | 31 | 46234 |
| 7 | 0 | 0 | 0 | 0 | -5.16032848663548 | -488.0893221705 | 52.5 | 0 | 0 | 31 | 46265 |
| 8 | 0 | 0 | 0 | 0 | 13.9445024195655 | -474.144819750935 | 52.5 | 0 | 0 | 30 | 46295 |
| 9 | 0 | 0 | 0 | 184.234655149786 | 199.283231066941 | -274.861588683993 | 52.5 | 0 | 0 | 31 | 46326 |
`,
  `
| Month | Taxable profit X(t) | Losses carried C(t) | Loan balance |
| 1 | -1.5 | 1.5 | 201.5 |
| 2 | -1.51125 | 3.01125 | 203.01125 |
| 3 | 2.41634894051434 | 0.594901059485665 | 152.825851455288 |
| 4 | 29.249449760744 | 0 | 102.26406242149 |
| 5 | -17.7439582148506 | 17.7439582148506 | 51.3230599699391 |
| 6 | -43.1756276710029 | 60.9195858858535 | 0 |
| 7 | -57.6603284866355 | 118.579914372489 | 0 |
| 8 | -38.5554975804345 | 157.135411952923 | 0 |
| 9 | -139.217088257014 | 296.352500209937 | 0 |
`,
];
const case4 = [
  `
| Month | Height | Subsidy | Difficulty | Price | Runs | BTC | Revenue | Other revenue | Power | Other opex | Tax |
| 0 |  |  |  |  |  | 0 | 0 | 0 | 0 | 0 | 0 |
| 1 |  | 3.125 | 153704261489394 | 98524.8430408911 | 0.714285714285714 | 0.0168864000837845 | 1663.72991778055 | 15 | 774.241343120567 | 40 | 82.0914515438186 |
| 2 |  | 3.125 | 161389474563864 | 95639.4907571498 | 0.714285714285714 | 0.0160822857940804 | 1538.1016235568 | 15 | 776.776007806564 | 40 | 54.8568227754962 |
| 3 |  | 3.125 | 169458948292057 | 92838.6375453618 | 0.428571428571429 | 0.00918987759661739 | 853.175715278602 | 15 | 127.235750257172 | 40 | 0.0122425670539315 |
| 4 |  | 3.125 | 177931895706660 | 90119.8088053884 | 0.571428571428571 | 0.0116696858369745 | 1051.66985644709 | 15 | 430.82646860646 | 40 | 43.7793924875619 |
| 5 |  | 3.125 | 186828490491993 | 87480.6024070688 | 0.571428571428571 | 0.0111139865114043 | 972.258235161681 | 15 | 432.236882355961 | 40 | 2.52691773706789 |
`,
  `
| Month | Coins kept | Interest | Principal | Capital | Net cash | Cumulative | Depreciation | Heat | Profit share | Days | Date |
| 0 | 0 | 0 | 0 | -2400 | -2400 | -2400 | 0 | 0 | 0 | 0 |  |
| 1 | 332.745983556111 | 12 | 0 | 0 | 493.528371075345 | -1906.47162892465 | 580 | 222.706491428571 | 166.829259913284 | 30.4375 |  |
| 2 | 307.62032471136 | 12 | 0 | 0 | 436.950143615129 | -1469.52148530953 | 580 | 222.706491428571 | 147.604816076821 | 30.4375 |  |
| 3 | 170.63514305572 | 12 | 1200 | 0 | -790.598415354559 | -2260.11990066408 | 580 | 0 | 108.890994753215 | 30.4375 |  |
| 4 | 210.333971289418 | 0 | 0 | 0 | 501.004206173268 | -1759.11569449082 | 580 | 296.941988571429 | 137.667806461808 | 30.4375 |  |
| 5 | 194.451647032336 | 0 | 0 | 1819.47590042264 | 2308.91617582381 | 549.800481332996 | 580 | 296.941988571429 | 125.544501206572 | 30.4375 |  |
`,
  `
| Month | Taxable profit X(t) | Losses carried C(t) | Loan balance |
| 1 | 328.365806175274 | 0 | 1200 |
| 2 | 219.427291101985 | 0 | 1200 |
| 3 | 0.0489702682157258 | 0 | 0 |
| 4 | 175.117569950248 | 0 | 0 |
| 5 | 10.1076709482716 | 0 | 0 |
`,
];
const case5 = [
  `
| Month | Height | Subsidy | Difficulty | Price | Runs | BTC | Revenue | Other revenue | Power | Other opex | Tax |
| 0 |  |  |  |  |  | 0 | 0 | 0 | 0 | 0 | 0 |
| 1 |  |  |  | 100584.040330455 | 1 | 0.0219446741548842 | 2207.28399023355 | 0 | 1092.55763740985 | 60 | 0 |
| 2 |  |  |  | 101762.374006389 | 1 | 0.0209684013282975 | 2133.79429828627 | 0 | 1088.84725355032 | 60 | 26.3174581473257 |
| 3 |  |  |  | 102954.511763441 | 1 | 0.0200355608454861 | 2062.75138475373 | 0 | 1085.14947035177 | 60 | 26.6582252246276 |
| 4 |  |  |  | 104160.615315274 | 1 | 0.0191442204919763 | 1994.07378617552 | 0 | 1081.46424502168 | 60 | 26.5563690864955 |
| 5 |  |  |  | 105380.848270013 | 1 | 0.0182925340134901 | 1927.68275134965 | 0 | 1077.79153491286 | 60 | 26.1007043148919 |
| 6 |  |  |  | 106615.37615244 | 1 | 0.0174787372917553 | 1863.50215103017 | 0 | 1074.13129752295 | 60 | 25.3647392399513 |
| 7 |  |  |  | 107864.366426445 | 1 | 0.0167011446904457 | 1801.4583906313 | 0 | 1070.48349049394 | 60 | 81.6483035491836 |
`,
  `
| Month | Coins kept | Interest | Principal | Capital | Net cash | Cumulative | Depreciation | Heat | Profit share | Days | Date |
| 0 | 0 | 0 | 0 | -3000 | -3000 | -3000 | 0 | 0 | 0 | 0 |  |
| 1 | 220.728399023355 | 25 | 600 | 0 | 208.997953800349 | -2791.00204619965 | 3500 | 0 | 0 | 30.4375 |  |
| 2 | 213.379429828627 | 20 | 600 | 0 | 125.250156759999 | -2665.75188943965 | 416.666666666667 | 0 | 0 | 30.4375 |  |
| 3 | 206.275138475373 | 15 | 600 | 0 | 69.6685507019633 | -2596.08333873769 | 347.222222222222 | 0 | 0 | 30.4375 |  |
| 4 | 199.407378617552 | 10 | 600 | 0 | 16.6457934497945 | -2579.43754528789 | 289.351851851852 | 0 | 0 | 30.4375 |  |
| 5 | 192.768275134965 | 5 | 600 | 0 | -33.9777630130662 | -2613.41530830096 | 241.126543209877 | 0 | 0 | 30.4375 |  |
| 6 | 186.350215103017 | 0 | 0 | 0 | 517.655899164248 | -2095.75940913671 | 200.93878600823 | 0 | 0 | 30.4375 |  |
| 7 | 180.14583906313 | 0 | 0 | 2359.95701689284 | 2769.13777441789 | 673.378365281173 | 104.693930041152 | 0 | 0 | 30.4375 |  |
`,
  `
| Month | Taxable profit X(t) | Losses carried C(t) | Loan balance |
| 1 | -2470.2736471763 | 2470.2736471763 | 2400 |
| 2 | 548.280378069285 | 2031.64934472087 | 1800 |
| 3 | 555.379692179742 | 1587.34559097707 | 1200 |
| 4 | 553.25768930199 | 1144.73943953548 | 600 |
| 5 | 543.764673226914 | 709.72770095395 | 0 |
| 6 | 528.432067498985 | 286.982046954762 | 0 |
| 7 | 627.183311743027 | 0 | 0 |
`,
];

const answers3 = {
  npv: -275.513998212758,
  irr: -0.864981701244324,
  payback: "does not pay back within 9 months",
  economic_life: "still runs in month 9",
  profit: 3.93893331551434,
  btc: 0.00730516995851522,
  cost_per_btc: 88563.4465354863,
  ratio: 0.738758970540561,
  dscr: -1.33088002253155,
  "month in service": 4,
  "total capex": 480,
  intrinsic: 173.620797443216,
  "option value": 237.185610372129,
  "time value": 63.5648129289131,
  "value per TH/s": 1.97654675310108,
  delta: 0.00606054825609346,
  vega: 154.795384363118,
  mined: 0.00782848752821128,
  bought: 0.0105968087568305,
};
const answers4 = {
  npv: 442.976243790095,
  irr: 0.806073161377528,
  payback: 4.76187941030954,
  economic_life: "still runs in month 5",
  profit: 920.365806175274,
  btc: 0.064942235822861,
  cost_per_btc: 35624.8416957644,
  ratio: 1.2073910106479,
  dscr: 0.347691076440133,
  "month in service": 1,
  "total capex": 3600,
  intrinsic: 3859.87164007805,
  "option value": 4003.73318289054,
  "time value": 143.861542812481,
  "value per TH/s": 2.00186659144527,
  delta: 0.0529558425211802,
  vega: 459.837999190685,
  mined: 0.0730638157619807,
  bought: 0.0605137980303281,
};
const answers5 = {
  npv: 446.426155610618,
  irr: 0.477209876540353,
  payback: 6.75682742422496,
  economic_life: "still runs in month 7",
  profit: 1054.7263528237,
  btc: 0.134565272816335,
  cost_per_btc: 59379.5469070933,
  ratio: 1.04472392038363,
  dscr: 0.943838408242866,
  "month in service": 1,
  "total capex": 6000,
  intrinsic: 6351.69509649022,
  "option value": 6427.87326758782,
  "time value": 76.1781710975984,
  "value per TH/s": 4.29254389764014,
  delta: 0.134558628787366,
  vega: 508.825160286762,
  mined: 0.142860636593034,
  bought: 0.136744869917954,
};

describe.each([
  ["golden case 3", golden3, case3, answers3],
  ["golden case 4", golden4, case4, answers4],
  ["golden case 5", golden5, case5, answers5],
] as const)("%s", (_, block, tables, answers) => {
  const model = modelOf(block, []);
  const flows = cashflowsOf(model);
  const column = columnsOf(flows);

  test.each(tables)("table %#", (table) => {
    const [[, ...names] = [], ...rows] = cellsOf(table);
    for (const [month = "", ...cells] of rows)
      for (const [index, cell] of cells.entries()) {
        const name = names[index] ?? "";
        const values = column(name);
        if (cell !== "") expectFigure(values[Number(month)], Number(cell), `${name}, month ${month}`);
        else if (month !== "0") expect(values).toHaveLength(0);
      }
    expect(rows.at(-1)?.[0]).toBe(String(model.months));
  });

  test("what follows from them", () => {
    const option = minerOption(model);
    const { mined, bought } = mineVsBuy(model);
    const found: Record<string, unknown> = {
      "month in service": flows.months.inService,
      "total capex": flows.totalOutlay,
      intrinsic: option.intrinsic,
      "option value": option.value,
      "time value": option.timeValue,
      "value per TH/s": option.valuePerTh,
      delta: option.delta,
      vega: option.vega,
      mined,
      bought,
    };
    for (const metric of metrics) found[metric] = metricOrError(model, metric);
    expect(Object.keys(found).sort()).toEqual(Object.keys(answers).sort());
    for (const [name, answer] of Object.entries(answers))
      if (typeof answer === "number") expectFigure(found[name], answer, name);
      else expect(found[name]).toMatchObject({ message: answer });
  });
});

/** To 15 digits, less what sums lose on the way: the witness's own loan balance is 1e-12 off by 40-digit arithmetic. */
function expectFigure(actual: unknown, expected: number, source: string): void {
  expect(actual).toBeWithin(expected, { relative: 6e-15, absolute: 2e-12, source });
}

/** The cells of a table in Markdown. */
const cellsOf = (table: string): string[][] =>
  table
    .trim()
    .split("\n")
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

test("a month in which the machines are off is not run, with or without shutdown", () => {
  for (const shutdown of [true, false]) {
    const flows = cashflowsOf({ ...modelOf(golden1, []), uptime: [0.97, 0, 0.97], shutdown });
    expect([...flows.share]).toEqual([0, 1, 0, 1]);
    expect([flows.btc[2], flows.revenue[2], flows.power[2], flows.otherOpex[2]]).toEqual([0, 0, 0, 5]);
  }
});

const referenceColumns = [
  "share",
  "btc",
  "revenue",
  "heat",
  "power",
  "profitShare",
  "otherOpex",
  "otherRevenue",
  "tax",
  "coinsKept",
  "interest",
  "principal",
  "balance",
  "capital",
  "net",
  "cumulative",
  "depreciation",
  "taxableProfit",
  "lossForward",
] as const;

test("the cash flows of any model are those of the rules in 30 digits", () => {
  fc.assert(
    fc.property(anyModel, (model) => {
      const flows = cashflowsOf(model);
      const expected = referenceOf(model);
      expect(flows.months.inService).toBe(expected.inService);
      for (const name of referenceColumns) {
        const column = flows[name];
        let scale = 0;
        for (const x of expected[name]) scale = Math.max(scale, x.abs().toNumber());
        scale = Math.max(scale, name === "share" || name === "btc" ? 0 : 1000);
        for (let month = 0; month <= model.months; month++)
          expect(column[month]).toBeWithin(expected[name][month], {
            absolute: 1e-12 * scale,
            source: `${name}, month ${month}`,
            inputs: model,
          });
      }
      expect(netPresentValue(flows, model.discountRate)).toBeWithin(expected.npv, {
        absolute: 1e-8,
        relative: 1e-11,
        inputs: model,
      });
      const dscr = metricOrError(model, "dscr");
      if (expected.dscr === undefined) expect(dscr).toBeInstanceOf(Error);
      else expect(dscr).toBeWithin(expected.dscr, { absolute: 1e-8, relative: 1e-9, inputs: model });
    }),
    { numRuns: 30 },
  );
});
