import { execFileSync } from "node:child_process";
import january from "../../src/books/fleetAndPower/january2025.json";
import { MOST_HOURS } from "../../src/books/fleetAndPower/prices";
import type { Seen, Session, Step } from "./bookSession";

const prices: readonly number[] = january.usdPerMwh;
const hours = prices.length;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

// The fleet and the inputs as delivered: count, TH/s, W.
const fleet = [
  [3000, 270, 3645],
  [4000, 234, 3510],
  [3000, 200, 3500],
  [2500, 140, 3010],
  [1500, 104, 3068],
] as const;
const [pue, uptime, fee] = [1.04, 0.97, 0.01];
const machines = sum(fleet.map(([count]) => count));
const th = sum(fleet.map(([count, hashrate]) => count * hashrate));
const kw = sum(fleet.map(([count, , watts]) => (count * watts) / 1000));
const meterKw = kw * pue;
const mw = (meterKw * uptime) / 1000;
// The network of the embedded snapshot.
const [btcPrice, difficulty, reward] = [85956.45, 132716002350731.3, 3.125 + 0.014073];
const hashprice = ((1e15 * 86400) / (difficulty * 2 ** 32)) * reward * btcPrice;
const strike = (1000 * hashprice * (1 - fee)) / (24 * ((kw * 1000) / th) * pue);

/** Hours off that gain most with a cost of each outage and a shortest one, by trying both in each hour. */
function bestOff(gains: readonly number[], restart: number, minOff: number) {
  type Plan = { gain: number; off: number; outages: number; released: number };
  const none: Plan = { gain: 0, off: 0, outages: 0, released: 0 };
  const running: Plan[] = Array.from({ length: gains.length + 1 }, () => none);
  const resting: Plan[] = Array.from({ length: gains.length + 1 }, () => none);
  const off = (from: number, to: number, then: Plan): Plan => ({
    gain: sum(gains.slice(from, to)) + then.gain,
    off: to - from + then.off,
    outages: then.outages,
    released: sum(prices.slice(from, to)) + then.released,
  });
  for (let hour = gains.length - 1; hour >= 0; hour--) {
    const on = running[hour + 1] ?? none;
    const end = Math.min(hour + minOff, gains.length);
    const after = off(hour, end, resting[end] ?? none);
    const stop = { ...after, gain: after.gain - restart, outages: after.outages + 1 };
    const stay = off(hour, hour + 1, resting[hour + 1] ?? none);
    running[hour] = stop.gain > on.gain ? stop : on;
    resting[hour] = stay.gain > on.gain ? stay : on;
  }
  return running[0] ?? none;
}

/** Net of the best mode in each hour, with a cost of each change. */
function bestModes(modes: readonly (readonly [number, number])[], units: number, change: number): number {
  const gains = (price: number) => [
    ...modes.map(
      ([hashrate, watts]) =>
        (units * hashrate * hashprice * (1 - fee)) / 24_000 - ((units * watts * pue) / 1e6) * price,
    ),
    0,
  ];
  let ahead = [...modes.map(() => 0), 0];
  for (const price of [...prices].reverse()) {
    const best = Math.max(...ahead) - change;
    const here = gains(price);
    ahead = ahead.map((value, state) => Math.max(value, best) + (here[state] ?? 0));
  }
  return Math.max(...ahead);
}

const close = (actual: number, expected: number) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));

/** What a workbook shows in a session of its own: within a test's context it would be several times slower. */
function sessionOf(session: Session): Record<string, Seen> {
  const program = ["-r", "./.config/typescript.cjs", "test/books/bookSession.ts"];
  const input = JSON.stringify(session);
  const output = execFileSync(process.execPath, program, { input, maxBuffer: 1e8, encoding: "utf8" });
  return JSON.parse(output) as Record<string, Seen>;
}

const list = (cell: string) => `Fleet list!${cell}`;
const hourOf = (place: number) => String(45658 + place / 24);
const curveRows = Array.from({ length: 14 }, (_, index) => 13 + index);

