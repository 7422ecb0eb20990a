import { call, errorOf, one } from "../host";

describe("FLEET reads the heading of column 3", () => {
  const fleet = (heading: string, power: number) =>
    one(
      "FLEET",
      [
        ["Count", "TH/s", heading],
        [10, 100, power],
      ],
      null,
      "IT power",
    );

  test.each([
    ["W", 150, 1.5],
    ["Power (W)", 150, 1.5],
    ["watts", 150, 1.5],
    ["J/TH", 250, 250],
    ["Efficiency (j / th)", 15, 15],
    ["", 15, 15],
    ["", 3500, 35],
  ])("%j: %d", (heading, power, kw) => {
    expect(fleet(heading, power)).toBe(kw);
  });

  test("without headings a number up to 200 is J/TH", () => {
    expect(one("FLEET", [[10, 100, 200]], null, "IT power")).toBe(200);
    expect(one("FLEET", [[10, 100, 201]], null, "IT power")).toBe(2.01);
  });

  test("refuses a heading that says neither", () => {
    expect(
      errorOf("FLEET", [
        ["Count", "TH/s", "kW"],
        [10, 100, 3.5],
      ]),
    ).toBe('#VALUE! units, heading of column 3, must say J/TH or W, got the text "kW"');
  });

  test("a blank uptime is full, a given one counts", () => {
    const energy = (...uptime: unknown[]) => one("FLEET", [[10, 100, 15, ...uptime]], null, "energy");
    expect(energy()).toBe(0.36);
    expect(energy("")).toBe(0.36);
    expect(energy(0.5)).toBe(0.18);
  });
});

describe("blank words in a table are blank, as null, text or 0", () => {
  test.each([[null], [""], [0]])("%j", (blank) => {
    const lots = [[45000, 1, 100, blank]];
    expect(call("COST_BASIS", lots, 1, null, null, false)[0]).toEqual([1, 1, 100, "", 0, "", ""]);
    const movements = [[45000, 1, 100, blank]];
    expect(call("ROLLFORWARD", movements, 150)[2]).toEqual(["Mined at fair value", 1, 100, 100]);
  });
});

test("ROLLFORWARD refuses an unknown type, and names it", () => {
  expect(errorOf("ROLLFORWARD", [[45000, 1, 100, "gift"]], 150)).toBe(
    '#VALUE! movements, row 1, type, must be "opening", "mined", "bought", "transfer in", "sold", "paid" or "transfer out", got the text "gift"',
  );
});

