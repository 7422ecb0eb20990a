import { modelOf, resolve } from "../../../src/core/cashflow/resolve";
import { modelTableOf, siteRows, sitesOf } from "../../../src/core/cashflow/sites";
import { CellError, type Cell } from "../../../src/core/errors";
import { golden6 } from "./golden";

const base: Cell[][] = [
  ["", "Texas", "Norway"],
  ["btc price", 100000, "same"],
  ["hashprice", 50, "same"],
  ["hashrate", 1000, 500],
  ["efficiency", 15, 20],
  ["power price", 0.05, 0.04],
  ["months", 4, 3],
];

/** The table with rows replaced by the ones of the same name, and the others added. */
function tableWith(...rows: Cell[][]): Cell[][] {
  const names = new Set(rows.map(([name]) => name));
  const all = [...base.filter(([name = null]) => !names.has(name) || name === ""), ...rows];
  const width = Math.max(...all.map((row) => row.length));
  return all.map((row) => [...row, ...new Array<Cell>(width - row.length).fill(null)]);
}
const modelsOf = (...rows: Cell[][]) => sitesOf(tableWith(...rows)).map(({ model }) => model);
const blockOf = (table: Cell[][], column: number): Cell[][] =>
  table.slice(1).map((row) => [row[0] ?? null, row[column] ?? null]);

describe("a table of models", () => {
  test("is a block for each site", () => {
    const plain = tableWith(["btc price", 100000, 100000], ["hashprice", 50, 50], ["tax rate", 0.2, 0.1]);
    const sites = sitesOf(plain);
    expect(sites.map(({ name }) => name)).toEqual(["Texas", "Norway"]);
    expect(sites.map(({ model }) => model)).toEqual(
      [1, 2].map((column) => modelOf(blockOf(plain, column), [])),
    );
  });

  test("takes the names up to the first blank cell; what is to the right of them is a note", () => {
    const noted = tableWith(
      ["", "Texas", "Norway", "", "Total"],
      ["fees", 0, 0, "", 7],
      ["hashrate", 1000, 500, "TH/s"],
    );
    expect(sitesOf(noted)).toHaveLength(2);
    expect(sitesOf([["Assumption", 2027], ...tableWith().slice(1)])[0]?.name).toBe("2027");
  });

  test("same is what the cell to the left means, series and defaults too", () => {
    const three: Cell[][] = [
      ["assumption", "A", "B", "C"],
      ["btc price", "series deck", "same", " SAME "],
      ["hashprice", 50, "same", 40],
      ["hashrate (PH/s)", "Series  Ramp", "same", 2],
      ["efficiency", 15, "same", "same"],
      ["power price", 0.05, "same", "same"],
      ["pue", "default", "same", 1.1],
      ["depreciation", "none", "same", "default"],
      ["months", 3, "same", "same"],
      ["series deck", 100000, 90000, 80000],
      ["SERIES RAMP", 0, 1, 3],
    ];
    const [a, b, c] = sitesOf(three).map(({ model }) => model);
    expect(b).toEqual(a);
    expect(a).toMatchObject({ hashrateTh: [0, 1000, 3000], pue: 1, depreciation: "none" });
    expect(c).toMatchObject({
      btcPrice: [100000, 90000, 80000],
      hashrateTh: 2000,
      pue: 1.1,
      depreciation: "sln",
    });
  });

  test("a series is read from column 2 on by the rules of a block, and may run past the sites", () => {
    const [first, second] = modelsOf(
      ["uptime", "series up", "default"],
      ["power price shape", "series hours", ""],
      ["capex schedule", "series plan", "series goes on"],
      ["series up", "share", "as planned", 0.5, null, 0.75, "on", "note", 9],
      ["series hours", 0.5, 1, 1.5, "end"],
      ["series plan", 10, 20, null],
      ["series goes on", 10, 20, "on"],
      ["series of nobody", "what", new CellError("#N/A"), "ever"],
    );
    expect(second).toMatchObject({ uptime: 1, powerPriceShape: 1, capexSchedule: [10, 20] });
    expect(first).toMatchObject({
      uptime: [0.5, 0, 0.75],
      powerPriceShape: { multipliers: [0.5, 1, 1.5] },
      capexSchedule: [10, 20, 0, 0, 0],
    });
  });

  test("null, an empty text and 0 give one answer", () => {
    const zeros = [
      "discount rate",
      "volatility",
      "difficulty volatility",
      "price-difficulty correlation",
      "risk-free rate",
    ];
    const defaults = [
      "months",
      "depreciation",
      "pue",
      "loan months",
      "start date",
      "loan type",
      "power price shape",
    ];
    const both = [...zeros, "power price", "tax rate", "capex", "fees", "start height", ...defaults];
    for (const name of both) {
      const [blank, empty, zero] = [null, "", 0].map((cell) => modelsOf([name, cell, cell])[0]);
      expect(empty).toEqual(blank);
      expect(zero).toEqual(blank);
    }
    for (const name of zeros) expect(Object.values(modelsOf([name, null, null])[0] ?? {})).toContain(0);
    expect(modelsOf(...zeros.map((name) => [name, null, null]))[0]).toMatchObject({
      discountRate: 0,
      volatility: 0,
      difficultyVolatility: 0,
      correlation: 0,
      riskFreeRate: 0,
    });
    expect(modelsOf(["months", "", 0], ["pue", 0, null])[0]).toMatchObject({ months: 36, pue: 1 });
  });

  test("rows without values and without a name are headings; TRUE and FALSE are values", () => {
    const [first, second] = modelsOf(
      ["Machines", null, "", "kept"],
      ["Power", 0, 0, 7],
      ["", 3, 4],
      [null, 3, 4],
      ["shutdown", false, 1],
    );
    expect([first?.shutdown, second?.shutdown]).toEqual([false, true]);
  });

  test("golden case 6 with 0 for every blank cell is the same", () => {
    const zeros = golden6.map((row) => row.map((cell) => (cell === null || cell === "" ? 0 : cell)));
    expect(sitesOf(zeros).map(({ model }) => model)).toEqual(sitesOf(golden6).map(({ model }) => model));
  });
});

