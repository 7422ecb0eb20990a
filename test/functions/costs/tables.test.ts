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

test.each([
  [true, "TRUE"],
  [false, "FALSE"],
  [12.5, "12.5"],
])("the name %j is the text that Excel shows", (name, text) => {
  expect(call("COST_BASIS", [[45000, 1, 100, name]], 1, null, null, false)[0]?.[0]).toBe(text);
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

describe("CURTAILMENT", () => {
  const hours = [[20], [35], [150], [250], [60], [-5], [300], [100]];
  const site = [20, 1000, 1, 0.01, null, null, null] as const;
  const off = (hashprice: unknown, ...rest: unknown[]) =>
    one("CURTAILMENT", hours, hashprice, ...site, "Hours off", ...rest);
  const refused = (hashprice: unknown, ...rest: unknown[]) =>
    errorOf("CURTAILMENT", hours, hashprice, ...site, "Hours off", ...rest);
  const forced = (...cells: unknown[]) =>
    off(
      50,
      null,
      null,
      cells.map((cell) => [cell]),
    );

  test("lifts over its other arguments when it returns one value", () => {
    expect(call("CURTAILMENT", hours, 50, [[20], [40]], ...site.slice(1), "Hours off")).toEqual([[3], [5]]);
  });

  test("takes a range of hashprices as one for each interval", () => {
    expect(off([[50], [50], [50], [50], [20], [50], [50], [50]])).toBe(4);
    expect(refused([[50], [100]])).toBe(
      "#VALUE! hashprice_usd_per_ph_day must have as many values as power_prices_usd_per_mwh (8), got 2",
    );
  });

  test.each([[null], [""], [0], [false]])("a forced interval that is %j is not forced", (blank) => {
    expect(forced(blank, true, blank, blank, 1, blank, blank, blank)).toBe(5);
    expect(forced(...hours.map(() => blank))).toBe(3);
  });

  test("a heading of the forced intervals is skipped with that of the prices", () => {
    const headed = [["USD/MWh"], ...hours];
    const calls = [["Called"], ["", true, "", "", 1, "", "", ""]].flat().map((cell) => [cell]);
    expect(one("CURTAILMENT", headed, 50, ...site, "Hours off", null, null, calls)).toBe(5);
    expect(errorOf("CURTAILMENT", headed, 50, ...site, "Hours off", null, null, calls.slice(1))).toBe(
      "#VALUE! forced_off must line up with power_prices_usd_per_mwh: its first value is in cell 1, that of power_prices_usd_per_mwh in cell 2",
    );
  });

  test.each([
    [[true], "forced_off must have as many values as power_prices_usd_per_mwh (8), got 1"],
    [[true, false, ""], "forced_off must have as many values as power_prices_usd_per_mwh (8), got 3"],
    [[0, 0, 0, 0, 2, 0, 0, 0], "forced_off, value 5, must be TRUE or FALSE, or 1 or 0, got 2"],
    [
      [0, "TRUE", 0, 0, 0, 0, 0, 0],
      'forced_off, value 2, must be TRUE or FALSE, or 1 or 0, got the text "TRUE"',
    ],
    [["1", 0, 0, 0, 0, 0, 0, 0], 'forced_off, value 1, must be TRUE or FALSE, or 1 or 0, got the text "1"'],
  ])("forced_off %j is refused", (cells, message) => {
    expect(
      refused(
        50,
        null,
        null,
        cells.map((cell) => [cell]),
      ),
    ).toBe(`#VALUE! ${message}`);
  });

  test.each([
    [[0], "interval_h must be above 0, got 0 (a blank cell reads as 0 in desktop Excel)"],
    [[1, 0], "strike_usd_per_mwh must be above 0, got 0 (a blank cell reads as 0 in desktop Excel)"],
    [
      [1, null, null, 0],
      "min_off must be a whole number at least 1, got 0 (a blank cell reads as 0 in desktop Excel)",
    ],
    [[1, null, null, 1.5], "min_off must be a whole number at least 1, got 1.5"],
    [[1, null, null, 1, true], "detail returns a table: leave output out"],
  ])("%j after output is refused", (rest, message) => {
    expect(refused(50, ...rest)).toBe(`#VALUE! ${message}`);
  });

  test("detail is a table", () => {
    const table = call("CURTAILMENT", hours, 50, ...site, null, null, null, null, null, true);
    expect(table).toHaveLength(9);
    expect(table[0]).toEqual(["Interval", "State (1 runs, 0 off)", "Gain (USD)"]);
    expect(table[3]).toEqual([3, 0, 46.875]);
  });
});

describe("POWER_MODES", () => {
  const modes = [
    ["Mode", "TH/s", "W"],
    ["Fast", 100, 4000],
    ["Slow", 50, 1000],
  ];
  const net = (table: unknown, ...rest: unknown[]) =>
    errorOf("POWER_MODES", table, [[50], [60]], 48, 10, ...rest, "Net");

  test("reads watts or kilowatts by the heading", () => {
    const inKw = [
      ["Mode", "PH/s", "kW"],
      ["Fast", 0.1, 4],
      ["Slow", 0.05, 1],
    ];
    const given = [[[50], [60]], 48, 10, 0.1];
    expect(call("POWER_MODES", inKw, ...given)).toEqual(call("POWER_MODES", modes, ...given));
  });

  test("a blank switch cost is 0", () => {
    for (const blank of [[[null]], 0])
      expect(call("POWER_MODES", modes, [[50], [60]], 48, 10, blank)).toEqual(
        call("POWER_MODES", modes, [[50], [60]], 48, 10),
      );
  });

  const rest = [null, null, null, null] as const;
  test.each([
    [
      [["Fast", 100, 0]],
      "modes, row 1, W, must be above 0, got 0 (a blank cell reads as 0 in desktop Excel)",
    ],
    [
      [["Fast", null, 4000]],
      "modes, row 1, TH/s, must be above 0, got 0 (a blank cell reads as 0 in desktop Excel)",
    ],
    [[["Fast", 100]], "modes must be a table with the columns name, TH/s, W, got a 1 x 2 range"],
    [[["off", 100, 4000]], 'modes must not name a mode "off", which is the state without power'],
    [
      [
        ["Mode", "TH/s", "J/TH"],
        ["Fast", 100, 40],
      ],
      "J/TH: modes, column 3 is in W, kW, MW",
    ],
  ])("modes %j are refused", (table, message) => {
    expect(net(table, ...rest)).toBe(`#VALUE! ${message}`);
  });

  test("its vectors are of one length, and its numbers are checked", () => {
    const refused = (...given: unknown[]) => errorOf("POWER_MODES", modes, [[50], [60], [70]], ...given);
    expect(refused([[48], [49]], 10)).toBe(
      "#VALUE! hashprice_usd_per_ph_day must have as many values as power_prices_usd_per_mwh (3), got 2",
    );
    expect(refused(48, 0)).toBe(
      "#VALUE! units must be above 0, got 0 (a blank cell reads as 0 in desktop Excel)",
    );
    expect(refused(48, 10, -1)).toBe("#VALUE! switch_cost_usd must be at least 0, got -1");
    expect(refused(48, 10, 1, 0)).toBe(
      "#VALUE! interval_h must be above 0, got 0 (a blank cell reads as 0 in desktop Excel)",
    );
    expect(refused(48, 10, 1, 1, 1, 0, "Net", true)).toBe("#VALUE! detail returns a table: leave output out");
  });
});

describe("POWER_BILL", () => {
  const energyCharge = (prices: unknown) =>
    one("POWER_BILL", 500, [[300], [360]], prices, ...noDemand, "Energy charge");
  const refused = (prices: unknown) =>
    errorOf("POWER_BILL", 500, [[300], [360]], prices, ...noDemand, "Energy charge");
  const noDemand = [1, null, null, null, null] as const;

  // 330,000 kWh by the contract's tariff.
  test.each([
    [
      [
        [100000, 0.05],
        [250000, 0.07],
        ["", 0.09],
      ],
    ],
    [
      [
        [100000, 0.05],
        [250000, 0.07],
        [null, 0.09],
      ],
    ],
    [
      [
        [100000, 0.05],
        [250000, 0.07],
        [0, 0.09],
      ],
    ],
    [
      [
        [100000, 0.05],
        [250000, 0.07],
        ["and above", 0.09],
        [0, 0],
      ],
    ],
    [
      [
        ["Up to kWh", "USD/kWh"],
        [100000, 0.05],
        [250000, 0.07],
        [400000, 0.09],
        [null, null],
      ],
    ],
    [
      [
        ["Up to MWh", "ct/kWh"],
        [100, 5],
        [250, 7],
        ["", 9],
      ],
    ],
  ])("reads the tiers %j", (tiers) => {
    expect(energyCharge(tiers)).toBeWithin(22700, { relative: 1e-15 });
  });

  test.each([
    [
      [
        [100000, 0.05],
        [250000, 0.07],
      ],
      "must have tiers for all the kWh of the bill (330000), got 250000: write a word for the last limit if there is none",
    ],
    [
      [
        ["", 0.05],
        [400000, 0.07],
      ],
      "must have a limit in every tier but the last",
    ],
    [
      [
        [200000, 0.05],
        [100000, 0.07],
        ["", 0.09],
      ],
      "must have limits that rise from tier to tier, above 200000, got 100000",
    ],
    [
      [
        ["100,000", 0.05],
        ["", 0.09],
      ],
      ', row 1, up to kWh, must be a number, got the text "100,000": a number stored as text',
    ],
    [
      [
        [-5, 0.05],
        ["", 0.09],
      ],
      ", row 1, up to kWh, must be above 0, got -5",
    ],
    [
      [
        [100000, 0.05, 1],
        [250000, 0.07, 1],
      ],
      "must be one row or one column, got a 2 x 3 range",
    ],
  ])("refuses the tiers %j", (tiers, message) => {
    expect(refused(tiers)).toBe(`#VALUE! usd_per_kwh${message.startsWith(",") ? "" : " "}${message}`);
  });

  const demand = (peaks: unknown, charges: unknown) =>
    one("POWER_BILL", 1000, 730, 0.05, 1.05, peaks, charges, null, null, "Demand charge");
  const demandError = (peaks: unknown, charges: unknown) =>
    errorOf("POWER_BILL", 1000, 730, 0.05, 1.05, peaks, charges, null, null, "Demand charge");

  test.each([[null], [0], [""]])("a peak that is %j is the load, at either end too", (blank) => {
    expect(demand([[blank], [900], [blank]], [[8, 2, 1]])).toBe(8400 + 1800 + 1050);
    expect(demand([[1100], [900]], [[blank], [2]])).toBe(1800);
  });

  test("peaks and demand charges are as many as each other, and numbers", () => {
    expect(demandError([[1], [2], [3]], [[1], [2]])).toBe(
      "#VALUE! demand_usd_per_kw_month must have one value or as many as peak_kw (3), got 2",
    );
    expect(demandError([["Peak"], [2]], 1)).toBe(
      '#VALUE! peak_kw, value 1, must be a number, got the text "Peak"',
    );
    expect(demandError([[1], [-2]], 1)).toBe("#VALUE! peak_kw, value 2, must be at least 0, got -2");
    expect(
      demandError(
        [
          [1, 2],
          [3, 4],
        ],
        1,
      ),
    ).toBe("#VALUE! peak_kw must be one row or one column, got a 2 x 2 range");
  });
});

test("COST_PER_BTC without coins is a zero divisor, in its own cell", () => {
  const answer = call("COST_PER_BTC", [[0], [2]], 100, null, null, null, null, "Net power");
  expect(answer[0]?.[0]).toMatchObject({ code: "#DIV/0!" });
  expect(answer[1]).toEqual([50]);
});
