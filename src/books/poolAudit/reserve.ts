import { figureOr } from "../addin";
import { Page } from "../page";

const HEAD = 5;
const FIRST = HEAD + 1;
/** Cells that the checks compute again. */
export const reserveCells = { reserve: `B${FIRST + 3}`, coefficient: `B${FIRST + 4}` };

/** The sheet "Reserve": whether the pool can bear the luck that it takes from its miners. */
export function reservePage(): Page {
  const page = new Page(
    "Reserve",
    "output",
    "Can the pool keep its promise?",
    "With fpps and pps the pool bears the luck: the coins it should hold for its fee (exact, and by Rosenfeld's formula). With pplns and solo it bears none",
  );
  Object.assign(page.widths, { A: 44, B: 18, C: 18, D: 14, E: 70 });
  page.putRow(`A${HEAD}`, ["Reserve of the pool"], "leftHead");
  page.putRow(`B${HEAD}`, ["At the agreed fee", "At the fee in effect", "Unit"], "head");
  page.putRow(`E${HEAD}`, ["Note"], "leftHead");
  page.heights.set(HEAD, 32);
  const [fee, reward, kept] = [FIRST, FIRST + 1, FIRST + 2];
  const each = (
    row: number,
    label: string,
    unit: string,
    format: "percentFine" | "btcShort" | "oneDecimal" | "count" | "difficulty" | "usd",
    note: string,
    formula: (column: "B" | "C") => string,
  ) => {
    page.put(`A${row}`, label, "label");
    for (const column of ["B", "C"] as const)
      page.put(`${column}${row}`, `=${formula(column)}`, "figure", format);
    page.put(`D${row}`, unit, "unit");
    page.put(`E${row}`, note, "note");
  };
  const spilled = (
    row: number,
    label: string,
    unit: string,
    format: "percentFine" | "oneDecimal" | "difficulty",
    note: string,
    given: string,
    output: string,
  ) => {
    page.put(`A${row}`, label, "label");
    page.put(
      `B${row}`,
      `=${figureOr("none", `MINING.POOL_RESERVE(B${kept}:C${kept},B${reward}:C${reward},ruin_probability,${given}"${output}")`)}`,
      "figure",
      format,
    );
    page.dress(`C${row}`, "figure", format);
    page.put(`D${row}`, unit, "unit");
    page.put(`E${row}`, note, "note");
  };
  each(
    fee,
    "Fee",
    "share",
    "percentFine",
    "As agreed, and what the pool kept in effect of what it should have earned",
    (column) => (column === "B" ? "fee_read" : "effective_fee"),
  );
  each(
    reward,
    "Reward of a block",
    "BTC",
    "btcShort",
    "Subsidy and fees of the market in use",
    () => "market_subsidy+market_fees",
  );
  each(
    kept,
    "Share that the pool keeps to bear luck",
    "share",
    "percentFine",
    "With pps the pool keeps the transaction fees as well",
    (column) =>
      `IF(ISNUMBER(${column}${fee}),IF(scheme_read="pps",1-(1-${column}${fee})*market_subsidy/${column}${reward},${column}${fee}),"none")`,
  );
  spilled(
    FIRST + 3,
    "Reserve for the accepted probability of ruin",
    "BTC",
    "oneDecimal",
    "Coins that the pool should hold; none: without a fee above 0 ruin is certain",
    ",",
    "Reserve",
  );
  spilled(
    FIRST + 4,
    "Adjustment coefficient",
    "per BTC",
    "difficulty",
    "Ruin falls as e to the power of minus this for each coin held",
    ",",
    "Adjustment coefficient",
  );
  spilled(
    FIRST + 5,
    "Reserve by Rosenfeld's formula",
    "BTC",
    "oneDecimal",
    "The approximation that pools quote",
    ",",
    "Reserve by Rosenfeld",
  );
  spilled(
    FIRST + 6,
    "Probability of ruin with the reserve stated",
    "share",
    "percentFine",
    "With the reserve on Inputs",
    "pool_reserve,",
    "Ruin probability",
  );
  each(
    FIRST + 7,
    "Reserve stated, over the reserve needed",
    "share",
    "percentFine",
    "Below 100 % the pool holds less than the accepted probability takes",
    (column) => `IF(ISNUMBER(${column}${FIRST + 3}),pool_reserve/${column}${FIRST + 3},"none")`,
  );
  each(
    FIRST + 8,
    "Reserve needed, at the price in use",
    "USD",
    "usd",
    "At the price of bitcoin in use",
    (column) => `IF(ISNUMBER(${column}${FIRST + 3}),${column}${FIRST + 3}*market_price,"none")`,
  );
  each(
    FIRST + 9,
    "What the pool holds back from you",
    "USD",
    "usd",
    "The shortfall of the period at the price in use, beside what it may go bust for",
    () => "total_shortfall*market_price",
  );
  page.frozenAt = `B${FIRST}`;
  return page;
}
