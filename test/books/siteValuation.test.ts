import { siteValuation } from "../../src/books/siteValuation";
import { blackPrice } from "../../src/core/options/black";
import { columnLetters } from "../../src/formula/tokens";
import { openBook, type OpenBook } from "./openBook";
import { plainSite, type PlainSite } from "./plainSite";

/** The delivered inputs, typed here once more. */
const delivered: PlainSite = {
  price: 85956.45,
  difficulty: 132716002350731.3,
  height: 969991 + 144 * 88,
  fees: 0.014073,
  start: [2027, 0],
  months: 60,
  machines: 5327,
  terahashes: 270,
  watts: 3645,
  pue: 1.03,
  uptime: 0.96,
  poolFee: 0.01,
  usdPerKwh: 0.042,
  powerGrowth: 0.02,
  opex: 45_000,
  opexGrowth: 0.03,
  priceGrowth: 0.2,
  difficultyGrowth: 0.008,
  machineCost: 5327 * 270 * 12,
  infrastructure: 20 * 250_000,
  /** At the order, then by month. */
  machinesPaid: [0.3, 0, 0.35, 0.35],
  infrastructurePaid: [0.25, 0.25, 0.25, 0.25],
  started: [0, 0, 0, 0.5, 0.5],
  resale: 0.1 * 5327 * 270 * 12 + 0.5 * 20 * 250_000,
  loanShare: 0.25,
  loanRate: 0.11,
  loanMonths: 24,
  tax: 0.21,
  discount: 0.12,
};

