import { assumptionKeys, assumptions } from "../core/cashflow/assumptions";
import { usualDrivers } from "../core/risk/sensitivity";
import type { Forms, Names } from "./form";

const column = (texts: readonly string[]) => `{${texts.map((text) => `"${text}"`).join(";")}}`;

/** Changes of a model, and what it is worth with them. */
export const shocksNames: Names = {
  MINING_NPV: {
    what: "Net present value of a block.",
    text: `LAMBDA(block, MINING_PRESENT_VALUE(MINING_CASHFLOWS(block), MINING_ASSUMPTION(block, "discountrate")))`,
  },
  MINING_DSCR: {
    what: "The least ratio of cash before debt service to debt service, in the months with a service by the loan's terms.",
    text: `LAMBDA(block,
    LET(
      flows, MINING_CASHFLOWS(block),
      of, LAMBDA(name, DROP(MINING_COLUMN(flows, name), 1)),
      service, MINING_COLUMN(MINING_LOAN(block), "service"),
      cash, of("net cash") + of("interest") + of("principal") + MINING_BY_MONTH(block, "capexschedule"),
      IF((MINING_ASSUMPTION(block, "loan") = 0) + (SUM(service) = 0), NA(), MIN(IF(service = 0, 9E307, cash / IF(service = 0, 1, service))))))`,
  },
  MINING_METRIC: {
    what: "What a block is judged by: npv, irr, payback, economic_life, profit of the start month, btc, cost_per_btc, ratio, dscr.",
    text: `LAMBDA(block, metric,
    IF(metric = "npv", MINING_NPV(block),
    IF(metric = "irr", LET(flows, MINING_CASHFLOWS(block), MINING_RATE_OF_RETURN(MINING_COLUMN(flows, "net cash"), MINING_COLUMN(flows, "years"))),
    IF(metric = "payback", MINING_MONTHS_TO_PAYBACK(block),
    IF(metric = "economic_life", MINING_MONTHS_OF_LIFE(block),
    IF(metric = "dscr", MINING_DSCR(block),
      LET(
        market, MINING_MARKET_MONTHS(block),
        months, MINING_MONTHS(block, market),
        operations, MINING_OPERATIONS(block, months),
        of, LAMBDA(name, MINING_COLUMN(operations, name)),
        mined, SUM(of("btc")),
        cost, of("power") + of("other opex") + of("profit share") - of("heat") - of("other revenue"),
        IF(metric = "ratio", LET(both, MINING_MINED_AND_BOUGHT(block, market, months), IF(INDEX(both, 1, 2) > 0, INDEX(both, 1, 1) / INDEX(both, 1, 2), NA())),
        IF(metric = "btc", mined,
        IF(metric = "cost_per_btc", IF(mined = 0, NA(), SUM(cost) / mined),
        IF(metric = "profit", INDEX(of("revenue") - cost, MINING_ASSUMPTION(block, "startmonth")), #VALUE!)))))))))))`,
  },
  MINING_ASSUMPTION_NAMES: {
    what: "The names of the assumptions as the template writes them.",
    text: `LAMBDA(${column(assumptionKeys.map((key) => assumptions[key].name))})`,
  },
  MINING_PLACE: {
    what: "Where an assumption stands in the list, by its name in small letters; 0 where there is none.",
    text: `LAMBDA(name, IFNA(MATCH(name, INDEX(MINING_ASSUMPTIONS(), 0, 1), 0), 0))`,
  },
  MINING_UNIT_OF: {
    what: "By what a value is multiplied that is written under a name; #VALUE! for an unknown name, or a unit that is not its own.",
    text: `LAMBDA(name,
    LET(at, MINING_PLACE(MINING_PLAIN(name)), IF(at, MINING_SCALE(name, INDEX(MINING_LIMITS(), at, 3)), #VALUE!)))`,
  },
  MINING_LABEL: {
    what: "The name of an assumption as it is shown: that of the template, or as it was written where it gives a unit.",
    text: `LAMBDA(name,
    LET(
      plain, MINING_PLAIN(name),
      units, SUM(MAP(MINING_NOTES(name), LAMBDA(note, IF(MINING_UNIT_WORDS(note) = " ", 0, 1)))),
      IF(ISERROR(MINING_UNIT_OF(name)), #VALUE!,
        IF((units = 0) + (plain = "startdate"), INDEX(MINING_ASSUMPTION_NAMES(), MINING_PLACE(plain)), TRIM(name)))))`,
  },
  MINING_IS_READABLE: {
    what: "Whether the values of a model, in rows that MINING_ROWS returns, are of the right kind.",
    text: `LAMBDA(rows,
    SUM(MAP(INDEX(rows, 0, 1), INDEX(rows, 0, 2), LAMBDA(name, given,
      LET(
        at, MINING_PLACE(name),
        kind, IF(at, INDEX(MINING_ASSUMPTIONS(), at, 3), "none"),
        is_number, ISNUMBER(MATCH(kind, {"number","whole","series","pausing","shape"}, 0)),
        IF((at = 0) + (given = "default"), 0,
        IF(is_number, IF(ISNUMBER(given) + (given = IF(kind = "shape", "shape", "monthly")), 0, 1),
        IF(kind = "flag", IF(ISERROR(MINING_FLAG(given)), 1, 0),
          IF(ISNUMBER(FIND(" " & given & " ", " " & kind & " ")), 0, 1)))))))) = 0)`,
  },
  MINING_FACTOR: {
    what: '1.2 of the text x1.2 or x1,2; "" for anything else, #VALUE! where no number, or one that can be read in two ways, is behind the x.',
    text: `LAMBDA(cell,
    LET(
      text, IF(ISTEXT(cell), LOWER(TRIM(cell)), ""),
      signed, TRIM(MID(text, 2, 99)),
      first, LEFT(signed & "0"),
      minus, (first = "-") + (first = "−"),
      digits, IF(minus + (first = "+"), MID(signed, 2, 99), signed),
      figures, SUBSTITUTE(SUBSTITUTE(digits, ",", ""), ".", ""),
      others, REDUCE(figures, SEQUENCE(10, 1, 0), LAMBDA(left_over, digit, SUBSTITUTE(left_over, digit, ""))),
      comma, IFERROR(FIND(",", digits), 0),
      is_thousands, (comma > 1) * (comma < 5) * (LEN(digits) = comma + 3) * (LEFT(digits) <> "0"),
      IF((LEFT(text) = "x") + (LEFT(text) = "×") = 0, "",
        IF((figures = "") + (others <> "") + (LEN(digits) - LEN(figures) > 1) + is_thousands + ISNUMBER(FIND(RIGHT(digits), ",.")), #VALUE!,
          IF(minus, -1, 1) * NUMBERVALUE(SUBSTITUTE(digits, ",", "."), ".", "'")))))`,
  },
  MINING_CHANGE: {
    what: "An assumption as a cell changes it, as a row that overrides it: a number or a word as it is, x1.2 times what the model has, each month of a series.",
    text: `LAMBDA(rows, block, name, cell,
    LET(
      factor, MINING_FACTOR(cell),
      IF(factor = "", HSTACK(name, cell),
        LET(
          plain, MINING_PLAIN(name),
          times, factor / MINING_UNIT_OF(name),
          line, IFNA(MATCH(plain, INDEX(rows, 0, 1), 0), 0),
          kind, INDEX(MINING_ASSUMPTIONS(), MINING_PLACE(plain), 3),
          shape, MINING_SHAPE(block),
          own, IF(kind = "shape", IF(COUNTA(shape) = 1, SUM(shape), ""), MINING_ASSUMPTION(block, plain)),
          IF(IF(line, INDEX(rows, line, 2), 0) = "monthly",
            IF(factor = 0, HSTACK(name, "monthly", "note", 0, "end"),
              HSTACK(name, "monthly", MAP(DROP(INDEX(rows, line, 0), , 2), LAMBDA(month, IF(ISNUMBER(month), month * times, month))))),
            HSTACK(name, IF(ISNUMBER(own) * (kind <> "whole"), own * times, #VALUE!)))))))`,
  },
  MINING_JUDGED: {
    what: "Net present value, IRR, payback, profit of the start month and economic life of a block, side by side.",
    text: `LAMBDA(block, MAP({"npv","irr","payback","profit","economic_life"}, LAMBDA(metric, MINING_METRIC(block, metric))))`,
  },
  MINING_SCENARIO_HEADINGS: {
    what: 'What the headings of a table of scenarios name: assumptions in small letters, probability, or "".',
    text: `LAMBDA(headings,
    MAP(headings, SEQUENCE(1, COUNTA(headings)), LAMBDA(text, at,
      IF(at = 1, "",
      IF((text = 0) + (TRIM(text) = ""), "",
      IF(LOWER(TRIM(text)) = "probability", "probability",
        LET(name, MINING_PLAIN(text), IF(MINING_PLACE(name), name, #VALUE!))))))))`,
  },
  MINING_IS_LEFT: {
    what: "Whether a cell leaves an assumption as it is: a blank, or a 0 where 0 makes no sense.",
    text: `LAMBDA(name, cell,
    IF((name = "") + (name = "probability"), TRUE,
      LET(
        at, MINING_PLACE(name),
        is_zero, (INDEX(MINING_LIMITS(), at, 1) <= 0) * ISNUMBER(MATCH(INDEX(MINING_ASSUMPTIONS(), at, 3), {"number","whole","series","pausing","flag"}, 0)),
        IF(ISTEXT(cell), TRIM(cell) = "", (cell = 0) * ISNUMBER(cell) * (is_zero = 0)))))`,
  },
  MINING_SCENARIO: {
    what: "The block of a scenario: the model with the values of a line of the table in place.",
    text: `LAMBDA(model, rows, block, headings, line,
    LET(
      names, MINING_SCENARIO_HEADINGS(headings),
      changes, REDUCE({"assumption","value"}, SEQUENCE(COUNTA(headings)), LAMBDA(table, at,
        LET(
          cell, INDEX(line, 1, at),
          IF(MINING_IS_LEFT(INDEX(names, 1, at), cell), table,
            MINING_STACKED(table, MINING_CHANGE(rows, block, INDEX(headings, 1, at), cell)))))),
      IF(SUM(IF(ISERROR(changes), 1, 0)) > 0, #VALUE!,
        IF(COUNTA(INDEX(changes, 0, 1)) = 1, block, MINING_BLOCK(MINING_WITH(model, changes))))))`,
  },
  MINING_SCALED: {
    what: "A block with an assumption times a factor, a series as a whole, and each value kept within its limits.",
    text: `LAMBDA(block, name, factor,
    LET(
      at, MINING_PLACE(name),
      may_pause, (INDEX(MINING_ASSUMPTIONS(), at, 3) = "pausing") * (INDEX(block, at, 2) = "monthly"),
      least, IF(may_pause, 0, INDEX(MINING_LIMITS(), at, 1)),
      most, INDEX(MINING_LIMITS(), at, 2),
      moved, MAP(INDEX(block, at, 0), LAMBDA(cell, IF(ISNUMBER(cell), MEDIAN(least, cell * factor, most), cell))),
      IF(SEQUENCE(COUNTA(INDEX(block, 0, 1))) = at, moved, block)))`,
  },
  MINING_SIZE: {
    what: "The number that an assumption is, of a series the sum over so many months, and 0 where it has none. Where it is a series in another block, a number counts in each month.",
    text: `LAMBDA(block, name, months, by_month,
    LET(
      given, MINING_ASSUMPTION(block, name),
      IF(ISNUMBER(given), IF(by_month, months, 1) * given, IF(given = "monthly", SUM(MINING_BY_MONTH(block, name)), 0))))`,
  },
  MINING_MOVE: {
    what: "How far an assumption moves from one block to another, as a share of what it is in a third; 0 where it is 0 there.",
    text: `LAMBDA(name, lower, higher, block,
    LET(
      months, MINING_ASSUMPTION(block, "months"),
      kind, LAMBDA(any_block, IF(MINING_ASSUMPTION(any_block, name) = "monthly", 1, 0)),
      by_month, kind(lower) + kind(higher) + kind(block) > 0,
      size, LAMBDA(any_block, MINING_SIZE(any_block, name, months, by_month)),
      own, size(block),
      IF(own = 0, 0, (size(higher) - size(lower)) / own)))`,
  },
  MINING_METRIC_OR_NONE: {
    what: "The metric of a block, or none where it has no value.",
    text: `LAMBDA(block, metric, IFERROR(MINING_METRIC(block, metric), "none"))`,
  },
  MINING_MOVED: {
    what: "What a metric becomes as a driver moves: low, base, high and the driver's move, side by side; the move is #VALUE! where the model would refuse a value of the driver.",
    text: `LAMBDA(name, lower, higher, block, base, metric,
    HSTACK(MINING_METRIC_OR_NONE(lower, metric), base, MINING_METRIC_OR_NONE(higher, metric),
      IF(ISTEXT(INDEX(lower, 1, 1)) * ISTEXT(INDEX(higher, 1, 1)), MINING_MOVE(name, lower, higher, block), #VALUE!)))`,
  },
  MINING_USUAL_DRIVERS: {
    what: "What a metric becomes, as MINING_MOVED says, for each driver of a tornado that is not 0, its name before it.",
    text: `LAMBDA(block, base, metric, shock,
    LET(
      names, {USUAL},
      used, FILTER(names, MAP(names, LAMBDA(name, MINING_SIZE(block, name, 1, FALSE))) <> 0),
      HSTACK(
        MAP(used, LAMBDA(name, INDEX(MINING_ASSUMPTION_NAMES(), MINING_PLACE(name)))),
        DROP(REDUCE("", used, LAMBDA(lines, name,
          VSTACK(lines, MINING_MOVED(name, MINING_SCALED(block, name, 1 - shock), MINING_SCALED(block, name, 1 + shock), block, base, metric)))), 1))))`.replace(
      "{USUAL}",
      column(usualDrivers.map((key) => assumptions[key].name.replaceAll(" ", ""))),
    ),
  },
  MINING_DRIVER_ROWS: {
    what: "The rows of a table of drivers, without headings and blank rows; #VALUE! where one names no number, or one twice.",
    text: `LAMBDA(drivers,
    LET(
      cells, IF(drivers = "", "", drivers),
      filled, BYROW(cells, LAMBDA(line, SUM(IF((line = "") + (line = 0), 0, 1)))),
      words, SUM(MAP(CHOOSECOLS(TAKE(cells, 1), 2, 3), LAMBDA(cell, IF(ISTEXT(cell), IF((TRIM(cell) = "") + ISNUMBER(MINING_FACTOR(cell)) + MINING_IS_NUMERAL(cell), 0, 1), 0)))),
      has_headings, IF((words = 2) * (MINING_PLACE(MINING_PLAIN(INDEX(cells, 1, 1))) = 0), 1, 0),
      table, FILTER(cells, (filled > 0) * (SEQUENCE(COUNTA(filled)) > has_headings), #VALUE!),
      place, MAP(INDEX(table, 0, 1), LAMBDA(name, IF(ISTEXT(name), MINING_PLACE(MINING_PLAIN(name)), 0))),
      kinds, MAP(place, LAMBDA(at, IF(at, INDEX(MINING_ASSUMPTIONS(), at, 3), "none"))),
      numbers, SUM(MAP(kinds, LAMBDA(kind, IF(ISNUMBER(MATCH(kind, {"number","whole","series","pausing"}, 0)), 1, 0)))),
      IF((numbers = COUNTA(place)) * (COUNTA(UNIQUE(place)) = COUNTA(place)), table, #VALUE!)))`,
  },
  MINING_SIDE: {
    what: "The block with one side of a driver of the user's own in place.",
    text: `LAMBDA(model, rows, block, name, cell,
    IF(ISNUMBER(cell) + ISNUMBER(MINING_FACTOR(cell)),
      MINING_BLOCK(MINING_WITH(model, VSTACK({"assumption","value"}, MINING_CHANGE(rows, block, name, cell)))), #VALUE!))`,
  },
  MINING_OWN_DRIVERS: {
    what: "What a metric becomes as the user's own drivers move, as MINING_USUAL_DRIVERS says.",
    text: `LAMBDA(model, block, base, metric, drivers,
    LET(
      table, MINING_DRIVER_ROWS(drivers),
      rows, MINING_ROWS(model, "given"),
      HSTACK(
        MAP(INDEX(table, 0, 1), LAMBDA(name, MINING_LABEL(name))),
        DROP(REDUCE("", SEQUENCE(COUNTA(INDEX(table, 0, 1))), LAMBDA(lines, at,
          LET(
            name, INDEX(table, at, 1),
            lower, MINING_SIDE(model, rows, block, name, INDEX(table, at, 2)),
            higher, MINING_SIDE(model, rows, block, name, INDEX(table, at, 3)),
            VSTACK(lines, MINING_MOVED(MINING_PLAIN(name), lower, higher, block, base, metric))))), 1))))`,
  },
  MINING_HEADING_SCALE: {
    what: "By what the numbers under a heading are multiplied: its unit stands in brackets, or ends the heading.",
    text: `LAMBDA(heading, kind,
    LET(
      text, IF(ISTEXT(heading), TRIM(heading), ""),
      last, TEXTAFTER(" /" & SUBSTITUTE(text, " ", "/"), "/", -1),
      ending, REDUCE("", SEQUENCE(LEN(text) - LEN(SUBSTITUTE(text, " ", "")) + 1), LAMBDA(found, at,
        LET(words, TEXTAFTER(" " & text, " ", at), IF((found <> "") + (MINING_UNIT_WORDS(words) = " "), found, words)))),
      IF(MINING_OUTSIDE(text) <> text, MINING_SCALE(text, kind),
        IF((ending = "") + (MINING_UNIT_WORD(LOWER(last)) = "") + (last = ""), 1, MINING_SCALE("(" & ending & ")", kind)))))`,
  },
  MINING_MACHINE_TABLE: {
    what: "A table of machines of four columns, or five where the last holds resale values: a column of texts are notes.",
    text: `LAMBDA(machines,
    LET(
      cells, IF(machines = "", "", machines),
      width, COUNTA(TAKE(cells, 1)),
      resale, IF(width < 5, 0 * SEQUENCE(COUNTA(INDEX(cells, 0, 1))), INDEX(cells, 0, MIN(width, 5))),
      filled, IF((resale = "") + (resale = 0), 0, 1),
      values, MAP(resale, filled, LAMBDA(cell, counts, IF(ISTEXT(cell), MINING_IS_NUMERAL(cell), 1) * counts)),
      is_title, (SUM(filled) = 1) * ISNUMBER(SEARCH("resale", INDEX(cells, 1, MIN(width, 5)))),
      IF(SUM(values) + is_title > 0, CHOOSECOLS(cells, 1, 2, 3, 4, 5), CHOOSECOLS(cells, 1, 2, 3, 4))))`,
  },
  MINING_EFFICIENCIES: {
    what: "Efficiencies in J/TH of numbers that are J/TH or W, as the heading of the third column says; without one a number up to 200 is J/TH.",
    text: `LAMBDA(table, power, hashrate,
    LET(
      heading, INDEX(table, 1, 3),
      text, SUBSTITUTE(heading & "", " ", ""),
      per_terahash, ISNUMBER(SEARCH("/t", text)) + ISNUMBER(SEARCH("pert", text)),
      in_watts, MINING_TABLE_UNIT(table, 3, {"w";"watt";"watts"}, {0;0;0}) = 0,
      IF(per_terahash, power, IF(in_watts, power / hashrate,
        IF(ISNUMBER(heading) + (text = ""), IF(power <= 200, power, power / hashrate), #VALUE!)))))`,
  },
  MINING_OF_ONE: {
    what: "The block of one machine, which bears a share of the site's costs; without a resale value of its own (\"\") it is resold at the share of its price that the model's resale value is of all that the model pays.",
    text: `LAMBDA(block, hashrate, efficiency, price, resale, share,
    LET(
      outlays, MINING_ASSUMPTION(block, "capex") + SUM(MINING_BY_MONTH(block, "capexschedule")),
      resold, MINING_ASSUMPTION(block, "resalevalue"),
      its_resale, IF(resale <> "", resale, IF(outlays = 0, resold * share, price * MIN(1, resold / IF(outlays = 0, 1, outlays)))),
      names, {"hashrate";"efficiency";"capex";"resalevalue";"loan";"capexschedule"},
      values, VSTACK(hashrate, efficiency, price, its_resale, 0, 0),
      REDUCE(MINING_SCALED(MINING_SCALED(block, "otheropex", share), "otherrevenue", share), SEQUENCE(6), LAMBDA(changed, at,
        MINING_SET(changed, INDEX(names, at), INDEX(values, at))))))`,
  },
  MINING_BREAK_EVEN_POWER: {
    what: "USD/kWh at which the profit of the start month is 0 with every part of the month run, or none.",
    text: `LAMBDA(block,
    LET(
      months, MINING_MONTHS(block, MINING_MARKET_MONTHS(block)),
      operations, MINING_OPERATIONS(block, months),
      start, MINING_ASSUMPTION(block, "startmonth"),
      of, LAMBDA(table, name, INDEX(MINING_COLUMN(table, name), start)),
      due, of(operations, "other opex") - of(operations, "other revenue"),
      needed, IF(due > 0, due / (1 - MINING_ASSUMPTION(block, "profitshare")), due),
      shape, MINING_SHAPE(block),
      price, (of(months, "revenue") + of(months, "heat") - needed) / (of(months, "energy") * SUM(shape) / COUNTA(shape)),
      IFERROR(IF(of(months, "can run") * (price > 0), price, "none"), "none")))`,
  },
  MINING_FIRST_YEAR: {
    what: "Operating cash after tax of the twelve months from the start month on.",
    text: `LAMBDA(block,
    LET(
      flows, MINING_CASHFLOWS(block),
      of, LAMBDA(name, MINING_COLUMN(flows, name)),
      start, MINING_ASSUMPTION(block, "startmonth"),
      cash, of("revenue") + of("heat") + of("other revenue") - of("power") - of("profit share") - of("other opex") - of("tax"),
      SUM(IF((of("month") >= start) * (of("month") < start + 12), cash, 0))))`,
  },
  MINING_RANKED: {
    what: "Where a machine of so many kW ranks: NPV, NPV per kW, IRR, payback, break-even power price and first-year return.",
    text: `LAMBDA(block, price, kw,
    LET(
      npv, MINING_NPV(block),
      HSTACK(npv, npv / kw, MINING_METRIC_OR_NONE(block, "irr"), MINING_METRIC_OR_NONE(block, "payback"), MINING_BREAK_EVEN_POWER(block),
        IF(price > 0, MINING_FIRST_YEAR(block) / IF(price > 0, price, 1), "none"))))`,
  },
  MINING_RANKING: {
    what: "What MINING_RANKED returns for each machine of a list, at a site of so much power in kW.",
    text: `LAMBDA(block, hashrate, efficiency, price, resale, kw, power,
    DROP(REDUCE("", SEQUENCE(COUNTA(kw)), LAMBDA(lines, at,
      LET(
        of, LAMBDA(list, INDEX(list, at)),
        machine, MINING_OF_ONE(block, of(hashrate), of(efficiency), of(price), of(resale), of(kw) / power),
        VSTACK(lines, MINING_RANKED(machine, of(price), of(kw)))))), 1))`,
  },
};

