import { cashflowsOf } from "../../src/core/cashflow/cashflows";
import { portfolio as valued } from "../../src/core/cashflow/portfolio";
import { sitesOf } from "../../src/core/cashflow/sites";
import type { Cell } from "../../src/core/errors";
import { simulatedPortfolio } from "../../src/core/simulation/simPortfolio";
import { snapshot } from "../../src/data/embedded/snapshot";
import { machines } from "../../src/data/machines";
import { portfolio } from "../../src/books/portfolio";
import type { Content } from "../../src/books/page";
import { siteRows } from "../../src/books/portfolio/sites";
import { openBook, type OpenBook } from "./openBook";

const PATHS = 200;
const quote = (series: string) => snapshot.find((one) => one.series === series)?.value ?? NaN;
const market = {
  price: quote("btc.price"),
  difficulty: quote("btc.difficulty"),
  height: quote("btc.height"),
  fees: quote("btc.fees"),
};
/** 1 January 2027, and the day of the market, 5 October 2026. */
const [START, MARKET_DAY] = [46388, 46300];
const height = Math.round(market.height + 144 * (START - MARKET_DAY));

/** The delivered cells of a row of the sheet Sites. */
const typed = (name: string) => siteRows.find((row) => row.name === name)?.values ?? [];
const numbers = (name: string) => typed(name).map(Number);
const fleet = typed("site_machines").map((name, index) => {
  const machine = machines().find((one) => one.name === name);
  const count = numbers("site_counts")[index] ?? NaN;
  const hashrate = count * (machine?.hashrateTh ?? NaN);
  const perTh = numbers("site_prices_per_th")[index] ?? NaN;
  const infra = numbers("site_infra")[index] ?? NaN;
  return {
    hashrate,
    efficiency: (machine?.powerW ?? NaN) / (machine?.hashrateTh ?? NaN),
    maker: machine?.maker ?? "",
    capex: hashrate * perTh + infra,
    resale:
      hashrate * perTh * (numbers("site_machine_resales")[index] ?? NaN) +
      infra * (numbers("site_infra_resales")[index] ?? NaN),
  };
});

/** The delivered sites as a table of models, written down apart from the workbook's own. */
function table(price = market.price): Cell[][] {
  const all = (name: string, value: Cell) => [name, ...fleet.map(() => value)];
  const row = (name: string, cells: readonly Cell[]) => [name, ...cells];
  const sites = (name: string, from: string) => row(name, [...typed(from)]);
  return [
    sites("", "site_names"),
    all("start date", START),
    sites("start month", "site_starts"),
    sites("months", "site_months"),
    sites("discount rate", "site_discount_rates"),
    all("btc price", price),
    all("btc price growth", 0.15),
    all("difficulty", market.difficulty),
    all("difficulty growth", 0.005),
    all("start height", height),
    all("fees", market.fees),
    all("volatility", 0.5),
    all("difficulty volatility", 0.2),
    all("price-difficulty correlation", 0.3),
    row(
      "hashrate",
      fleet.map(({ hashrate }) => hashrate),
    ),
    row(
      "efficiency",
      fleet.map(({ efficiency }) => efficiency),
    ),
    sites("power price", "site_power_prices"),
    sites("power price growth", "site_power_growths"),
    sites("pue", "site_pues"),
    sites("uptime", "site_uptimes"),
    sites("heat price", "site_heat_prices"),
    sites("profit share", "site_host_shares"),
    sites("pool fee", "site_pool_fees"),
    sites("other opex", "site_opex"),
    sites("other opex growth", "site_opex_growths"),
    sites("other revenue", "site_other_revenues"),
    row(
      "capex",
      fleet.map(({ capex }) => capex),
    ),
    row(
      "resale value",
      fleet.map(({ resale }) => resale),
    ),
    row(
      "loan",
      fleet.map(({ capex }, index) => capex * (numbers("site_loan_shares")[index] ?? NaN)),
    ),
    sites("loan rate", "site_loan_rates"),
    sites("loan months", "site_loan_months"),
    sites("tax rate", "site_tax_rates"),
    sites("depreciation", "site_depreciations"),
    sites("depreciation life", "site_lives"),
  ];
}