describe("site-valuation", () => {
  let book: OpenBook;
  beforeAll(async () => {
    book = await openBook(siteValuation());
  });

  /** What a check says that fails; undefined while it passes. */
  const advice = (name: string) => book.failing().find((check) => check.name === name)?.advice;
  async function typed(inputs: Readonly<Record<string, string>>): Promise<void> {
    for (const [cell, text] of Object.entries(inputs)) await book.type(cell, text);
  }
  const line = (sheet: string, row: number) =>
    Array.from({ length: delivered.months }, (_, index) =>
      book.number(`${sheet}!${columnLetters(index + 5)}${row}`),
    );

  it("is committed as it is described; else run npm run generate", () => {
    expect(book.isCommitted).toBe(true);
  });

  it("is delivered without an error and with all checks passing", () => {
    expect(book.errors()).toEqual([]);
    expect(book.failing()).toEqual([]);
    expect(book.verdict()).toMatch(/^All \d+ checks pass$/);
    expect(book.value("Dashboard!A2")).toBe(book.verdict());
  });

  it("shows the figures of plain arithmetic", () => {
    const plain = plainSite(delivered);
    expect(book.number("machine_count")).toBe(delivered.machines);
    expect(book.number("site_npv")).toBeCloseTo(plain.npv, 2);
    expect(book.number("site_irr")).toBeCloseTo(plain.irr, 9);
    expect(book.number("site_payback")).toBeCloseTo(plain.payback, 6);
    expect(book.number("equity_needed")).toBeCloseTo(plain.equity, 2);
    expect(book.number("cash_cost")).toBeCloseTo(plain.cashCost, 4);
    expect(book.number("total_coins")).toBeCloseTo(plain.coins, 8);
    const figures = [
      "site_npv",
      "site_irr",
      "site_payback",
      "equity_needed",
      "cash_cost",
      "breakeven_hashprice",
    ];
    for (const [index, name] of figures.entries())
      expect(book.number(`Dashboard!${columnLetters(index + 1)}7`)).toBe(book.number(name));
  });

  it("breaks even where it says, by plain arithmetic", () => {
    const [price, power] = [book.number("breakeven_price"), book.number("breakeven_power")];
    expect(Math.abs(plainSite({ ...delivered, price }).npv)).toBeLessThan(1);
    expect(Math.abs(plainSite({ ...delivered, usdPerKwh: power }).npv)).toBeLessThan(1);
    const perPh = (1e15 * 86_400) / (delivered.difficulty * 2 ** 32);
    expect(book.number("breakeven_hashprice")).toBeCloseTo(perPh * (3.125 + delivered.fees) * price, 8);
  });

  it("moves by scenario as plain arithmetic does", () => {
    const downside = plainSite({
      ...delivered,
      price: 0.8 * delivered.price,
      priceGrowth: 0,
      difficulty: 0.95 * delivered.difficulty,
      difficultyGrowth: delivered.difficultyGrowth - 0.003,
      usdPerKwh: 1.1 * delivered.usdPerKwh,
    });
    expect(book.value("Scenarios!A9")).toBe("Downside");
    expect(book.number("Scenarios!B9")).toBeCloseTo(downside.npv, 2);
    // The bridge ends there.
    expect(book.number("Bridge!C14")).toBeCloseTo(downside.npv, 2);
    expect([8, 9, 10, 11, 12, 13, 14].map((row) => book.value(`Bridge!A${row}`))).toEqual([
      "Start",
      "Price of bitcoin",
      "Price growth",
      "Difficulty",
      "Difficulty growth",
      "Power price",
      "End",
    ]);
  });

  it("moves with each driver of the tornado as plain arithmetic does, the greatest swing first", () => {
    const times = (factor: number): Readonly<Record<string, Partial<PlainSite>>> => ({
      "Price of bitcoin": { price: factor * delivered.price },
      Difficulty: { difficulty: factor * delivered.difficulty },
      "Fees of blocks": { fees: factor * delivered.fees },
      Hashrate: { terahashes: factor * delivered.terahashes, watts: factor * delivered.watts },
      "Efficiency (J/TH)": { watts: factor * delivered.watts },
      "Uptime, up to 100 %": { uptime: Math.min(1, factor * delivered.uptime) },
      "PUE, from 1": { pue: Math.max(1, factor * delivered.pue) },
      "Power price": { usdPerKwh: factor * delivered.usdPerKwh },
      "Running costs": { opex: factor * delivered.opex },
      "Pool fee": { poolFee: factor * delivered.poolFee },
      "Profit share of the host": {},
      // The loan stays as it is.
      Investment: {
        machineCost: factor * delivered.machineCost,
        infrastructure: factor * delivered.infrastructure,
        loanShare: delivered.loanShare / factor,
      },
      "Resale value": { resale: factor * delivered.resale },
      "Discount rate": { discount: factor * delivered.discount },
      "Price growth": { priceGrowth: delivered.priceGrowth + factor - 1 },
      "Difficulty growth": {
        difficultyGrowth: delivered.difficultyGrowth + (factor - 1) / 20,
      },
    });
    const [lower, higher] = [times(0.9), times(1.1)];
    const rows = Array.from({ length: Object.keys(lower).length }, (_, index) => 7 + index);
    expect(rows.map((row) => String(book.value(`Sensitivity!A${row}`))).sort()).toEqual(
      Object.keys(lower).sort(),
    );
    for (const row of rows) {
      const driver = String(book.value(`Sensitivity!A${row}`));
      const [low, base, high] = ["C", "D", "E"].map((letter) => book.number(`Sensitivity!${letter}${row}`));
      expect(low).toBeCloseTo(plainSite({ ...delivered, ...lower[driver] }).npv, 2);
      expect(high).toBeCloseTo(plainSite({ ...delivered, ...higher[driver] }).npv, 2);
      expect(base).toBe(book.number("site_npv"));
    }
    const swings = rows.map((row) => book.number(`Sensitivity!F${row}`));
    expect(swings).toEqual([...swings].sort((one, other) => other - one));
  });

  it("hedges six months with puts by Black's formula", () => {
    const coins = line("Cash flow", 12);
    const first = coins.findIndex((mined) => mined > 0);
    let [premium, floors, hedged] = [0, 0, 0];
    for (let month = first; month < first + 6; month++) {
      const years = (Date.UTC(2027, month + 1, 1) - Date.UTC(2026, 9, 5)) / 86_400_000 / 365;
      const forward = delivered.price * Math.exp(0.045 * years);
      const put = blackPrice({
        type: "put",
        forward,
        strike: 0.85 * forward,
        years,
        volatility: 0.5,
        rate: 0.045,
      });
      const quantity = Math.floor((coins[month] ?? 0) * 0.5 * 10) / 10;
      premium += quantity * put;
      floors += quantity * (0.85 * forward - put);
      hedged += quantity;
    }
    expect(first).toBe(2);
    expect(book.number("hedge_count")).toBe(6);
    expect(book.number("hedge_coins")).toBeCloseTo(hedged, 9);
    expect(book.number("hedge_premium")).toBeCloseTo(premium, 4);
    expect(book.number("hedge_floor")).toBeCloseTo(floors / hedged, 6);
    expect(book.value("Dashboard!A5")).toMatch(
      /^Puts on 52\.2 BTC in 6 months, bought on 2026-10-05, cost \$405,273 and leave/,
    );
  });

  it("names several bad inputs at once, each with its place", async () => {
    const before = { start_date: "46388", hedge_btc: "0", "Tables!D10": "0.5", plan_months: "60" };
    await typed({ start_date: "46023", hedge_btc: "50", "Tables!D10": "0.3", plan_months: "3" });
    expect(advice("The start date is not before the market's day")).toMatch(
      /^Inputs, Start date: 2026-01-01 lies before the market in use \(2026-10-05\)/,
    );
    expect(advice("No more is hedged than is mined")).toMatch(/^More is hedged than mined from Mar 2026 on/);
    expect(advice("Deliveries add up to 100 %")).toMatch(/^Sheet Tables.*add up to 80\.0%/);
    expect(advice("Payments and deliveries lie within the plan")).toMatch(
      /^The plan has 3 months, and the sheet Tables goes on to month 4/,
    );
    expect(book.verdict()).toMatch(/^\d+ of \d+ checks fail/);
    expect(book.errors()).toEqual([]);
    await typed(before);
    expect(book.failing()).toEqual([]);
  });

  it("names a site without power, a machine that is not listed, and a text", async () => {
    await typed({ site_mw: "0" });
    expect(advice("The site has power and machines")).toMatch(/^Inputs, Power of the site: 0 MW/);
    expect(book.value("site_irr")).toBe("none");
    expect(book.errors()).toEqual([]);
    await typed({ site_mw: "20", machine_model: "Antminer S99" });
    expect(advice("The machine is in the list")).toMatch(/'Antminer S99' is not in the list/);
    expect(book.errors()).toEqual([]);
    await typed({ machine_model: "Antminer S21 XP", own_price: "cheap" });
    expect(advice("Each input is of its kind and within its bounds")).toMatch(
      /^Correct Own power: price \(Inputs!B\d+\)/,
    );
    expect(advice("The loan ends at 0")).toMatch(/^First correct Own power: price/);
    expect(book.value("site_npv")).toBe("see Checks");
    await typed({ own_price: "0.042" });
    expect(book.failing()).toEqual([]);
  });

  it("finds the rate of return nearest the discount rate where cash changes sign more than once", async () => {
    const nearest = /ash changes sign more than once: the rate nearest the discount rate$/;
    expect(book.value("Dashboard!B8")).toBe("On the equity, over 60 months");
    await typed({ loan_share: "0.4" });
    expect(book.value("engine_irr")).toBe("none");
    // The rate at which the plain site's value is 0.
    const { irr } = plainSite({ ...delivered, loanShare: 0.4 });
    expect(irr).toBeCloseTo(0.2893, 4);
    expect(book.number("site_irr")).toBeCloseTo(irr, 6);
    expect(book.value("Dashboard!B8")).toMatch(nearest);
    expect(book.failing()).toEqual([]);
    await typed({ loan_share: "0.25", loan_type: "bullet", loan_months: "60" });
    expect(book.value("engine_irr")).toBe("none");
    expect(book.number("Dashboard!B7")).toBeCloseTo(0.3576, 4);
    expect(book.value("Dashboard!B8")).toMatch(nearest);
    expect(book.failing()).toEqual([]);
    await typed({ loan_type: "annuity", loan_months: "24" });
    expect(book.number("site_irr")).toBeCloseTo(plainSite(delivered).irr, 9);
  });

  it("says that the add-in is missing where it cannot know that there is no payback", async () => {
    await typed({ own_price: "0.2", stops_at_loss: "no" });
    expect(book.value("engine_payback")).toBe("none");
    await typed({ addin_loaded: "0" });
    expect(book.value("engine_payback")).toBe("no add-in");
    await typed({
      addin_loaded: "=IF(ISNUMBER(MINING.BLOCK_SUBSIDY(0)),1,0)",
      own_price: "0.042",
      stops_at_loss: "yes",
    });
    expect(book.verdict()).toMatch(/^All \d+ checks pass$/);
  });

  it("holds at prices, rates and sites of 0", async () => {
    await typed({ discount_rate: "0", own_price: "0" });
    expect(book.failing()).toEqual([]);
    const power = book.number("breakeven_power");
    expect(Math.abs(plainSite({ ...delivered, discount: 0, usdPerKwh: power }).npv)).toBeLessThan(1);
    await typed({ discount_rate: "0.12" });
    expect(book.number("breakeven_power")).toBeCloseTo(0.0524, 4);
    await typed({ own_price: "0.042", site_mw: "0" });
    expect(book.number("equity_needed")).toBeGreaterThan(0);
    expect(book.value("Dashboard!C7")).toBe("none");
    // Nothing is paid for machines and infrastructure, but the months before they run must be.
    await typed({ site_mw: "20", price_per_th: "0", infra_per_mw: "0" });
    expect(book.number("equity_needed")).toBeGreaterThan(0);
    expect(book.number("site_payback")).toBeGreaterThan(2);
    expect(book.number("site_payback")).toBeLessThan(3);
    await typed({ price_per_th: "12", infra_per_mw: "250000" });
    expect(book.failing()).toEqual([]);
  });

  it("allows no hedge at all, and says so", async () => {
    await typed({ hedge_months: "0" });
    expect(book.failing()).toEqual([]);
    expect(book.value("Dashboard!A5")).toMatch(/^No month is hedged/);
    expect(book.number("hedge_value")).toBeCloseTo(book.number("site_npv"), 6);
    expect(book.number("hedge_with")).toBe(book.number("hedge_without"));
    await typed({ hedge_months: "6" });
  });

  it("follows another site: hosting, 5 MW, a linear loan, three years, coins kept", async () => {
    // The last test: nothing is typed back.
    await typed({
      power_supply: "hosting",
      hosting_share: "0.1",
      site_mw: "5",
      loan_type: "linear",
      plan_months: "36",
      hodl_share: "0.25",
    });
    expect(book.failing()).toEqual([]);
    expect(book.errors()).toEqual([]);
    expect(book.number("machine_count")).toBe(Math.floor(5e6 / (3645 * 1.03)));
    expect(book.number("infra_cost")).toBe(0);
    expect(book.number("power_base")).toBe(0.068);
    // After the plan nothing flows.
    expect(line("Cash flow", 12).slice(36)).toEqual(Array.from({ length: 24 }, () => 0));
  });
});