const steps: readonly Step[] = [
  {
    name: "delivered",
    reads: [
      ...["A", "B", "C", "D", "E", "F"].map((letter) => `Dashboard!${letter}7`),
      ...["fleet_machines", "fleet_meter_kw", "site_strike", "bill_total_usd", "bill_contract_usd", "margin"],
      ...["free_hours_off", "free_gain", "Bill!B48", "Power modes!B10", "Cost curve!B27", "checks_verdict"],
      ...["Price duration!B13", "Price duration!B17", "By day!E22", "By day!C39"],
      ...fleet.flatMap((_, index) => [`Curtailment!C${36 + index}`, `Curtailment!E${36 + index}`]),
      ...curveRows.flatMap((row) => [`Cost curve!A${row}`, `Cost curve!E${row}`]),
    ],
  },
  {
    name: "an unknown machine",
    types: [
      [list("A13"), "Antminer X99"],
      [list("B13"), "100"],
    ],
    reads: ["fleet_machines"],
  },
  {
    name: "its own hashrate and power",
    types: [
      [list("C13"), "150"],
      [list("D13"), "3000"],
    ],
    reads: ["fleet_th"],
  },
  { name: "no count", types: [[list("B13"), ""]] },
  {
    name: "the row deleted",
    types: [
      [list("A13"), ""],
      [list("C13"), ""],
      [list("D13"), ""],
    ],
  },
  { name: "a text among prices", types: [["Prices!B20", "n/a"]], reads: ["hours_given"] },
  { name: "a price missing", types: [["Prices!B20", ""]] },
  {
    name: "an hour that is a text",
    types: [
      ["Prices!B20", String(prices[13])],
      ["Prices!A30", "noon"],
    ],
  },
  {
    name: "a day of 23 hours",
    types: [
      ["Prices!A30", hourOf(23)],
      ["Prices!A750", hourOf(744)],
    ],
  },
  {
    name: "a day of 25 hours",
    types: [
      ["Prices!A750", hourOf(743)],
      ["Prices!A751", hourOf(743)],
      ["Prices!B751", "40"],
    ],
  },
  {
    name: "prices as delivered",
    types: [
      ["Prices!A751", ""],
      ["Prices!B751", ""],
    ],
    reads: ["margin"],
  },
  { name: "a block above the load", types: [["block_mw", "80"]], reads: ["Bill!D7", "bill_contract_usd"] },
  {
    name: "modes of a machine that the fleet lacks",
    types: [
      ["block_mw", "30"],
      ["modes_machine", "Whatsminer M60"],
    ],
  },
  {
    name: "a PUE below 1",
    types: [
      ["modes_machine", "Antminer S21 XP"],
      ["pue", "0.5"],
    ],
  },
  {
    name: "index",
    types: [
      ["pue", String(pue)],
      ["contract", "index"],
    ],
    reads: ["margin"],
  },
  { name: "fixed", types: [["contract", "fixed"]], reads: ["bill_contract_usd"] },
  {
    name: "free restarts",
    types: [
      ["contract", "block"],
      ["restart_cost", "0"],
      ["min_hours_off", "1"],
    ],
    reads: ["margin_gain", "hours_run"],
  },
  {
    name: "dear restarts",
    types: [["restart_cost", "100000000"]],
    reads: ["margin_gain", "hours_run"],
  },
  {
    name: "no machines",
    types: [8, 9, 10, 11, 12].map((row) => [list(`B${row}`), "0"] as const),
    reads: ["energy_used", "Dashboard!D7", "margin"],
  },
];