/** The first day of a month, counted from January 2027, in days. */
const firstDay = (month: number) => Math.round(Date.UTC(2027, month, 1) / 86_400_000);

/**
 * Net cash of Norway by month in plain arithmetic: machines from month 1, heat sold, straight-line depreciation, losses
 * carried forward, resale after month 60.
 */
function norway(): number[] {
  const site = 2;
  const [one] = fleet.slice(site);
  const of = (name: string) => numbers(name)[site] ?? NaN;
  if (one === undefined) throw new Error("there is no Norway");
  const flows = [-one.capex];
  let losses = 0;
  for (let month = 1; month <= 60; month++) {
    const days = firstDay(month) - firstDay(month - 1);
    const years = (month - 0.5) / 12;
    const first = height + 144 * (firstDay(month - 1) - firstDay(0));
    const before = Math.min(144 * days, Math.max(0, 1_050_000 - first));
    const subsidy = (before * 3.125 + (144 * days - before) * 1.5625) / (144 * days);
    const difficulty = market.difficulty * 1.005 ** (month - 0.5);
    const coins =
      ((1e12 * one.hashrate * 86_400 * days * of("site_uptimes")) / (difficulty * 2 ** 32)) *
      (subsidy + market.fees) *
      (1 - of("site_pool_fees"));
    const kwh = ((one.hashrate * one.efficiency) / 1000) * 24 * days * of("site_uptimes") * of("site_pues");
    const revenue = coins * market.price * 1.15 ** years;
    const heat = kwh * of("site_heat_prices");
    const power = kwh * of("site_power_prices") * 1.02 ** years;
    const runs = revenue + heat >= power ? 1 : 0;
    const earned = runs * (revenue + heat - power) - of("site_opex") * 1.03 ** years;
    const resale = month === 60 ? one.resale : 0;
    const depreciation = month <= 48 ? (one.capex - one.resale) / 48 : 0;
    // All of the book value but the resale is depreciated by then.
    const profit = earned - depreciation;
    const offset = Math.min(losses, Math.max(0, profit));
    losses += Math.max(0, -profit) - offset;
    flows.push(earned + resale - of("site_tax_rates") * (Math.max(0, profit) - offset));
  }
  return flows;
}

const presentValue = (flows: readonly number[], rate: number) =>
  flows.reduce((sum, flow, month) => sum + flow / (1 + rate) ** (month / 12), 0);

/** Effective yearly rate at which flows by month are worth nothing, between -50 % and 100 %. */
function rateOf(flows: readonly number[]): number {
  let [low, high] = [-0.5, 1];
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (presentValue(flows, middle) > 0) low = middle;
    else high = middle;
  }
  return low;
}

const herfindahl = (weights: readonly number[]) => {
  const sum = weights.reduce((so, weight) => so + weight, 0);
  return weights.reduce((so, weight) => so + 10_000 * (weight / sum) ** 2, 0);
};

const close = (relative: number) => (value: number, expected: number) =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(relative * Math.max(1, Math.abs(expected)));
const same = close(1e-9);

/** A site's cell on the sheet Sites: the column letter is the site's. */
const sitesPage = portfolio().pages.find(({ name }) => name === "Sites");
function site(letter: string, name: string): string {
  const row = /\d+/.exec(sitesPage?.names.get(name) ?? "")?.[0];
  if (row === undefined) throw new Error(`Sites has no ${name}`);
  return `Sites!${letter}${row}`;
}

let book: OpenBook;
beforeAll(async () => {
  book = await openBook(portfolio());
  await book.type("sim_paths", String(PATHS));
}, 240_000);

test("the committed file is the described one; else run npm run generate", () => {
  expect(book.isCommitted).toBe(true);
});

/** Types into cells, looks, and types back what stood there. */
async function typing(cells: readonly string[], look: () => Promise<void>): Promise<void> {
  const before = cells.map((cell) => [cell, book.value(cell)] as const);
  try {
    await look();
  } finally {
    for (const [cell, value] of before) await book.type(cell, value === null ? "" : String(value));
  }
}

