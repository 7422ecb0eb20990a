import fc from "fast-check";
import { catalogue } from "../../src/functions/catalogue";
import { exampleCall } from "../../src/functions/formulaCall";
import { golden1 } from "../core/cashflow/golden";
import { call } from "./host";

const withoutUnit = (label: unknown) => String(label).replace(/ \([^()]*\)$/, "");

/** A table or record as it spills, read by its own labels; rows also by their place, -1 for the last. */
function spilled(name: string, ...given: unknown[]) {
  const [header = [], ...body] = call(name, ...given);
  const isRecord = header.length === 2 && typeof header[1] === "number";
  const lines = isRecord ? [header, ...body] : body;
  const columns = isRecord ? ["", "value"] : header.map(withoutUnit);
  const cell = (row: string | number, column = "value") => {
    const line =
      typeof row === "number" ? lines.at(row) : lines.find(([label]) => withoutUnit(label) === row);
    return line?.[columns.indexOf(column)];
  };
  const value = (row: string | number, column?: string) => {
    const found = cell(row, column);
    if (typeof found !== "number") throw new Error(`${name}, ${row}, ${column}: ${String(found)}`);
    return found;
  };
  /** A column without the last rows. */
  const above = (column: string, last = 1) =>
    lines.slice(0, lines.length - last).map((_, index) => value(index, column));
  return { cell, value, above, labels: lines.map(([label]) => withoutUnit(label)) };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const at = (values: readonly number[], index: number): number => {
  const value = values[index];
  if (value === undefined) throw new Error(`no value ${index} among ${values.length}`);
  return value;
};
const sumProduct = (one: readonly number[], other: readonly number[]) =>
  sum(one.map((value, index) => value * at(other, index)));

/** Equal but for rounding, in relation to the sizes that were added up. */
function foots(total: number, parts: readonly number[]): void {
  const size = sum(parts.map(Math.abs));
  expect(total).toBeWithin(sum(parts), { absolute: 1e-9 * Math.max(size, 1e-9), inputs: { parts } });
}

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const share = within(0, 1);
const rowsOf = <T>(row: fc.Arbitrary<T>, minLength = 1) => fc.array(row, { minLength, maxLength: 6 });
const column = (values: readonly unknown[]) => values.map((value) => [value]);
const each = <T>(inputs: fc.Arbitrary<T>, law: (given: T) => void, numRuns = 50) =>
  fc.assert(fc.property(inputs, law), { numRuns });

const blockWith = (changes: Readonly<Record<string, unknown>>) =>
  golden1.map(([name, value]) => [name, changes[String(name)] ?? value]);
const changes = fc.record({
  "btc price": within(50_000, 200_000),
  difficulty: within(1e14, 2e14),
  "power price": within(0.02, 0.1),
  capex: within(0, 5000),
  months: fc.integer({ min: 1, max: 6 }),
});

const programme = fc.record({
  periods: rowsOf(
    fc.record({
      production: within(0.1, 50),
      forward: within(50_000, 150_000),
      moneyness: within(0.5, 0.99),
      years: fc.oneof(within(0.05, 2), fc.constant(0)),
    }),
    2,
  ),
  hedgeRatio: fc.constantFrom(0.3, 0.8, 1, 1.2),
  cost: within(20_000, 200_000),
  contract: fc.constantFrom(0, 0.1),
});
type Programme = typeof programme extends fc.Arbitrary<infer T> ? T : never;

/** PUT_HEDGE and COLLAR: rows, sums, and the margin at the total's break-even. */
function hedgeFoots(given: Programme, table: ReturnType<typeof spilled>, call?: string): void {
  const { contract, cost } = given;
  const premium = call === undefined ? "Premium" : "Net premium";
  const strikes = call === undefined ? [] : ["Put strike", call];
  const alive = given.periods.flatMap((period, index) =>
    table.cell(index, "BTC hedged") === "" ? [] : [{ ...period, index }],
  );
  const parts = (label: string) => alive.map(({ index }) => table.value(index, label));
  const hedged = parts("BTC hedged");
  for (const row of alive.length === 0 ? [] : [...alive.map(({ index }) => index), -1]) {
    if (contract > 0) foots(table.value(row, "Contracts") * contract, [table.value(row, "BTC hedged")]);
    if (table.value(row, "BTC hedged") === 0) continue;
    const revenue = table.value(row, "BTC hedged") * table.value(row, "Floor price");
    foots(revenue, [table.value(row, "Floor revenue")]);
  }
  const amounts = ["BTC hedged", premium, "Floor revenue", "Worst margin", "Delta", "Vega per point"];
  for (const label of amounts) foots(table.value(-1, label), parts(label));
  if (sum(hedged) > 0) {
    for (const label of strikes)
      foots(table.value(-1, label) * sum(hedged), [sumProduct(parts(label), hedged)]);
  }
  const produced = alive.map(({ production }) => production);
  foots(table.value(-1, "Worst margin"), [table.value(-1, "Floor revenue"), -sum(produced) * cost]);
  const price = table.cell(-1, "Break-even price");
  if (typeof price !== "number") return;
  const payoffs = alive.map(({ moneyness, forward, index }) => {
    const cap = call === undefined ? Infinity : table.value(index, call);
    return Math.max(moneyness * forward - price, 0) - Math.max(price - cap, 0);
  });
  const margin = [sumProduct(payoffs, hedged), -table.value(-1, premium), sum(produced) * price];
  if (price > 0) foots(sum(produced) * cost, margin);
  else expect(sum(margin) - sum(produced) * cost).toBeGreaterThan(-1e-9 * sum(produced) * cost);
}

/** Columns of the arguments that both have. */
const vectorsOf = ({ periods }: Programme) => ({
  production: column(periods.map(({ production }) => production)),
  forward: column(periods.map(({ forward }) => forward)),
  strike: column(periods.map(({ forward, moneyness }) => forward * moneyness)),
  years: column(periods.map(({ years }) => years)),
});

/** By function: what its total, or its last rows, must foot with. */
const laws: Readonly<Record<string, () => void>> = {
  HALVING_TABLE: () =>
    each(fc.integer({ min: 0, max: 2_000_000 }), (height) => {
      const table = spilled("HALVING_TABLE", height, 45000, 6, 590);
      const [supply, subsidy] = [table.above("Supply", 0), table.above("Subsidy", 0)];
      supply
        .slice(1)
        .forEach((coins, index) => foots(coins, [at(supply, index), 210_000 * at(subsidy, index)]));
      table
        .above("Inflation", 0)
        .forEach((rate, index) => foots(rate * at(supply, index), [(at(subsidy, index) * 31_557_600) / 590]));
    }),

  MINER_PNL: () =>
    each(
      fc.tuple(within(50_000, 150_000), within(50, 500), within(0.01, 0.1), within(0, 20)),
      ([price, th, power, opex]) => {
        const { value } = spilled(
          "MINER_PNL",
          price,
          1.5e14,
          3.125,
          0.02,
          th,
          20,
          power,
          1.1,
          0.9,
          0.02,
          opex,
        );
        foots(value("Revenue"), [price * value("BTC mined")]);
        foots(value("Power cost"), [power * value("Energy")]);
        foots(value("Profit"), [value("Revenue"), -value("Power cost"), -value("Other opex")]);
        foots(value("Margin") * value("Revenue"), [value("Profit")]);
        foots(((value("Hashprice") * 0.98 - value("Hashcost")) * 0.9 * th) / 1000, [
          value("Revenue"),
          -value("Power cost"),
          -value("Other opex"),
        ]);
      },
    ),

  FLEET: () =>
    each(
      fc.tuple(
        rowsOf(fc.tuple(fc.integer({ min: 1, max: 999 }), within(10, 500), within(10, 60), within(0.1, 1))),
        within(1, 1.5),
      ),
      ([groups, pue]) => {
        const { value } = spilled("FLEET", [["Count", "TH/s", "J/TH", "Uptime"], ...groups], pue);
        foots(
          value("Machines"),
          groups.map(([count]) => count),
        );
        foots(
          value("Hashrate"),
          groups.map(([count, th]) => count * th),
        );
        foots(
          value("Hashrate after downtime"),
          groups.map(([count, th, , uptime]) => count * th * uptime),
        );
        foots(value("Hashrate") * value("Efficiency"), [1000 * value("IT power")]);
        foots(value("Facility power"), [pue * value("IT power")]);
        foots(
          value("Energy"),
          groups.map(([count, th, j, uptime]) => (count * th * j * uptime * 24 * pue) / 1e6),
        );
      },
    ),

  POWER_BILL: () =>
    each(
      fc.tuple(
        rowsOf(fc.tuple(within(1, 700), within(0.01, 0.2))),
        within(100, 5000),
        within(0, 20),
        within(0, 9999),
      ),
      ([bands, kw, demand, credits]) => {
        const [hours, prices] = [
          column(bands.map(([length]) => length)),
          column(bands.map(([, price]) => price)),
        ];
        const { value } = spilled("POWER_BILL", kw, hours, prices, 1.1, 0, demand, 500, credits);
        foots(value("Total"), [
          value("Energy charge"),
          value("Demand charge"),
          value("Fixed charge"),
          -value("Credits"),
        ]);
        foots(value("Effective price") * value("Energy"), [value("Total")]);
      },
    ),

  POWER_BLOCK: () =>
    each(
      fc.tuple(rowsOf(fc.tuple(within(-50, 300), within(0.1, 20))), within(0, 20), within(0, 100)),
      ([hours, mw, price]) => {
        const [index, load] = [hours.map(([usd]) => usd), hours.map(([, power]) => power)];
        const { value } = spilled("POWER_BLOCK", column(index), column(load), mw, price);
        foots(value("Energy used"), load);
        foots(value("Total cost"), [value("Block cost"), value("Index purchases"), -value("Index sales")]);
        foots(value("Effective price") * value("Energy used"), [value("Total cost")]);
        foots(value("Total cost"), [
          ...index.map((usd, hour) => usd * at(load, hour)),
          -value("Block value"),
        ]);
      },
    ),

  CURTAILMENT: () =>
    each(
      fc.tuple(rowsOf(within(-50, 300)), within(30, 80), within(0, 5), within(0, 50)),
      ([prices, hashprice, credit, restart]) => {
        const { value } = spilled(
          "CURTAILMENT",
          column(prices),
          hashprice,
          20,
          5000,
          1.05,
          0.01,
          null,
          credit,
          restart,
        );
        foots(value("Net benefit"), [
          value("Power avoided or resold"),
          -value("Mining revenue given up"),
          value("Credits"),
          -value("Restart cost"),
        ]);
        foots(value("Restart cost"), [restart * value("Outages")]);
      },
    ),

  MACRS: () =>
    each(
      fc.tuple(
        fc.constantFrom(3, 5, 7, 10, 15, 20),
        fc.constantFrom("hy", "mq1", "mq2", "mq3", "mq4"),
        share,
        within(1, 1e7),
      ),
      ([life, convention, bonus, cost]) => {
        const table = spilled("MACRS", cost, life, convention, bonus);
        const [rates, deductions] = [table.above("Rate", 0), table.above("Deduction", 0)];
        foots(1, rates);
        foots(cost, deductions);
        deductions.forEach((deduction, index) => {
          foots(deduction, [cost * at(rates, index)]);
          foots(cost, [...deductions.slice(0, index + 1), table.value(index, "Book value")]);
        });
      },
    ),

  COST_BASIS: () =>
    each(
      fc.tuple(
        rowsOf(fc.tuple(fc.integer({ min: 1, max: 1e9 }), within(10_000, 99_999))),
        share,
        fc.constantFrom("fifo", "lifo", "hifo", "average"),
        within(1, 99_999),
      ),
      ([lots, sold, method, price]) => {
        const held = lots.map(([satoshis, cost], index) => [45000 + index, satoshis / 1e8, cost]);
        const quantity = Math.floor(sold * sum(lots.map(([satoshis]) => satoshis))) / 1e8;
        const table = spilled(
          "COST_BASIS",
          [["Date", "BTC", "USD per BTC"], ...held],
          quantity,
          method,
          price,
        );
        for (const label of ["Quantity used", "Basis", "Gain", "Remaining", "Proceeds"])
          foots(table.value(-1, label), table.above(label));
        foots(table.value(-1, "Proceeds"), [table.value(-1, "Gain"), table.value(-1, "Basis")]);
        foots(table.value(-1, "Quantity used"), [quantity]);
        foots(
          quantity + table.value(-1, "Remaining"),
          lots.map(([satoshis]) => satoshis / 1e8),
        );
        const proceeds = table.value(-1, "Gain") + table.value(-1, "Basis");
        expect(proceeds).toBeWithin(quantity * price, { absolute: 0.0051 });
      },
    ),

  ROLLFORWARD: () =>
    each(
      fc.tuple(
        rowsOf(
          fc.tuple(
            within(0.01, 9),
            within(10_000, 99_999),
            fc.constantFrom("opening", "mined", "bought", "transfer in"),
          ),
          2,
        ),
        share,
        within(1, 99_999),
      ),
      ([bought, sold, price]) => {
        const quantity = sold * sum(bought.map(([coins]) => coins)) * 0.99;
        const movements = [
          ["Date", "BTC", "USD per BTC", "Type"],
          ...bought.map(([coins, usd, type], index) => [45000 + index, coins, usd, type]),
          ...(quantity > 0
            ? ["sold", "paid", "transfer out"].map((type) => [45100, -quantity / 3.01, price, type])
            : []),
        ];
        const table = spilled("ROLLFORWARD", movements, price);
        const between = [
          "Opening",
          "Mined at fair value",
          "Bought",
          "Sold at cost",
          "Transferred in",
          "Paid at cost",
          "Transferred out",
        ];
        const parts = (label: string) => between.map((row) => table.value(row, label));
        const closing = (label: string) => table.value("Closing", label);
        foots(closing("Quantity"), parts("Quantity"));
        foots(closing("Cost basis"), parts("Cost basis"));
        foots(closing("Amount"), [...parts("Amount"), table.value("Change in fair value", "Amount")]);
        foots(table.value("Change in fair value", "Amount"), [closing("Amount"), -closing("Cost basis")]);
        foots(table.value("Realised gain", "Amount"), [
          table.value("Gains", "Amount"),
          -table.value("Losses", "Amount"),
        ]);
        expect(closing("Amount")).toBeWithin(closing("Quantity") * price, { absolute: 0.0051 });
      },
    ),

  MINER_CASHFLOWS: () =>
    each(changes, (changed) => {
      const table = spilled("MINER_CASHFLOWS", blockWith(changed));
      foots(table.value(-1, "Cumulative"), table.above("Net cash", 0));
    }),

  MINER_OPTION: () =>
    each(changes, (changed) => {
      const { value } = spilled("MINER_OPTION", [...blockWith(changed), ["volatility", 0.6]]);
      foots(value("Option value"), [value("Intrinsic value"), value("Time value")]);
      foots(value("Vega per point"), [value("Vega") / 100]);
    }),

  BRIDGE: () =>
    each(
      fc.tuple(changes, changes),
      ([from, to]) => {
        const table = spilled("BRIDGE", blockWith(from), blockWith(to), "npv");
        foots(table.value("End", "Effect"), table.above("Effect"));
        foots(table.value("End", "Effect"), [table.value("End", "Metric after")]);
        table
          .above("Metric after")
          .forEach((after, index) => foots(after, table.above("Effect").slice(0, index + 1)));
      },
      20,
    ),

  POOL_AUDIT: () =>
    each(rowsOf(fc.tuple(within(0, 0.1), within(1e4, 2e5), within(1e14, 2e14))), (days) => {
      const [paid, hashrate, difficulty] = [0, 1, 2].map((at) => column(days.map((day) => day[at])));
      const table = spilled("POOL_AUDIT", paid, hashrate, difficulty, 3.125, 0.03, 0.02);
      for (const label of ["Expected", "Paid", "Difference"])
        foots(table.value(-1, label), table.above(label));
      for (const row of [0, -1]) {
        foots(table.value(row, "Difference"), [table.value(row, "Paid"), -table.value(row, "Expected")]);
        foots(table.value(row, "Share of expected") * table.value(row, "Expected"), [
          table.value(row, "Paid"),
        ]);
      }
    }),

  PUT_HEDGE: () =>
    each(programme, (given) => {
      const { production, forward, strike, years } = vectorsOf(given);
      const { hedgeRatio, cost, contract } = given;
      hedgeFoots(
        given,
        spilled(
          "PUT_HEDGE",
          production,
          forward,
          strike,
          years,
          0.6,
          hedgeRatio,
          0.04,
          cost,
          "usd",
          contract,
        ),
      );
    }),

  COLLAR: () =>
    each(fc.tuple(programme, fc.constantFrom("zero", "130%")), ([given, callStrike]) => {
      const { production, forward, strike, years } = vectorsOf(given);
      const { hedgeRatio, cost, contract } = given;
      const table = spilled(
        "COLLAR",
        production,
        forward,
        strike,
        callStrike,
        years,
        0.6,
        hedgeRatio,
        0.04,
        cost,
        null,
        contract,
      );
      hedgeFoots(given, table, "Call strike");
    }),

  ALLOCATE: () =>
    each(
      fc.tuple(
        rowsOf(fc.tuple(within(0.01, 0.1), fc.oneof(within(0.001, 0.05), fc.constant(0)), within(0, 0.1)), 2),
        fc.constantFrom("max_return", "mean_variance"),
        within(10, 1e6),
      ),
      ([rows, objective, total]) => {
        const candidates = rows.map((row, index) => [`C${index}`, ...row]);
        const table = spilled(
          "ALLOCATE",
          [["name", "return", "sd", "fee"], ...candidates],
          total,
          null,
          objective,
          2,
        );
        for (const label of ["Share", "Hashrate", "Expected return"])
          foots(table.value(-1, label), table.above(label));
        foots(table.value(-1, "Hashrate"), [total]);
        foots(table.value(-1, "Marginal risk"), [
          sumProduct(table.above("Share"), table.above("Marginal risk")),
        ]);
      },
    ),

  CONCENTRATION: () =>
    each(rowsOf(within(0.1, 100)), (weights) => {
      const { value } = spilled("CONCENTRATION", column(weights));
      foots(value("HHI") * value("Effective number"), [10_000]);
    }),

  SPOF_LOSS: () =>
    each(rowsOf(fc.tuple(within(0.1, 100), share)), (rows) => {
      const [weights, chances] = [
        column(rows.map(([weight]) => weight)),
        column(rows.map(([, chance]) => chance)),
      ];
      const table = spilled("SPOF_LOSS", weights, chances, 3, 20_000);
      const exposures = table.above("Exposure", 3);
      foots(1, table.above("Share", 3));
      foots(60_000, exposures);
      foots(table.value("Expected loss", "Expected loss"), [
        sumProduct(exposures, table.above("Probability", 3)),
      ]);
      foots(table.value("Worst single loss", "Exposure"), [Math.max(...exposures)]);
      const none = rows.reduce((product, [, chance]) => product * (1 - chance), 1);
      foots(1, [none, table.value("P(any outage)".replace(/ \(.*/, ""), "Probability")]);
    }),

  SENSITIVITY: () =>
    each(
      changes,
      (changed) => {
        const table = spilled("SENSITIVITY", blockWith(changed));
        table.labels.forEach((_, row) =>
          foots(table.value(row, "Swing"), [Math.abs(table.value(row, "High") - table.value(row, "Low"))]),
        );
      },
      20,
    ),

  SCENARIOS: () =>
    each(
      fc.tuple(fc.array(within(20_000, 200_000), { minLength: 3, maxLength: 3 }), share, share),
      ([prices, first, rest]) => {
        const weights = [first, (1 - first) * rest, 1 - first - (1 - first) * rest];
        const rows = prices.map((price, index) => [`S${index}`, price, weights[index]]);
        const table = spilled("SCENARIOS", golden1, [["", "btc price", "probability"], ...rows]);
        for (const label of ["NPV", "First-month profit"])
          foots(
            table.value(-1, label),
            table.above(label).map((value, index) => value * at(weights, index)),
          );
        for (const label of ["IRR", "Payback", "Economic life"]) expect(table.cell(-1, label)).toBe("");
      },
      20,
    ),

  PORTFOLIO: () =>
    each(
      rowsOf(fc.tuple(within(0, 1e5), within(1, 1e4), within(-0.02, 0.2), fc.integer({ min: 1, max: 9 }))),
      (sites) => {
        const row = (name: string, of: (site: (typeof sites)[number]) => number) => [name, ...sites.map(of)];
        const models = [
          ["", ...sites.map((_, index) => `S${index}`)],
          row("btc price", () => 100_000),
          row("hashprice", () => 50),
          row("efficiency", () => 20),
          row("capex", ([capex]) => capex),
          row("hashrate", ([, hashrate]) => hashrate),
          row("power price", ([, , price]) => price),
          row("months", ([, , , months]) => months),
        ];
        const table = spilled("PORTFOLIO", models);
        for (const label of ["Capex", "BTC", "NPV", "First-month profit"])
          foots(table.value(-1, label), table.above(label));
        foots(
          table.value(-1, "Capex"),
          sites.map(([capex]) => capex),
        );
        // Cost per BTC is that of all coins, whatever the sites without any cost.
        const mined = table.labels.slice(0, -1).flatMap((_, index) => {
          const cost = table.cell(index, "Cost per BTC");
          return typeof cost === "number" ? [cost * table.value(index, "BTC")] : [];
        });
        if (mined.length > 0) foots(table.value(-1, "Cost per BTC") * table.value(-1, "BTC"), mined);
        const cash = spilled("PORTFOLIO_CASHFLOWS", models);
        cash.labels.forEach((_, month) => {
          const parts = sites.map((_site, index) => cash.value(month, `S${index}`));
          foots(cash.value(month, "Total"), parts);
        });
        foots(cash.value(-1, "Cumulative"), cash.above("Total", 0));
      },
      20,
    ),

  BACKTEST: () =>
    each(
      fc.tuple(within(1, 1e6), within(-0.02, 0.2), within(0, 1e4), fc.integer({ min: 42_000, max: 45_500 })),
      ([hashrate, price, opex, day]) => {
        const block = blockWith({ hashrate, "power price": price, "other opex": opex, months: 7 });
        const table = spilled("BACKTEST", block, day);
        for (const label of ["Forecast BTC", "Realised BTC", "Forecast net cash", "Realised net cash"])
          foots(table.value(-1, label), table.above(label));
        foots(table.value(-1, "Net cash error"), table.above("Net cash error"));
        for (const label of ["Price error", "Difficulty error"]) expect(table.cell(-1, label)).toBe("");
        const error = table.cell(-1, "BTC error");
        const [forecast, realised] = [table.value(-1, "Forecast BTC"), table.value(-1, "Realised BTC")];
        if (typeof error === "number") foots(forecast, [realised, error * realised]);
        else expect(realised).toBe(0);
      },
      20,
    ),

  // Too many events for the row below the total, which is simulated.
  HAZARD_LOSS: () =>
    each(
      rowsOf(fc.tuple(within(21, 40), within(1, 1e6), within(0, 2), within(0, 1e5), within(0, 1e6))),
      (rows) => {
        const hazards = rows.map((row, index) => [`H${index}`, ...row]);
        const table = spilled("HAZARD_LOSS", [
          ["Hazard", "Events", "Mean", "CV", "Deductible", "Limit"],
          ...hazards,
        ]);
        for (const label of ["Expected loss", "Insured", "Retained"])
          foots(table.value(-2, label), table.above(label, 2));
        foots(
          table.value(-2, "Standard deviation") ** 2,
          table.above("Standard deviation", 2).map((value) => value ** 2),
        );
        foots(table.value(-2, "Expected loss"), [table.value(-2, "Insured"), table.value(-2, "Retained")]);
      },
    ),

  HASHCOST_CURVE: () =>
    each(
      fc.tuple(
        rowsOf(fc.tuple(within(1, 500), within(10, 60), within(-0.01, 0.2), within(1, 1.6))),
        within(10, 80),
      ),
      ([rows, hashprice]) => {
        const fleets = rows.map((row, index) => [`F${index}`, ...row]);
        const table = spilled(
          "HASHCOST_CURVE",
          [["Fleet", "EH/s", "J/TH", "USD/kWh", "PUE"], ...fleets],
          hashprice,
        );
        const total = (label: string) => table.value(-1, label);
        const byHashrate = (label: string) => sumProduct(table.above("Hashrate"), table.above(label));
        foots(total("Hashrate"), table.above("Hashrate"));
        foots(total("Cumulative hashrate"), [total("Hashrate")]);
        for (const label of ["Efficiency", "In the money"])
          foots(total("Hashrate") * total(label), [byHashrate(label)]);
        const costs = rows.map(([eh, jPerTh, usd, pue]) => 24 * eh * jPerTh * usd * pue);
        foots(total("Hashrate") * total("Hashcost"), costs);
        const metered = sum(rows.map(([eh, jPerTh, , pue]) => 24 * eh * jPerTh * pue));
        foots(metered * total("Power price"), costs);
      },
    ),
};

test.each(Object.keys(laws))("%s", (name) => laws[name]?.());

/** Rows that add up or average other rows. */
const totalLike = /total|weighted|closing|^end$|any outage|^net b/i;

test("no other function has a total in its example", () => {
  for (const { name, examples, returns, streams } of catalogue) {
    if (returns.shape === "scalar" || streams || name in laws) continue;
    for (const { formula, cells } of examples) {
      const labels = call(name, ...exampleCall(formula, cells).given).map(([label]) => String(label));
      const total = labels.find((label) => totalLike.test(label));
      if (total === undefined) continue;
      throw new Error(`${name} has the row "${total}": say in the laws of this file what it must add up to`);
    }
  }
});

test("HASHCOST_CURVE's total price is that of the energy", () => {
  const { value } = spilled("HASHCOST_CURVE", [
    ["Fleet", "EH/s", "J/TH", "USD/kWh"],
    ["A", 100, 15, 0.04],
    ["B", 50, 30, 0.05],
  ]);
  const byEnergy = { absolute: 5e-15, source: "by hand: (1500 x 0.04 + 1500 x 0.05) / 3000" };
  expect(value(-1, "Power price")).toBeWithin(0.045, byEnergy);
  expect(value(-1, "Hashcost")).toBeWithin(21.6, {
    absolute: 5e-13,
    source: "by hand: 24 x 20 J/TH x 0.045",
  });
});