describe("fleet and power", () => {
  let session: Record<string, Seen> = {};
  beforeAll(() => {
    session = sessionOf({ book: "fleetAndPower", steps });
  });
  const seen = (step: string): Seen => {
    const found = session[step];
    if (found === undefined) throw new Error(`there is no step ${step}`);
    return found;
  };
  const number = (step: string, cell: string) => Number(seen(step).values[cell] ?? NaN);
  const delivered = (cell: string) => number("delivered", cell);
  const advice = (step: string, name: string) =>
    seen(step).failing.find((check) => check.name === name)?.advice ?? "passes";
  const expectWell = (step: string) => {
    expect(seen(step).failing).toEqual([]);
    expect(seen(step).errors).toEqual([]);
  };

  it("passes its checks and shows no error", () => {
    expectWell("delivered");
    expect(seen("delivered").values["checks_verdict"]).toMatch(/^All \d+ checks pass$/);
    expect(seen("delivered").isCommitted).toBe(true);
  });

  const gains = prices.map((price) => mw * (price - strike));
  const plan = bestOff(gains, 1500, 2);
  const credits = (mw * 1000 * 1.2 * hours) / 730.5;
  const energy = mw * (sum(prices) - plan.released);
  const contract = 30 * sum(prices.map((price) => 36 - price));
  const bill = energy + contract + meterKw * 2.5 + 5000 - credits;
  const used = mw * (hours - plan.off);
  const margin = used * strike - bill - 1500 * plan.outages;
  const freeGain = sum(gains.map((gain) => Math.max(gain, 0)));

  it("shows the six figures", () => {
    close(delivered("Dashboard!A7"), th / 1000);
    close(delivered("Dashboard!B7"), (kw * 1000) / th);
    close(delivered("Dashboard!C7"), bill / used);
    close(delivered("Dashboard!D7"), plan.off / hours);
    close(delivered("Dashboard!E7"), plan.gain + credits);
    // The demand charge and the fee are those of a month, however many hours are given.
    const charges = meterKw * 2.5 + 5000;
    close(delivered("Dashboard!F7"), ((margin + charges) * 730.5) / hours - charges);
    expect(plan.outages).toBeGreaterThan(1);
  });

  it("has the totals of fleet, bill, curtailment and modes", () => {
    close(delivered("fleet_machines"), machines);
    close(delivered("fleet_meter_kw"), meterKw);
    close(delivered("site_strike"), strike);
    close(delivered("bill_total_usd"), bill);
    close(delivered("bill_contract_usd"), contract);
    close(delivered("margin"), margin);
    close(delivered("Bill!B48"), energy + contract);
    close(delivered("free_hours_off"), prices.filter((price) => price > strike).length);
    close(delivered("free_gain"), freeGain);
    const modes = [
      [292, 4230],
      [270, 3645],
      [224, 2690],
    ] as const;
    close(delivered("Power modes!B10"), bestModes(modes, 3000 * uptime, 60));
  });

  it("gives each type its own strike", () => {
    for (const [index, [count, hashrate, watts]] of fleet.entries()) {
      const own = (1000 * hashprice * (1 - fee)) / ((24 * watts * pue) / hashrate);
      const load = (count * watts * pue * uptime) / 1e6;
      close(delivered(`Curtailment!C${36 + index}`), own);
      close(
        delivered(`Curtailment!E${36 + index}`),
        load * sum(prices.map((price) => Math.max(price - own, 0))),
      );
    }
  });

  it("sorts own machines into the cost curve", () => {
    const costs = curveRows.map((row) => delivered(`Cost curve!E${row}`));
    expect(costs).toEqual([...costs].sort((one, other) => one - other));
    const own = curveRows.find(
      (row) => seen("delivered").values[`Cost curve!A${row}`] === "Own: Antminer S19 XP",
    );
    close(delivered(`Cost curve!E${own}`), (24 * 3010 * pue * (bill / used)) / 1000 / 140);
    close(delivered("Cost curve!B27"), 950 + th / 1e6);
  });

  it("gives the prices by share of hours and by day", () => {
    const sorted = [...prices].sort((one, other) => other - one);
    close(delivered("Price duration!B13"), sorted[0] ?? NaN);
    // A fifth of the 743 steps between the highest and the lowest price.
    const place = 0.2 * (hours - 1);
    const [high = NaN, low = NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    close(delivered("Price duration!B17"), high + (low - high) * (place % 1));
    close(delivered("By day!E22"), sum(prices.slice(14 * 24, 15 * 24)) / 24);
    close(delivered("By day!C39"), hours);
  });

  it("names a machine that is not in the list, and one without a count", () => {
    expect(advice("an unknown machine", "Each machine of the fleet is in the list")).toMatch(
      /row 13: Antminer X99 is not/,
    );
    expect(seen("an unknown machine").errors).toEqual([]);
    close(number("an unknown machine", "fleet_machines"), machines);
    expectWell("its own hashrate and power");
    close(number("its own hashrate and power", "fleet_th"), th + 15_000);
    expect(advice("no count", "Each machine of the fleet has a count")).toMatch(
      /row 13: Antminer X99 has no count/,
    );
    expectWell("the row deleted");
  });

  it("names a price that is a text, one that is missing, and an hour that is none", () => {
    const isNumber = "Each price is a number";
    expect(advice("a text among prices", isNumber)).toMatch(/^Prices!B20: n\/a is a text/);
    expect(seen("a text among prices").errors).toEqual([]);
    close(number("a text among prices", "hours_given"), hours);
    expect(advice("a price missing", isNumber)).toMatch(/^Prices!B20: the price is missing/);
    expect(advice("an hour that is a text", isNumber)).toBe("passes");
    expect(advice("an hour that is a text", "Each hour is a date and time")).toMatch(
      /^Prices!A30: noon is a text/,
    );
    expect(seen("an hour that is a text").errors).toEqual([]);
  });

  it("names a day of 23 and of 25 hours, the gap and the doubled hour", () => {
    const isDay = "Each day has 24 hours";
    expect(advice("a day of 23 hours", isDay)).toMatch(/^2025-01-31 has 23 hours/);
    expect(advice("a day of 23 hours", "No hour is missing")).toMatch(
      /^Prices!A750: 2025-02-01 00:00 comes 2 hours after/,
    );
    expect(seen("a day of 23 hours").errors).toEqual([]);
    expect(advice("a day of 25 hours", isDay)).toMatch(/^2025-01-31 has 25 hours/);
    expect(advice("a day of 25 hours", "No hour stands twice, and hours rise")).toMatch(
      /^Prices!A751: 2025-01-31 23:00 stands twice/,
    );
    expect(seen("a day of 25 hours").errors).toEqual([]);
    expectWell("prices as delivered");
    close(number("prices as delivered", "margin"), margin);
  });

  it("says that a block is larger than the load, that modes have no machine, and that the PUE is too low", () => {
    expectWell("a block above the load");
    expect(seen("a block above the load").values["Bill!D7"]).toMatch(/^Larger than the load/);
    close(number("a block above the load", "bill_contract_usd"), 80 * sum(prices.map((price) => 36 - price)));
    const modes = "modes of a machine that the fleet lacks";
    expect(advice(modes, "The machine with modes is in the fleet")).toMatch(/no Whatsminer M60/);
    expect(seen(modes).errors).toEqual([]);
    expect(advice("a PUE below 1", "PUE is at least 1")).toMatch(/from 1 to 10/);
  });

  it("keeps the laws of contracts and of switching", () => {
    close(number("index", "margin"), margin + contract);
    close(number("fixed", "bill_contract_usd"), mw * sum(prices.map((price) => 42 - price)));
    close(number("free restarts", "margin_gain"), credits + freeGain);
    close(number("free restarts", "hours_run"), prices.filter((price) => price <= strike).length);
    close(number("dear restarts", "hours_run"), hours);
    close(number("dear restarts", "margin_gain"), credits);
    for (const step of ["index", "fixed", "free restarts", "dear restarts"]) expectWell(step);
  });

  it("shows no errors without machines, and says so", () => {
    expect(seen("no machines").errors).toEqual([]);
    expect(seen("no machines").failing.map(({ name }) => name)).toEqual([
      "There are machines",
      "The machine with modes is in the fleet",
    ]);
    close(number("no machines", "energy_used"), 0);
    close(number("no machines", "Dashboard!D7"), 0);
    // The block is still bought, and sold at the price of the hour.
    close(number("no machines", "margin"), -5000 - contract);
  });
});

describe("fleet and power with a year of prices", () => {
  // A leap year from 2024-01-01 on, with dear hours.
  const year = Array.from(
    { length: MOST_HOURS },
    (_, hour) => 30 + 40 * Math.sin(hour / 3.7) + (hour % 97 === 0 ? 300 : 0),
  );
  const pasted = year.flatMap((price, hour) => [
    [`A${7 + hour}`, 45292 + hour / 24] as const,
    [`B${7 + hour}`, price] as const,
  ]);

  it("shows months, and follows an edit", () => {
    const reads = ["hours_given", "By day!C9", "bill_hours", "bill_fixed_usd", "average_price", "free_gain"];
    const session = sessionOf({
      book: "fleetAndPower",
      instead: { Prices: Object.fromEntries(pasted) },
      steps: [
        { name: "opened", reads },
        { name: "edited", types: [["Prices!B30", "45"]], reads },
      ],
    });
    const { opened, edited } = session;
    expect(opened?.failing).toEqual([]);
    expect(opened?.errors).toEqual([]);
    const number = (cell: string) => Number(opened?.values[cell] ?? NaN);
    close(number("hours_given"), MOST_HOURS);
    close(number("By day!C9"), 29 * 24);
    close(number("bill_hours"), MOST_HOURS);
    close(number("bill_fixed_usd"), 12 * 5000);
    close(number("free_gain"), mw * sum(year.map((price) => Math.max(price - strike, 0))));
    close(Number(edited?.values["average_price"]), (sum(year) - (year[23] ?? NaN) + 45) / MOST_HOURS);
  });
});