/** What the failing checks say, as one text. */
const advice = () =>
  book
    .failing()
    .map((check) => `${check.name}: ${check.advice}`)
    .join("\n");

describe("as delivered", () => {
  test("no error, and all checks pass", () => {
    expect(book.errors()).toEqual([]);
    expect(book.verdict()).toMatch(/^All \d+ checks pass$/);
  });

  test("the six figures are those of the add-in's core on a table written apart", () => {
    const sites = sitesOf(table());
    const lines = valued(sites);
    const total = lines[lines.length - 1];
    const joint = simulatedPortfolio(sites, PATHS, 1);
    same(book.number("Dashboard!A7"), total?.capex ?? NaN);
    same(book.number("Dashboard!B7"), total?.npv ?? NaN);
    close(1e-7)(book.number("Dashboard!C7"), Number(total?.irr));
    same(book.number("Dashboard!D7"), joint.cvar95);
    same(book.number("Dashboard!E7"), joint.diversification);
    const running = fleet.map(({ hashrate }, index) => hashrate * (numbers("site_uptimes")[index] ?? NaN));
    const all = running.reduce((sum, one) => sum + one, 0);
    const bitmain = running.filter((_, index) => fleet[index]?.maker === "Bitmain");
    same(book.number("Dashboard!F7"), bitmain.reduce((sum, one) => sum + one, 0) / all);
    expect(book.value("Dashboard!F8")).toBe("Bitmain (maker), by hashrate");
    same(book.number("cvar_sum"), joint.sumOfCvars);
    same(book.number("total_btc"), total?.btc ?? NaN);
    for (const [index, line] of lines.slice(0, -1).entries())
      same(book.number(`Results!${"DEFG"[index] ?? ""}16`), line.npv);
  });

  test("costs per coin before and after heat and other revenue", () => {
    const total = (flows: readonly Float64Array[]) =>
      flows.reduce((sum, flow) => flow.reduce((so, one) => so + one, sum), 0);
    const runs = sitesOf(table()).map(({ model }) => cashflowsOf(model));
    const coins = total(runs.map(({ btc }) => btc));
    const costs = total(runs.flatMap(({ power, otherOpex, profitShare }) => [power, otherOpex, profitShare]));
    const credits = total(runs.flatMap(({ heat, otherRevenue }) => [heat, otherRevenue]));
    same(book.number("Results!C23"), costs / coins);
    same(book.number("Results!C24"), credits / coins);
    same(book.number("Results!C25"), Number(valued(sitesOf(table())).at(-1)?.costPerBtc));
    same(book.number("Results!C25"), (costs - credits) / coins);
    same(book.number("Results!F23") - book.number("Results!F24"), book.number("Results!F25"));
  });

  test("Norway by month in plain arithmetic", () => {
    const flows = norway();
    const columns = ["D", ...monthColumns()];
    for (const [month, flow] of flows.entries())
      close(1e-8)(book.number(`Cash flow!${columns[month] ?? ""}12`), flow);
    close(1e-8)(book.number("Results!F16"), presentValue(flows, 0.09));
    close(1e-6)(book.number("Results!F18"), rateOf(flows));
  });

  test("the portfolio's rate of return is that of the months together", () => {
    const columns = ["D", ...monthColumns()];
    const flows = columns.map((column) =>
      [10, 11, 12, 13].reduce((sum, row) => sum + book.number(`Cash flow!${column}${row}`), 0),
    );
    close(1e-6)(book.number("portfolio_irr"), rateOf(flows));
  });

  test("concentrations and outages by hand", () => {
    const running = fleet.map(({ hashrate }, index) => hashrate * (numbers("site_uptimes")[index] ?? NaN));
    const [texas = NaN, paraguay = NaN, norwegian = NaN, flare = NaN] = running;
    const pools = [0.7 * texas + flare, 0.3 * texas + paraguay, 0.5 * norwegian, 0.5 * norwegian];
    const jurisdictions = [texas + flare, paraguay, norwegian];
    close(1e-9)(book.number("Concentration!E6"), herfindahl(pools));
    close(1e-9)(book.number("Concentration!E7"), herfindahl(running));
    close(1e-9)(book.number("Concentration!E9"), herfindahl(jurisdictions));
    const hashprice =
      ((1e15 * 86_400) / (market.difficulty * 2 ** 32)) * (3.125 + market.fees) * market.price;
    const daily = running.reduce(
      (sum, one, index) => sum + (one / 1000) * hashprice * (1 - (numbers("site_pool_fees")[index] ?? NaN)),
      0,
    );
    const all = running.reduce((sum, one) => sum + one, 0);
    close(1e-9)(book.number("Concentration!H9"), ((texas + flare) / all) * daily * 30);
    close(1e-9)(book.number("Concentration!I9"), 1 - 0.99 ** 3);
  });

  test("sensitivity to the price is the value at that price", () => {
    for (const [row, shock] of [
      [7, -0.3],
      [8, -0.15],
      [9, 0],
      [10, 0.15],
      [11, 0.3],
    ] as const) {
      const lines = valued(sitesOf(table(market.price * (1 + shock))));
      same(book.number(`Sensitivity!C${row}`), lines[lines.length - 1]?.npv ?? NaN);
    }
  });
});

