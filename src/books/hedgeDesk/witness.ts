import { type Month, MonthPage } from "../months";
import { Page } from "../page";
import type { Instruments } from "./total";

const HEAD_ROW = 5;
const TERMS = 80;
/** Further out the normal distribution is 0 or 1 to twelve digits. */
const FARTHEST = 7;

/** Terms of the series of the normal distribution, which Excel, LibreOffice and the workbench all compute. */
export function normalPage(): Page {
  const page = new Page(
    "Normal series",
    "calculation",
    "Terms of the normal distribution",
    "N(x) = 1/2 + e^(-x²/2) / √(2π) × (x + x³/3 + x⁵/(3×5) + ...): for the second computation of premiums without the add-in",
  );
  Object.assign(page.widths, { A: 10, B: 12, C: 16 });
  page.putRow(`A${HEAD_ROW}`, ["Term", "Exponent", "Divisor"], "head");
  page.frozenAt = `A${HEAD_ROW + 1}`;
  page.printing.titleRows = `1:${HEAD_ROW}`;
  const last = HEAD_ROW + TERMS;
  for (let row = HEAD_ROW + 1; row <= last; row++) {
    page.put(`A${row}`, `=IF(ISNUMBER(A${row - 1}),A${row - 1}+1,0)`, "figure", "count");
    page.put(`B${row}`, `=2*A${row}+1`, "figure", "count");
    page.put(`C${row}`, `=IF(A${row}=0,1,SUM(C${row - 1})*B${row})`, "figure", "difficulty");
  }
  page.call("normal_exponents", `B${HEAD_ROW + 1}:B${last}`);
  page.call("normal_divisors", `C${HEAD_ROW + 1}:C${last}`);
  return page;
}

/** Premiums by Black (1976) in Excel's own functions, beside those of the add-in. */
export function witnessPage({ axis, curve, production, puts, collars }: Instruments): MonthPage {
  const page = new MonthPage(
    axis,
    "Second computation",
    "calculation",
    "Premiums in Excel's own formulas",
    "Black (1976), without the add-in: the checks hold the add-in's premiums against these",
  );
  const cell = page.cell;
  // Excel takes -x^2 for (-x)^2, and LibreOffice has an error where a power is too small for a number: an exponential is 0.
  const series = (x: string) =>
    `SUMPRODUCT(${x}/ABS(${x})*EXP(normal_exponents*LN(ABS(${x})))/normal_divisors)`;
  const normal = (x: string) => `1/2+EXP(${x}^2/-2)/SQRT(2*PI())*IF(${x}=0,0,${series(x)})`;
  const option = (title: string, prefix: string, strike: (month: Month) => string, type: "put" | "call") => {
    page.group(title);
    const key = (name: string) => `${prefix}.${name}`;
    const within = (x: string) => `MAX(-${FARTHEST},MIN(${FARTHEST},${x}))`;
    const spread = ({ here }: Month) => `${curve.of("volatility", here)}*SQRT(${curve.of("years", here)})`;
    page.line({
      key: key("d1"),
      label: "d1",
      unit: "number",
      format: "btcShort",
      total: "none",
      formula: (month) =>
        within(
          `LN(${curve.of("forward", month.here)}/${strike(month)})/(${spread(month)})+${spread(month)}/2`,
        ),
    });
    page.line({
      key: key("d2"),
      label: "d2",
      unit: "number",
      format: "btcShort",
      total: "none",
      formula: (month) =>
        within(
          `LN(${curve.of("forward", month.here)}/${strike(month)})/(${spread(month)})-${spread(month)}/2`,
        ),
    });
    for (const name of ["d1", "d2"])
      page.line({
        key: key(`N${name}`),
        label: `N(${name})`,
        unit: "share",
        format: "btcShort",
        total: "none",
        formula: ({ here }) => normal(cell(key(name), here)),
      });
    page.line({
      key: key("price"),
      label: `Premium of a ${type}`,
      unit: "USD/BTC",
      format: "usdCents",
      total: "none",
      formula: (month) => {
        const { here } = month;
        const [n1, n2] = [cell(key("Nd1"), here), cell(key("Nd2"), here)];
        const forward = curve.of("forward", here);
        const value =
          type === "put"
            ? `${strike(month)}*(1-${n2})-${forward}*(1-${n1})`
            : `${forward}*${n1}-${strike(month)}*${n2}`;
        return `${curve.of("discount", here)}*(${value})`;
      },
    });
  };
  option("Puts", "put", ({ here }) => puts.of("strike", here), "put");
  page.line({
    key: "putCost",
    label: "Premium of the month",
    unit: "USD",
    format: "usd",
    formula: ({ here }) => `-${puts.of("btc", here)}*${cell("put.price", here)}`,
  });
  option("Puts of the collars", "collarPut", ({ here }) => collars.of("putStrike", here), "put");
  option("Calls of the collars", "collarCall", ({ here }) => collars.of("callStrike", here), "call");
  page.line({
    key: "collarCost",
    label: "Net premium of the month",
    unit: "USD",
    format: "usd",
    formula: ({ here }) =>
      `-${collars.of("btc", here)}*(${cell("collarPut.price", here)}-${cell("collarCall.price", here)})`,
  });
  page.group("Call less put at one strike is the discounted forward less the strike");
  page.line({
    key: "parity",
    label: "Difference at the put's strike",
    unit: "USD/BTC",
    format: "usdCents",
    formula: ({ here }) =>
      `ABS(MINING.OPTION_PRICE("call",${curve.of("forward", here)},${puts.of("strike", here)},${curve.of("years", here)},${curve.of("volatility", here)},interest_rate)` +
      `-${puts.of("premiumPerBtc", here)}-${curve.of("discount", here)}*(${curve.of("forward", here)}-${puts.of("strike", here)}))`,
  });
  page.group("Coins as the fleet's share of what the network mines");
  page.line({
    key: "btc",
    label: "Coins mined",
    unit: "BTC",
    format: "btcShort",
    formula: ({ here }) =>
      `${cell("flag", here)}*${production.of("hashrate", here)}/MINING.NETWORK_HASHRATE(${production.of("difficulty", here)},,"PH")` +
      `*blocks_per_day*${cell("days", here)}*(${production.of("subsidy", here)}+market_fees)*uptime*(1-pool_fee)`,
  });
  return page;
}