/** The errors of the add-in that a form cannot say better. */
const factorsDiffer = 'A factor with thousands separators, such as "x1,234.5", is an error here.';

export const shocksForms: Forms = {
  SENSITIVITY_GRID: {
    steps: {
      rows: `MINING_ROWS(model, "given")`,
      row_label: `MINING_LABEL(row_name)`,
      column_label: `MINING_LABEL(column_name)`,
    },
    requires: [
      `ISTEXT(row_label) * ISTEXT(column_label)`,
      `MINING_PLAIN(row_name) <> MINING_PLAIN(column_name)`,
      `COUNTA(row_values) * COUNTA(column_values) <= 10000`,
      `IF(ISTEXT(INDEX(rows, 1, 1)), MINING_IS_READABLE(rows), FALSE)`,
    ],
    header: `HSTACK(row_label & " \\ " & column_label, TOROW(column_values))`,
    answer: `HSTACK(row_values, MAP(row_values + 0 * TOROW(column_values), TOROW(column_values) + 0 * row_values, LAMBDA(down, across,
      MINING_METRIC(MINING_BLOCK(MINING_WITH(model, VSTACK(HSTACK(row_name, down), HSTACK(column_name, across)))), metric))))`,
  },
  SENSITIVITY: {
    steps: {
      block: `MINING_BLOCK(model)`,
      base: `MINING_METRIC_OR_NONE(block, metric)`,
      effects: `IF(ISOMITTED(drivers), MINING_USUAL_DRIVERS(block, base, metric, shock), MINING_OWN_DRIVERS(model, block, base, metric, drivers))`,
      low: `INDEX(effects, 0, 2)`,
      high: `INDEX(effects, 0, 4)`,
      move: `INDEX(effects, 0, 5)`,
      swing: `MAP(low, high, LAMBDA(lower, higher, IF(ISNUMBER(lower) * ISNUMBER(higher), ABS(higher - lower), "")))`,
      elasticity: `MAP(low, high, move, LAMBDA(lower, higher, moved,
        IF(ISNUMBER(lower) * ISNUMBER(higher) * ISNUMBER(base), IF((base = 0) + (moved = 0), "", (higher - lower) / base / moved), "")))`,
      // To 12 digits, so that drivers of the same swing keep their order.
      rank: `MAP(swing, LAMBDA(size, IF(size = "", -1, IF(size = 0, 0, ROUND(size, 11 - INT(LOG10(size)))))))`,
      table: `SORTBY(HSTACK(CHOOSECOLS(effects, 1, 2, 3, 4), swing, elasticity), rank, -1, SEQUENCE(COUNTA(rank)), 1)`,
    },
    requires: [`ISTEXT(INDEX(block, 1, 1))`, `ISNUMBER(SUM(move))`],
    answer: `IF(table = "none", NA(), table)`,
    differs: [factorsDiffer],
  },
  SCENARIOS: {
    steps: {
      cells: `IF(scenarios = "", "", scenarios)`,
      headings: `TAKE(cells, 1)`,
      names: `MINING_SCENARIO_HEADINGS(headings)`,
      filled: `BYROW(cells, LAMBDA(line, SUM(IF((line = "") + (line = 0), 0, 1))))`,
      table: `FILTER(DROP(cells, 1), DROP(filled, 1) > 0, #VALUE!)`,
      title: `INDEX(table, 0, 1)`,
      block: `MINING_BLOCK(model)`,
      rows: `MINING_ROWS(model, "given")`,
      results: `DROP(REDUCE("", SEQUENCE(COUNTA(title)), LAMBDA(lines, at,
        VSTACK(lines, MINING_JUDGED(MINING_SCENARIO(model, rows, block, headings, INDEX(table, at, 0)))))), 1)`,
      npv: `INDEX(results, 0, 1)`,
      place: `IFNA(MATCH("probability", names, 0), 0)`,
      weight: `IF(place, LET(given, INDEX(table, 0, IF(place, place, 1)), IF(given = "", 0, given)), 0 * SEQUENCE(COUNTA(title)))`,
    },
    requires: [
      `ISTEXT(INDEX(block, 1, 1))`,
      `SUM(MAP(names, LAMBDA(name, IF(name = "", 0, SUM(IF(names = name, 1, 0)) - 1)))) = 0`,
      `COUNTA(title) <= 2000`,
      `SUM(IF((title = "") + (title = 0), 1, 0)) = 0`,
      `SUM(IF((names = "") * (SEQUENCE(1, COUNTA(names)) > 1), IF(MAP(table, LAMBDA(cell, ISNUMBER(cell))), IF(table = 0, 0, 1), 0), 0)) = 0`,
      `SUM(IF(ISERROR(npv), 1, 0)) = 0`,
      `IF(place, AND(weight >= 0, weight <= 1, ABS(SUM(weight) - 1) <= 1E-9), TRUE)`,
    ],
    answer: `LET(lines, HSTACK(title & "", results),
      IF(place, VSTACK(lines, HSTACK("Probability-weighted", SUM(weight * npv), "", "", SUM(weight * INDEX(results, 0, 4)), "")), lines))`,
    differs: [factorsDiffer],
  },
  MACHINE_RANK: {
    steps: {
      block: `MINING_BLOCK(model)`,
      in_service: `MIN(MINING_IN_SERVICE(MINING_MONTHS(block, MINING_MARKET_MONTHS(block))), MINING_ASSUMPTION(block, "months"))`,
      pue: `INDEX(MINING_BY_MONTH(block, "pue"), in_service)`,
      own_kw: `MAX(MINING_BY_MONTH(block, "hashrate")) * INDEX(MINING_BY_MONTH(block, "efficiency"), in_service) * pue / 1000`,
      power: `IF(ISOMITTED(site_kw), own_kw, site_kw)`,
      table: `MINING_MACHINE_TABLE(machines)`,
      has_resale: `COUNTA(TAKE(table, 1)) = 5`,
      rows: `MINING_TABLE_ROWS(table, 4, IF(has_resale, {2,3,4,5}, {2,3,4}))`,
      name: `MAP(INDEX(rows, 0, 1), LAMBDA(text, TRIM(text)))`,
      hashrate: `MINING_TABLE_NUMBERS(rows, 2, 0, MINING_HEADING_SCALE(INDEX(table, 1, 2), "hashrate"))`,
      efficiency: `MINING_EFFICIENCIES(table, MINING_TABLE_NUMBERS(rows, 3, 0), hashrate)`,
      price: `MINING_TABLE_NUMBERS(rows, 4, 0, MINING_HEADING_SCALE(INDEX(table, 1, 4), "money"))`,
      resale: `IF(has_resale, MINING_TABLE_NUMBERS(rows, 5, 0, MINING_HEADING_SCALE(INDEX(table, 1, IF(has_resale, 5, 4)), "money")), IF(price >= 0, ""))`,
      kw: `hashrate * efficiency / 1000 * pue`,
      ranked: `MINING_RANKING(block, hashrate, efficiency, price, resale, kw, power)`,
      units: `IF(ISOMITTED(site_kw), IF(kw, ""), INT(power / kw * (1 + 1E-12)))`,
      of_site: `IF(ISOMITTED(site_kw), IF(kw, ""), units * INDEX(ranked, 0, 1))`,
      sorted: `SORTBY(HSTACK(name, ranked, units, of_site), INDEX(ranked, 0, 2), -1, SEQUENCE(COUNTA(name)), 1)`,
    },
    requires: [
      `ISTEXT(INDEX(block, 1, 1))`,
      `power > 0`,
      `AND(name <> "", INDEX(rows, 0, 1) <> 0, hashrate > 0, efficiency > 0, price >= 0, IF(has_resale, resale >= 0, TRUE))`,
      `COUNTA(name) <= 2000`,
    ],
    answer: `HSTACK(INDEX(sorted, 0, 1), LET(values, DROP(sorted, , 1), IF(values = "none", NA(), values)))`,
    differs: [
      "A heading of column 3 that names both units counts as J/TH.",
      "A heading that ends in a unit of another kind is an error here, also where that is a single word.",
    ],
  },
};