describe("what is refused", () => {
  const refused: [string, Cell[][], string][] = [
    [
      "two sites of one name",
      [["", "Texas", "TEXAS "]],
      'table, row 1, must name each site once, got the text "TEXAS"',
    ],
    ["no site", [["", "", ""]], "table, row 1, must name a site in its second cell"],
    ["TRUE for a name", [["", true, "B"]], "table, row 1, must name the sites, got TRUE"],
    [
      "same at the first site",
      [["fees", "same", 0]],
      "fees of Texas must not be same: there is no site to its left",
    ],
    [
      "a blank uptime",
      [["uptime", 0.9, null]],
      "uptime of Norway must not be blank or 0: write default, or a value",
    ],
    [
      "an uptime of 0",
      [["uptime", 0.9, 0]],
      "uptime of Norway must not be blank or 0: write default, or a value",
    ],
    [
      "a blank shutdown",
      [["shutdown", "", "TRUE"]],
      "shutdown of Texas must not be blank or 0: write default, or a value",
    ],
    [
      "a blank loss limit",
      [["loss limit", 0.8, ""]],
      "loss limit of Norway must not be blank or 0: write default, or a value",
    ],
    ["a value out of bounds", [["efficiency", 15, -1]], "efficiency of Norway must be above 0, got -1"],
    [
      "a number stored as text",
      [["hashrate", "1,000", 5]],
      'hashrate of Texas must be a number, got the text "1,000": a number stored as text',
    ],
    ["a missing assumption", [["efficiency", 15, 0]], "model of Norway must give efficiency"],
    [
      "monthly",
      [["pue", "monthly", 1]],
      'pue of Texas must be one value, or series and the name of a row of the table, got the text "monthly"',
    ],
    [
      "shape",
      [["power price shape", 1, "shape"]],
      'power price shape of Norway must be one value, or series and the name of a row of the table, got the text "shape"',
    ],
    [
      "an unknown series",
      [["pue", "series x", 1]],
      'pue of Texas must name a row of the table that begins with "series x"',
    ],
    [
      "a series that is there twice",
      [
        ["pue", 1, "series x"],
        ["series x", 1],
        ["Series X", 1],
      ],
      'pue of Norway must name one row of the table, several begin with "series x"',
    ],
    [
      "a series of what is not one",
      [
        ["capex", 1, "series x"],
        ["series x", 1],
      ],
      "capex of Norway must be one value, not a monthly series",
    ],
    [
      "a bad month",
      [
        ["btc price", "series x", "same"],
        ["series x", 100000, 0, 90000, 95000],
      ],
      "btc price of Texas, month 2, must be above 0, got 0",
    ],
    [
      "a bad month of one site's horizon only",
      [
        ["btc price", "series x", "same"],
        ["months", 1, 3],
        ["series x", 100000, 0, 90000, 95000],
      ],
      "btc price of Norway, month 2, must be above 0, got 0",
    ],
    [
      "months stored as text",
      [
        ["btc price", 1, "series x"],
        ["series x", 100000, "2026", 90000],
      ],
      'btc price of Norway, month 2, must be a number, got the text "2026"',
    ],
    [
      "a shape that ends in blank cells",
      [
        ["power price shape", "series x", 1],
        ["series x", 1, 0.5, null],
      ],
      "power price shape of Texas, multiplier 3, is 0 up to the end of the range",
    ],
    [
      "an assumption twice",
      [
        ["hashrate", 1, 1],
        ["Hashrate (PH/s)", 1, 1],
      ],
      "hashrate in the table must appear once, is in rows 7 and 8",
    ],
    [
      "an unknown assumption",
      [["hash rat", 1, 1]],
      'table, row 8, must be a known assumption (nearest: "hashrate"), got the text "hash rat"',
    ],
    [
      "a misspelt one without values",
      [["Uptme", "", ""]],
      'table, row 8, must be a known assumption (nearest: "uptime")',
    ],
    ["a number for a name", [[5, 1, 1]], "table, row 8, must begin with the name of an assumption, got 5"],
    ["a unit that is not the row's", [["efficiency (W)", 15, 15]], "efficiency (W): efficiency is in"],
    [
      "a combination",
      [["start month", 1, 4]],
      "start month of Norway must be at most months, which is 3, got 4",
    ],
    [
      "a difficulty beside the hashprice",
      [["difficulty", 0, 1e14]],
      "difficulty of Norway must be left out when a hashprice is given",
    ],
    [
      "different start dates",
      [["start date", 46000, 46001]],
      "start date of Norway must be the same as that of Texas, 46000, for all the sites, got 46001",
    ],
    [
      "a start date of one only",
      [["start date", 46000, ""]],
      "start date of Norway must be the same as that of Texas, 46000, for all the sites, got none",
    ],
    [
      "different discounting",
      [
        ["start date", 46000, "same"],
        ["discounting", "periodic", "dated"],
      ],
      "discounting of Norway must be the same as that of Texas, periodic, for all the sites, got dated",
    ],
  ];
  test.each(refused)("%s", (_, rows, message) => {
    const [[corner = null] = []] = rows;
    const table = corner === "" ? [rows[0] ?? [], ...base.slice(1)] : tableWith(...rows);
    expect(() => sitesOf(table)).toThrow(message);
  });

  test("a corner that is neither blank nor assumption", () => {
    expect(() => sitesOf([["Site", "A", "B"], ...base.slice(1)])).toThrow(
      'table, row 1, must begin with a blank cell or assumption, got the text "Site"',
    );
  });

  test("more sites than are computed in seconds", () => {
    const names = Array.from({ length: 2001 }, (_, index) => index + 1);
    expect(() => sitesOf([[null, ...names]])).toThrow("table must be at most 2000 sites, got 2001");
  });

  test("errors in cells are passed on", () => {
    const error = new CellError("#REF!");
    for (const cells of [
      ["fees", error, 0],
      [error, 0, 0],
      ["", error, "B"],
      [error, "A", "B"],
    ] as Cell[][]) {
      const table = cells.includes("B") ? [cells, ...base.slice(1)] : tableWith(cells);
      expect(() => sitesOf(table)).toThrow(error);
    }
  });
});