function monthColumns(): string[] {
  const letter = (index: number) => String.fromCharCode(65 + index);
  return Array.from({ length: 60 }, (_, index) => {
    const column = 4 + index;
    return column < 26 ? letter(column) : letter(Math.floor(column / 26) - 1) + letter(column % 26);
  });
}

describe("bad input", () => {
  test.each([
    [
      "a machine that is not in the list",
      site("E", "site_machines"),
      [["Antminer S99", /Antminer S99' of Paraguay is not in the list/]],
    ],
    [
      "no machines",
      site("F", "site_counts"),
      [
        ["0", /Norway has no machines/],
        ["many", /Norway has no machines/],
        ["2.5", /Machines of Norway \(column F\)/],
      ],
    ],
    [
      "an uptime that is none",
      site("D", "site_uptimes"),
      [
        ["130%", /Uptime of Texas \(column D\)/],
        ["", /Uptime of Texas \(column D\)/],
      ],
    ],
    [
      "a name twice, or none",
      site("E", "site_names"),
      [
        ["texas", /'texas' in column E stands further left/],
        ["", /column E has no name/],
      ],
    ],
    ["cells without a name", site("H", "site_counts"), [["100", /column H has no name/]]],
    [
      "a start month after the end",
      site("E", "site_starts"),
      [["40", /Start month within the months of Paraguay/]],
    ],
    ["shares of pools that are not 100 %", "Exposures!D7", [["60%", /pools of Texas add up to 90.0%/]]],
    ["a pool twice", "Exposures!A8", [["Foundry USA", /Name each pool once/]]],
    [
      "a start date that is none",
      "first_day",
      [
        ["2026-08-01", /2026-08-01 is before the market in use \(2026-10-05\)/],
        ["2027-01-15", /2027-01-15 is not the first day/],
        ["soon", /Start date \(Inputs!B7\)/],
      ],
    ],
    ["more than 60 months", "plan_length", [["72", /72 cannot be shown; 60 months are used/]]],
    ["a growth as text", "price_growth", [["much", /Growth of the bitcoin price \(Inputs!B\d+\)/]]],
    ["limits without room", "jurisdiction_cap", [["30%", /leave room for less than 100 %/]]],
    ["a volatility below 0", "price_volatility", [["-10%", /Volatility of the bitcoin price/]]],
  ] as const)("%s", async (_what, cell, cases) => {
    await typing([cell], async () => {
      for (const [text, expected] of cases) {
        await book.type(cell, text);
        expect(book.errors()).toEqual([]);
        expect(book.verdict()).toMatch(/fail/);
        expect(advice()).toMatch(expected);
      }
    });
  });

  test("and all is well again", () => {
    expect(book.verdict()).toMatch(/^All \d+ checks pass$/);
    same(book.number("total_npv"), valued(sitesOf(table())).at(-1)?.npv ?? NaN);
  });
});

describe("laws", () => {
  test("a site with a wrong cell is left out, and the others keep their values", async () => {
    const [texas = NaN, , norwegian = NaN, flare = NaN] = ["D", "E", "F", "G"].map((letter) =>
      book.number(`Results!${letter}16`),
    );
    const machine = site("E", "site_machines");
    await typing([machine], async () => {
      await book.type(machine, "Antminer S99");
      same(book.number("total_npv"), texas + norwegian + flare);
      expect(book.value("Results!E5")).toBe("Norway");
      same(book.number("Results!E16"), norwegian);
      expect(book.value("Results!G16")).toBe("");
    });
  });

  test("a rate of return far above the discount rates is found", async () => {
    const power = site("D", "site_power_prices");
    await typing([power], async () => {
      await book.type(power, "0");
      const flows = ["D", ...monthColumns()].map((column) => book.number(`Cash flow!${column}16`));
      const rate = rateOf(flows);
      expect(rate).toBeGreaterThan(0.45);
      close(1e-6)(book.number("Dashboard!C7"), rate);
      close(1e-6)(book.number("irr_of_excel"), rate);
      expect(book.failing()).toEqual([]);
    });
  });

  test("exposures can be measured by what was invested", async () => {
    await typing(["weight_basis"], async () => {
      await book.type("weight_basis", "capex");
      const all = fleet.reduce((sum, { capex }) => sum + capex, 0);
      // Grids: Texas hangs on its own.
      close(1e-9)(book.number("Concentration!C7"), (fleet[0]?.capex ?? NaN) / all);
      expect(book.failing()).toEqual([]);
    });
  });

  test("one site has no diversification, and its risk is its own; without it there is none to compare", async () => {
    const names = ["D", "E", "F", "G"].map((letter) => site(letter, "site_names"));
    await typing(names, async () => {
      for (const name of names.slice(1)) await book.type(name, "");
      expect(book.number("diversification")).toBe(0);
      same(book.number("risk_cvar"), book.number("Risk!D16"));
      expect(book.number("Concentration!E9")).toBe(10_000);
      await book.type(names[0] ?? "", "");
      expect(book.errors()).toEqual([]);
      expect(advice()).toMatch(/There is a site that counts/);
    });
  });
});

describe("six sites and 30 months", () => {
  /** The workbook with two more sites, like the first two, as if their columns were copied. */
  function fuller() {
    const made = portfolio();
    const page = (name: string) => {
      const found = made.pages.find((one) => one.name === name);
      if (found === undefined) throw new Error(`there is no sheet ${name}`);
      return found;
    };
    const set = (sheet: string, cell: string, content: Content) => {
      const old = page(sheet).cells.get(cell);
      if (old === undefined) throw new Error(`there is no ${sheet}!${cell}`);
      page(sheet).cells.set(cell, { ...old, content });
    };
    for (const { name } of siteRows) {
      const row = /\d+/.exec(page("Sites").names.get(name) ?? "")?.[0] ?? "";
      const [first = "", second = ""] = typed(name);
      set("Sites", `H${row}`, name === "site_names" ? "Texas 2" : first);
      set("Sites", `I${row}`, name === "site_names" ? "Paraguay 2" : second);
    }
    set("Exposures", "H7", 1);
    set("Exposures", "I8", 1);
    set("Inputs", page("Inputs").names.get("plan_length") ?? "", 30);
    set("Inputs", page("Inputs").names.get("sim_paths") ?? "", PATHS);
    return made;
  }

  test("all follows, and all checks pass", async () => {
    book = await openBook(fuller());
    expect(book.failing()).toEqual([]);
    expect(book.errors()).toEqual([]);
    same(book.number("Results!H16"), book.number("Results!D16"));
    same(book.number("Results!C16"), book.number("Dashboard!B7"));
    // Months 30 and 31, all sites.
    expect(book.number("Cash flow!AH16")).toBeGreaterThan(0);
    expect(book.number("Cash flow!AI16")).toBe(0);
  });
});