describe("columns that COST_BASIS and ROLLFORWARD did not have before", () => {
  const lots = (...cells: unknown[]) => [
    ["Date", "BTC", "USD per BTC", "Lot", ...cells.slice(0, 1)],
    [45000, 2, 100, "A", ...cells.slice(1, 2)],
    [45001, 1, 300, "B", ...cells.slice(2, 3)],
  ];
  const basis = (method: string, ...cells: unknown[]) =>
    call("COST_BASIS", lots(...cells), 1, method)[3]?.[2];

  test("a fifth column of lots is read by specific only", () => {
    expect(basis("specific", "Use", 0.25, 0.75)).toBe(250);
    expect(basis("specific", "Use (sat)", 25e6, 75e6)).toBe(250);
    for (const cells of [
      ["Use", 0.25, 0.75],
      ["Wallet", "cold", "hot"],
      ["Ticket", 7701, "7702"],
    ])
      expect(basis("fifo", ...cells)).toBe(100);
    expect(errorOf("COST_BASIS", lots("Ticket", 7701, 7702), 1, "specific")).toBe(
      '#VALUE! lots, row 2, use (BTC), is under another heading: write "use (BTC)", or leave it out, got the text "Ticket"',
    );
    expect(errorOf("COST_BASIS", lots(), 1, "specific")).toBe(
      "#VALUE! sale_qty must be the sum of the lots' column use, 0, got 1",
    );
  });

  test("a blank date of sale is refused, blank fees are none", () => {
    expect(call("COST_BASIS", lots(), 1, null, 200, null, [[0]])[3]).toEqual([
      "Total",
      1,
      100,
      100,
      2,
      200,
      "",
    ]);
    expect(errorOf("COST_BASIS", lots(), 1, null, 200, null, null, [[0]])).toContain(
      "sale_date must be at least 1 and below 2958466, got 0",
    );
  });

  const headings = ["Date", "BTC", "Price", "Type"];
  const closing = (...rows: unknown[]) => call("ROLLFORWARD", rows, 150)[7];

  test("notes on movements are not read under headings of their own", () => {
    const noted = [...headings, "Exchange", "Note", "Ticket"];
    expect(closing(noted, [45000, 1, 100, "opening", "Kraken", "by phone", 7701])).toEqual([
      "Closing",
      1,
      150,
      100,
    ]);
    expect(
      errorOf(
        "ROLLFORWARD",
        [
          [...headings, "Amount (USD)"],
          [45000, 1, 100, "opening", 100],
        ],
        150,
      ),
    ).toBe(
      '#VALUE! movements, row 2, unit cost (USD per BTC), is under another heading: write "unit cost (USD per BTC)", or leave it out, got the text "Amount (USD)"',
    );
    expect(errorOf("ROLLFORWARD", [[45000, 1, 100, "opening", "Kraken"]], 150)).toBe(
      '#VALUE! movements, row 1, unit cost (USD per BTC), must be a number, got the text "Kraken": notes need a heading of their own',
    );
  });

  test.each([[null], [0], [""]])("blanks as %p: the price is the cost, without fees", (blank) => {
    expect(closing(headings, [45000, 1, 100, "opening", blank, blank, blank])).toEqual([
      "Closing",
      1,
      150,
      100,
    ]);
  });

  test("the price of a transfer out is not read, any other is", () => {
    const opening = [45000, 2, 100, "opening", 80];
    for (const price of [null, 0, "n/a", -5])
      expect(closing([...headings, "Unit cost"], opening, [45001, -1, price, "transfer out"])).toEqual([
        "Closing",
        1,
        150,
        80,
      ]);
    expect(errorOf("ROLLFORWARD", [opening, [45001, -1, 0, "paid", ""]], 150)).toContain(
      "movements, row 2, price (USD per BTC), must be above 0, got 0",
    );
  });

  test("lots are numbered below the headings", () => {
    const rows = [
      [...headings, "Unit cost", "Fees", "Lot"],
      [45000, 1, 100, "opening", "", "", ""],
      [45001, 1, 200, "", "", "", ""],
      [45002, -1, 300, "", "", 5, 2],
    ];
    expect(call("ROLLFORWARD", rows, 150, "specific")[4]).toEqual(["Sold at cost", -1, -200, -200]);
    expect(call("ROLLFORWARD", rows, 150, "fifo")[4]).toEqual(["Sold at cost", -1, -100, -100]);
    expect(call("ROLLFORWARD", rows, 150, "specific")[11]).toEqual(["Proceeds", "", 295, ""]);
  });
});

test("MACRS refuses a life without a table", () => {
  expect(errorOf("MACRS", 1000, 4)).toBe("#VALUE! life_years must be 3, 5, 7, 10, 15 or 20, got 4");
});

test("CURTAILMENT lifts over its other arguments when it returns one value", () => {
  const hours = [[20], [35], [150], [250], [60], [-5], [300], [100]];
  const given = [hours, [[50], [100]], 20, 1000, 1, 0.01, null, null, null, "Hours off"];
  expect(call("CURTAILMENT", ...given)).toEqual([[3], [2]]);
});

test("COST_PER_BTC without coins is a zero divisor, in its own cell", () => {
  const answer = call("COST_PER_BTC", [[0], [2]], 100, null, null, null, null, "Net power");
  expect(answer[0]?.[0]).toMatchObject({ code: "#DIV/0!" });
  expect(answer[1]).toEqual([50]);
});