describe("a wrong site", () => {
  test("of a table spoils no other", () => {
    const table = tableWith(["efficiency", "fast", 20], ["power price", 0.05, "same"]);
    const { names, settingsAt } = modelTableOf(table);
    expect(names).toEqual(["Texas", "Norway"]);
    expect(() => settingsAt(0)).toThrow('efficiency of Texas must be a number, got the text "fast"');
    expect(resolve(settingsAt(1))).toMatchObject({ jPerTh: 20, usdPerKwh: 0.05 });
  });
});

describe("sites by row", () => {
  const [head = [], ...assumptionRows] = base;
  const names = assumptionRows.map(([name = null]) => name);
  const cellsOf = (column: number) => assumptionRows.map((row) => row[column] ?? null);

  test("are those of the table turned over, blanks and defaults too", () => {
    const odd: Cell[][] = [...base, ["pue", "default", 1.2], ["fees", null, 0], ["capex (kUSD)", 5, ""]];
    const settingsOf = siteRows(odd.slice(1).map(([name = null]) => name));
    const { settingsAt } = modelTableOf(
      odd.map((row) => row.map((cell) => (cell === "same" ? (row[1] ?? null) : cell))),
    );
    for (const site of [0, 1]) {
      const cells = odd.slice(1).map((row) => (row[site + 1] === "same" ? row[1] : row[site + 1]) ?? null);
      expect(settingsOf("x", cells)).toEqual(settingsAt(site));
    }
  });

  test("name site and assumption in what is wrong", () => {
    const settingsOf = siteRows(names);
    const message = (changed: Cell, at: number) => () =>
      settingsOf(
        "Norway",
        cellsOf(1).map((cell, index) => (index === at ? changed : cell)),
      );
    expect(head).toHaveLength(3);
    expect(message("cheap", 4)).toThrow('power price of Norway must be a number, got the text "cheap"');
    expect(message("same", 4)).toThrow("power price of Norway must not be same: there is no site before it");
    expect(message("series deck", 4)).toThrow(
      "power price of Norway must be one value here: a series needs a table in a workbook",
    );
    expect(message("monthly", 0)).toThrow("btc price of Norway must be one value, got");
  });

  test("need known names, each once", () => {
    expect(() => siteRows(["btc price", "efficency"])).toThrow(
      'column 3 must be a known assumption (nearest: "efficiency"), got the text "efficency"',
    );
    expect(() => siteRows(["btc price", null, "BTC price"])).toThrow(
      "btc price must be one column, is columns 2 and 4",
    );
  });
});
