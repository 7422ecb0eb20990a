/** What real Excel is held to at a release: the formulas of `checks.xlsx`, each with what its cell must show. */

export interface Check {
  /** What is tried, as the workbook says it. */
  readonly tried: string;
  readonly formula: string;
  /** A number, a text or the name of an error. */
  readonly shows: number | string;
  /** What must be read on hovering over the error, or the start of it. */
  readonly hover?: string;
}

/** The inputs beside the checks, from H5 of the sheet. `null` is a blank cell. */
export const inputs: readonly (readonly (number | string | null)[])[] = [
  ["price", 100000, "=NA()"],
  ["difficulty", 1e14, "=#REF!"],
  ["subsidy", 3.125, "=1/0"],
  ["blank", null, null],
  ["profit", -10, null],
  [null, 4, null],
  [null, -6, null],
  [null, 12, null],
  [null, null, null],
  ["hashrate (PH/s)", 10, null],
  ["efficiency", 15, null],
  ["power price", 0.05, null],
  ["btc price", 100000, null],
  ["difficulty", 1e14, null],
  ["subsidy", 3.125, null],
];

export const FIRST_ROW = 5;

/** 10^15 x 86400 / (10^14 x 2^32) x 3.125 x 100000 */
const HASHPRICE = 62.8642737865448;

export const checks: readonly Check[] = [
  { tried: "Numbers typed in", formula: "MINING.HASHPRICE(100000,1E14,3.125)", shows: HASHPRICE },
  { tried: "Numbers in cells", formula: "MINING.HASHPRICE(I5,I6,I7)", shows: HASHPRICE },
  {
    tried: "An argument left out between two commas",
    formula: 'MINING.HASHPRICE(I5,I6,I7,,"TH")',
    shows: HASHPRICE / 1000,
  },
  {
    tried: "A blank cell where 0 is fine",
    formula: "MINING.HASHPRICE(I5,I6,I7,I8)",
    shows: HASHPRICE,
  },
  {
    tried: "A blank cell where 0 is not",
    formula: "MINING.HASHPRICE(I8,I6,I7)",
    shows: "#VALUE!",
    hover: "btc_price must be above 0, got 0 (a blank cell reads as 0 in desktop Excel)",
  },
  {
    tried: "A text for a number",
    formula: "MINING.HASHPRICE(H5,I6,I7)",
    shows: "#VALUE!",
    hover: 'btc_price must be a number, got the text "price"',
  },
  {
    tried: "#N/A in an argument goes on",
    formula: "MINING.HASHPRICE(J5,I6,I7)",
    shows: "#N/A",
    hover: "there is #N/A in btc_price",
  },
  {
    tried: "#REF! in an argument becomes #VALUE! with a text",
    formula: "MINING.HASHPRICE(J6,I6,I7)",
    shows: "#VALUE!",
    hover: "there is #REF! in btc_price",
  },
  { tried: "#DIV/0! in an argument goes on", formula: "MINING.HASHPRICE(J7,I6,I7)", shows: "#DIV/0!" },
  {
    tried: "A unit in a name of a model: PH/s become TH/s",
    formula: "INDEX(MINING.MODEL(H14:I19),9,2)",
    shows: 10000,
  },
  {
    tried: "A vector without its blank end",
    formula: 'MINING.VAR_CVAR(I9:I12,,,"Observations")',
    shows: 4,
  },
  {
    tried: "A whole column",
    formula: "MINING.VAR_CVAR(I:I)",
    shows: "#VALUE!",
    hover: "pnl is a whole column: use only its rows",
  },
  {
    tried: "100,000 rows in one call, summed",
    formula: "SUM(MINING.HASHPRICE(SEQUENCE(100000,1,50000,1),I6,I7))/100000",
    // Linear in the price, whose mean is 99,999.5.
    shows: (HASHPRICE * 99_999.5) / 100_000,
  },
  {
    tried: "2,000 errors: text on the first thousand",
    formula: "ROWS(MINING.HASHPRICE(SEQUENCE(2000,1,0,-1),I6,I7))",
    shows: 2000,
  },
  {
    tried: "3.5 MB of results",
    formula: "ROWS(MINING.SIM_PATHS(100000,365,1,0.6,520,,,,7))",
    shows: 366,
  },
  {
    tried: "More than 4 MB of results",
    formula: "MINING.HASHPRICE(SEQUENCE(300000,1,50000,1),I6,I7)",
    shows: "#VALUE!",
    hover: "more than the 4 MB that one formula can return to Excel",
  },
  { tried: "The version", formula: 'MINING.ABOUT("version")', shows: "1.7.0" },
  {
    tried: "A value of 20 April 2024",
    formula: 'MINING.MARKET("btc.price",45402)',
    shows: 64993.7,
  },
];
