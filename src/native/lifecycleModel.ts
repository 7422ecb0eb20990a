import { macrsHalfYear, type MacrsClass } from "../core/costs/macrs";
import type { Names } from "./form";

const rates = (years: MacrsClass) => `{${macrsHalfYear[years].join(";")}}`;

/** The arithmetic of the model on a block that MINING_BLOCK returns. What each name returns stands above it. */
export const modelNames: Names = {
  // A column of a table by its header.
  MINING_COLUMN: `LAMBDA(table, header, DROP(INDEX(table, 0, MATCH(header, INDEX(table, 1, 0), 0)), 1))`,
  // The mean subsidy of the blocks from a height on, in BTC: those after the halving count with half.
  MINING_SUBSIDIES: `LAMBDA(height, blocks,
    LET(
      halvings, IF(height < 210000 * 64, INT(height / 210000), 64),
      after, height + blocks - 210000 * (halvings + 1),
      halved, IF(after > 0, after, 0),
      ((blocks - halved) * INT(5E9 / 2^halvings) + halved * INT(5E9 / 2^(halvings + 1))) / blocks / 1E8))`,
  // Difficulty in mid-month: a series, or today's with growth that compounds month by month.
  MINING_DIFFICULTIES: `LAMBDA(block,
    LET(
      today, MINING_ASSUMPTION(block, "difficulty"),
      factor, 1 + MINING_BY_MONTH(block, "difficultygrowth"),
      IF(today = "monthly", MINING_BY_MONTH(block, "difficulty"),
        today * SCAN(1, factor, LAMBDA(path, growth, path * growth)) / SQRT(factor))))`,
  // The months 1 to N, without the machines: length in days, date of the end, years to the end by which cash is discounted,
  // first block, subsidy, difficulty, hashprice ("" where the model does not say it) and price.
  MINING_MARKET_MONTHS: `LAMBDA(block,
    LET(
      of, LAMBDA(name, MINING_ASSUMPTION(block, name)),
      size, of("months"),
      month, SEQUENCE(size),
      start, of("startdate"),
      none, IF(month, ""),
      ended, IF(start = "", 30.4375 * month, MAP(month, LAMBDA(t, EDATE(start, t) - start))),
      begun, TAKE(VSTACK(0, ended), size),
      days, ended - begun,
      years, IF(of("discounting") = "dated", ended / 365, month / 12),
      dates, IF(start = "", none, start + ended),
      by_hashprice, of("hashprice") <> "",
      height, IF(by_hashprice + (of("startheight") = ""), none, of("startheight") + 144 * begun),
      subsidy, IF(by_hashprice, none, IF(of("subsidy") = "", MINING_SUBSIDIES(height, 144 * days), MINING_BY_MONTH(block, "subsidy"))),
      difficulty, IF(by_hashprice, none, MINING_DIFFICULTIES(block)),
      hashprice, IF(by_hashprice, MINING_GROWN(block, "hashprice", of("hashpricegrowth"), month - 0.5), none),
      price, MINING_GROWN(block, "btcprice", of("btcpricegrowth"), (month - 0.5) / 12),
      VSTACK(
        {"month","days","date","years","height","subsidy","difficulty","hashprice","price"},
        HSTACK(month, days, dates, years, height, subsidy, difficulty, hashprice, price))))`,
  // What the machines would do in each month if they ran: hashrate in TH/s, 1 where there are machines that can run, USD/kWh,
  // kWh at the meter, BTC after the pool fee, and revenue, heat sold and power in USD.
  MINING_MONTHS: `LAMBDA(block, market,
    LET(
      of, LAMBDA(name, MINING_ASSUMPTION(block, name)),
      by_month, LAMBDA(name, MINING_BY_MONTH(block, name)),
      month, MINING_COLUMN(market, "month"),
      days, MINING_COLUMN(market, "days"),
      price, MINING_COLUMN(market, "price"),
      start, of("startmonth"),
      hashrate, IF(month < start, 0, MINING_GROWN(block, "hashrate", -of("hashratedegradation"), (month - start + 0.5) / 12)),
      uptime, by_month("uptime"),
      can_run, IF(hashrate * uptime > 0, 1, 0),
      usd_per_kwh, MINING_GROWN(block, "powerprice", of("powerpricegrowth"), (month - 0.5) / 12),
      energy, hashrate * by_month("efficiency") / 1000 * (24 * days) * uptime * by_month("pue"),
      kept, 1 - by_month("poolfee"),
      by_hashprice, of("hashprice") <> "",
      coins, IF(by_hashprice, MINING_COLUMN(market, "hashprice") * (hashrate / 1000) * days * uptime * kept / price,
        1E12 * hashrate * (86400 * days) * uptime / (MINING_COLUMN(market, "difficulty") * 2^32)
          * (MINING_COLUMN(market, "subsidy") + by_month("fees")) * kept),
      btc, can_run * coins,
      VSTACK(
        {"hashrate","can run","usd per kwh","energy","btc","revenue","heat","power"},
        HSTACK(hashrate, can_run, usd_per_kwh, can_run * energy, btc, btc * price, can_run * energy * by_month("heatprice"), can_run * energy * usd_per_kwh))))`,
  // The multipliers of the power price in the parts of a month, as a row.
  MINING_SHAPE: `LAMBDA(block,
    LET(
      line, INDEX(block, MATCH("powerpriceshape", INDEX(block, 0, 1), 0), 0),
      given, INDEX(line, 1, 2),
      IF(given = "shape", LET(parts, DROP(line, , 2), FILTER(parts, MAP(parts, LAMBDA(part, IF(ISNUMBER(part), 1, 0))))), given)))`,
  // Month by month what is run: share of the month, BTC, revenue, heat, power, the host's profit share, other opex and other
  // revenue. A part of a month is run where revenue and heat cover its power, or always where shutdown is FALSE.
  MINING_OPERATIONS: `LAMBDA(block, months,
    LET(
      of, LAMBDA(name, MINING_ASSUMPTION(block, name)),
      month, SEQUENCE(of("months")),
      shape, MINING_SHAPE(block),
      parts, COUNTA(shape),
      full_power, MINING_COLUMN(months, "power"),
      earned, MINING_COLUMN(months, "revenue") + MINING_COLUMN(months, "heat"),
      always, IF(of("shutdown"), 0, 1),
      runs, IF((earned >= full_power * shape) + always, 1, 0) * MINING_COLUMN(months, "can run"),
      share, BYROW(runs, LAMBDA(line, SUM(line))) / parts,
      btc, share * MINING_COLUMN(months, "btc"),
      revenue, share * MINING_COLUMN(months, "revenue"),
      heat, share * MINING_COLUMN(months, "heat"),
      power, full_power * BYROW(runs * shape, LAMBDA(line, SUM(line))) / parts,
      margin, revenue + heat - power,
      host, of("profitshare") * IF(margin > 0, margin, 0),
      started, IF(month < of("startmonth"), 0, 1),
      opex, started * MINING_GROWN(block, "otheropex", of("otheropexgrowth"), (month - 0.5) / 12),
      other, started * MINING_BY_MONTH(block, "otherrevenue"),
      VSTACK(
        {"runs","btc","revenue","heat","power","profit share","other opex","other revenue"},
        HSTACK(share, btc, revenue, heat, power, host, opex, other))))`,
  // Share of the cost that is deducted in month 1, 2, ... of a machine's life; salvage is a share of the cost too.
  MINING_DEDUCTIONS: `LAMBDA(block, salvage,
    LET(
      age, SEQUENCE(MINING_ASSUMPTION(block, "months")),
      method, MINING_ASSUMPTION(block, "depreciation"),
      life, MINING_ASSUMPTION(block, "depreciationlife"),
      bonus, MINING_ASSUMPTION(block, "bonusshare"),
      rest, 1 - bonus,
      floor_value, MIN(salvage, rest),
      at_once, IF(age = 1, bonus, 0),
      year, INT((age - 1) / 12) + 1,
      table, IF(method = "macrs3", ${rates(3)}, IF(method = "macrs5", ${rates(5)}, IF(method = "macrs7", ${rates(7)}, ${rates(15)}))),
      IF(method = "none", 0 * age,
      IF(method = "bonus", IF(age = 1, 1, 0),
      IF(method = "sln", at_once + IF(age > life, 0, (rest - floor_value) / life),
      IF(method = "ddb", at_once + MAP(age, LAMBDA(t, IF((t > life) + (rest = 0), 0, DDB(rest, floor_value, life, t)))),
        (IF(year = 1, bonus, 0) + rest * MAP(year, LAMBDA(k, IF(k > COUNTA(table), 0, INDEX(table, k))))) / 12))))))`,
  // Depreciation by month. Capex and each later payment depreciate from the month in which they are paid, or from that in
  // which the machines come into service if it is later.
  MINING_DEPRECIATIONS: `LAMBDA(block, in_service,
    LET(
      size, MINING_ASSUMPTION(block, "months"),
      month, SEQUENCE(size),
      capex, MINING_ASSUMPTION(block, "capex"),
      later, MINING_BY_MONTH(block, "capexschedule"),
      total, capex + SUM(later),
      salvage, IF(total = 0, 0, MIN(MINING_ASSUMPTION(block, "resalevalue"), total) / total),
      cost, IF(month < in_service, 0, IF(month = in_service, capex + SUM(IF(month <= in_service, later, 0)), later)),
      deductions, MINING_DEDUCTIONS(block, salvage),
      REDUCE(0 * month, FILTER(month, cost > 0, 0), LAMBDA(sum_so_far, first,
        IF(first = 0, sum_so_far,
          sum_so_far + INDEX(cost, first) * TAKE(DROP(VSTACK(SEQUENCE(first, 1, 0, 0), deductions), 1), size))))))`,
  // The loan by month: interest of the month, interest and principal that are paid, what is owed at its end, and the
  // service by the loan's terms. Until the start month interest is added; what is left is repaid in month N.
  MINING_LOAN: `LAMBDA(block,
    LET(
      of, LAMBDA(name, MINING_ASSUMPTION(block, name)),
      size, of("months"),
      month, SEQUENCE(size),
      start, of("startmonth"),
      monthly_rate, of("loanrate") / 12,
      payments, of("loanmonths"),
      method, of("loantype"),
      annuity, SCAN(0, (1 / (1 + monthly_rate))^SEQUENCE(payments), LAMBDA(total, factor, total + factor)),
      drawn, of("loan") * (1 + monthly_rate)^(start - 1),
      owed, MAP(SEQUENCE(size + 1), LAMBDA(t,
        LET(
          due, payments - t + start,
          IF(t < start, of("loan") * (1 + monthly_rate)^(t - 1),
          IF(due <= 0, 0,
          drawn * IF(method = "bullet", 1, IF(method = "linear", due / payments, INDEX(annuity, due) / INDEX(annuity, payments)))))))),
      opening, TAKE(owed, size),
      closing, DROP(owed, 1),
      interest, monthly_rate * opening,
      started, IF(month < start, 0, 1),
      balance, IF(month = size, 0, closing),
      VSTACK(
        {"interest","paid","principal","balance","service"},
        HSTACK(interest, started * interest, started * (opening - balance), balance, started * (interest + opening - closing)))))`,
  // Losses carried forward at the end of each month; they offset at most a share of a later profit.
  MINING_LOSSES: `LAMBDA(profit, limit,
    SCAN(0, profit, LAMBDA(loss, x, loss - MIN(loss, limit * MAX(0, x)) + MAX(0, -x))))`,
  // Tax on the profit of each month less the losses that offset it.
  MINING_TAXES: `LAMBDA(profit, rate, limit,
    LET(
      losses, TAKE(VSTACK(0, MINING_LOSSES(profit, limit)), COUNTA(profit)),
      taxable, IF(profit > 0, profit, 0),
      offset_by, IF(losses < limit * taxable, losses, limit * taxable),
      rate * (taxable - offset_by)))`,
  // The first month in which machines can run; N + 1 if there is none.
  MINING_IN_SERVICE: `LAMBDA(months,
    LET(can_run, MINING_COLUMN(months, "can run"), IFNA(MATCH(1, can_run, 0), COUNTA(can_run) + 1)))`,
  // Price at the end of the last month, at which kept coins are valued.
  MINING_FINAL_PRICE: `LAMBDA(block,
    LET(
      today, MINING_ASSUMPTION(block, "btcprice"),
      size, MINING_ASSUMPTION(block, "months"),
      IF(today = "monthly", INDEX(MINING_BY_MONTH(block, "btcprice"), size), today * (1 + MINING_ASSUMPTION(block, "btcpricegrowth"))^(size / 12))))`,
  // The cash flows of months 0 to N under a header; the columns are those of MINER_CASHFLOWS, with
  // short names, and last the years from time 0 to the end of the month.
  MINING_CASHFLOWS: `LAMBDA(block,
    LET(
      of, LAMBDA(name, MINING_ASSUMPTION(block, name)),
      market, MINING_MARKET_MONTHS(block),
      months, MINING_MONTHS(block, market),
      operations, MINING_OPERATIONS(block, months),
      ran, LAMBDA(name, MINING_COLUMN(operations, name)),
      market_of, LAMBDA(name, MINING_COLUMN(market, name)),
      loan, MINING_LOAN(block),
      size, of("months"),
      month, SEQUENCE(size),
      btc, ran("btc"),
      revenue, ran("revenue"),
      heat, ran("heat"),
      power, ran("power"),
      host, ran("profit share"),
      opex, ran("other opex"),
      other, ran("other revenue"),
      later, MINING_BY_MONTH(block, "capexschedule"),
      depreciation, MINING_DEPRECIATIONS(block, MINING_IN_SERVICE(months)),
      hodl, MINING_BY_MONTH(block, "hodlshare"),
      kept, hodl * revenue,
      coins, SUM(hodl * btc) * MINING_FINAL_PRICE(block),
      resale, of("resalevalue"),
      disposal, IF(of("depreciation") = "none", 0, resale - (of("capex") + SUM(later) - SUM(depreciation))),
      profit, revenue + heat + other - (power + host + opex + depreciation + MINING_COLUMN(loan, "interest"))
        + IF(month = size, disposal + coins - SUM(kept), 0),
      tax, MINING_TAXES(profit, MINING_BY_MONTH(block, "taxrate"), of("losslimit")),
      capital, IF(month = size, resale + coins, 0) - later,
      interest, MINING_COLUMN(loan, "paid"),
      principal, MINING_COLUMN(loan, "principal"),
      net, revenue + heat + other - power - host - opex - tax - kept - interest - principal + capital,
      drawn, of("loan") - of("capex"),
      VSTACK(
        {"month","height","subsidy","difficulty","price","runs","btc","revenue","other revenue","power","other opex","tax","coins kept","interest","principal","capital","net cash","cumulative","depreciation","heat","profit share","days","date","years"},
        HSTACK(0, "", "", "", "", "", 0, 0, 0, 0, 0, 0, 0, 0, 0, drawn, drawn, drawn, 0, 0, 0, 0, of("startdate"), 0),
        HSTACK(month, market_of("height"), market_of("subsidy"), market_of("difficulty"), market_of("price"),
          ran("runs"), btc, revenue, other, power, opex, tax, kept, interest, principal, capital, net,
          SCAN(drawn, net, LAMBDA(total, cash, total + cash)), depreciation, heat, host, market_of("days"), market_of("date"), market_of("years")))))`,
  // Net present value of cash flows.
  MINING_PRESENT_VALUE: `LAMBDA(flows, rate, SUM(MINING_COLUMN(flows, "net cash") / (1 + rate)^MINING_COLUMN(flows, "years")))`,
  // e^x - 1, with all digits near 0.
  MINING_GROWTH: `LAMBDA(x, IF(ABS(x) < 0.001, x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4 * (1 + x / 5)))), EXP(x) - 1))`,
  // The rate per year at which cash at times in years is worth 0, between -99.99 % and 1,000,000,000 %: the one change of
  // sign of its value is halved 60 times. #N/A where there is none, or several.
  MINING_RATE_OF_RETURN: `LAMBDA(net, years,
    LET(
      signs, FILTER(SIGN(net), net <> 0, 0),
      size, COUNTA(signs),
      changes, SUM(IF(signs * TAKE(VSTACK(INDEX(signs, 1), signs), size) < 0, 1, 0)),
      worth, LAMBDA(rate, SUM(net * EXP((0 - rate) * years))),
      pieces, IF(changes > 1, 400, 1),
      width, LN(1E11) / pieces,
      points, LN(0.0001) + width * SEQUENCE(pieces + 1, 1, 0),
      sides, MAP(points, LAMBDA(rate, SIGN(worth(rate)))),
      turns, IF(TAKE(sides, pieces) * DROP(sides, 1) < 0, 1, 0),
      first, MATCH(1, turns, 0),
      root, REDUCE(INDEX(points, first), SEQUENCE(60), LAMBDA(rate, step,
        LET(next, rate + width / 2^step, IF(INDEX(sides, first) * worth(next) > 0, next, rate)))),
      IF(SUM(turns) = 1, MINING_GROWTH(root), NA())))`,
  // Months until the cumulative cash is at least 0; with payments after time 0, until it stays so.
  MINING_MONTHS_TO_PAYBACK: `LAMBDA(block,
    LET(
      flows, MINING_CASHFLOWS(block),
      net, MINING_COLUMN(flows, "net cash"),
      cumulative, MINING_COLUMN(flows, "cumulative"),
      size, COUNTA(net),
      later, SUM(MINING_BY_MONTH(block, "capexschedule")),
      reached, IF(later > 0, MAX(IF(cumulative < 0, SEQUENCE(size), 0)), IFNA(MATCH(TRUE, cumulative >= 0, 0) - 1, size)),
      IF((MINING_ASSUMPTION(block, "capex") + later = 0) + (reached = 0), 0,
        IF(reached = size, NA(), reached - 1 - INDEX(cumulative, reached) / INDEX(net, reached + 1)))))`,
  // Months from the first with machines to the first in which revenue and heat cover the power of no part.
  MINING_MONTHS_OF_LIFE: `LAMBDA(block,
    LET(
      months, MINING_MONTHS(block, MINING_MARKET_MONTHS(block)),
      power, MINING_COLUMN(months, "power"),
      shape, MINING_SHAPE(block),
      cheapest, power * IF(power < 0, MAX(shape), MIN(shape)),
      fails, IF(MINING_COLUMN(months, "revenue") + MINING_COLUMN(months, "heat") < cheapest, 1, 0),
      MATCH(1, fails * MINING_COLUMN(months, "can run"), 0) - MINING_IN_SERVICE(months)))`,
  // A block with one value changed; a series gives way.
  MINING_SET: `LAMBDA(block, name, given,
    IF((INDEX(block, 0, 1) = name) * (SEQUENCE(1, COUNTA(INDEX(block, 1, 0))) = 2), given, block))`,
  // Price today; of a series that of its first month.
  MINING_TODAY: `LAMBDA(block,
    LET(given, MINING_ASSUMPTION(block, "btcprice"), IF(given = "monthly", INDEX(MINING_BY_MONTH(block, "btcprice"), 1), given)))`,
  // What each month pays beside power, less other revenue, in BTC at its price, and at time 0 capex less resale.
  MINING_FIXED_COSTS: `LAMBDA(block, operations, price,
    MINING_ASSUMPTION(block, "capex") / MINING_TODAY(block) +
      SUM((MINING_COLUMN(operations, "other opex") + MINING_BY_MONTH(block, "capexschedule") - MINING_COLUMN(operations, "other revenue")) / price))`,
  // BTC mined with those that the resale value buys, and BTC that the same outlays buy, side by side.
  MINING_MINED_AND_BOUGHT: `LAMBDA(block, market, months,
    LET(
      price, MINING_COLUMN(market, "price"),
      operations, MINING_OPERATIONS(block, months),
      running, MINING_COLUMN(operations, "power") + MINING_COLUMN(operations, "profit share") - MINING_COLUMN(operations, "heat"),
      HSTACK(
        SUM(MINING_COLUMN(operations, "btc")) + MINING_ASSUMPTION(block, "resalevalue") / MINING_FINAL_PRICE(block),
        MINING_FIXED_COSTS(block, operations, price) + SUM(running / price))))`,
  // Today's price at which mining and buying bring the same coins. Times a factor on all prices, mined less bought is a line
  // with a corner wherever a part of a month begins to run: each step goes to the root of the piece at hand (Newton).
  MINING_BREAK_EVEN_PRICE: `LAMBDA(block, market, months,
    LET(
      of, LAMBDA(name, MINING_COLUMN(months, name)),
      price, MINING_COLUMN(market, "price"),
      owed, MINING_FIXED_COSTS(block, MINING_OPERATIONS(block, months), price) - MINING_ASSUMPTION(block, "resalevalue") / MINING_FINAL_PRICE(block),
      left_over, 1 - MINING_ASSUMPTION(block, "profitshare"),
      stops, MINING_ASSUMPTION(block, "shutdown"),
      shape, MINING_SHAPE(block),
      piece, LAMBDA(factor,
        LET(
          earned, factor * of("revenue") + of("heat"),
          runs, IF((earned >= of("power") * shape) + IF(stops, 0, 1), 1, 0) * of("can run"),
          share, BYROW(runs, LAMBDA(line, SUM(line))) / COUNTA(shape),
          cost, of("power") * BYROW(runs * shape, LAMBDA(line, SUM(line))) / COUNTA(shape) - of("heat") * share,
          own, IF(stops, left_over, IF(earned > cost + of("heat"), left_over, 1)),
          HSTACK(SUM(own * share * of("btc")), owed + SUM(own * cost / price)))),
      found, REDUCE(IF(stops, 1E100, 0), SEQUENCE(60), LAMBDA(factor, step,
        IF(factor < 0, factor,
          LET(
            both, piece(factor),
            next, IF(INDEX(both, 1, 1) = 0, NA(), INDEX(both, 1, 2) / INDEX(both, 1, 1)),
            IF(IF(stops, next < factor, next > factor), next, 0 - next))))),
      IF(INDEX(piece(0), 1, 2) <= 0, NA(), MINING_TODAY(block) * ABS(found))))`,
  // The parts of the months as calls on their coins, struck at the power less the heat of a coin: intrinsic value, time
  // value, delta times today's price, and vega, side by side.
  MINING_CALLS: `LAMBDA(block, market, months,
    LET(
      btc, MINING_COLUMN(months, "btc"),
      shape, MINING_SHAPE(block),
      strike, (MINING_COLUMN(months, "power") * shape - MINING_COLUMN(months, "heat")) / IF(btc = 0, 1, btc),
      forward, MINING_COLUMN(market, "price") + 0 * strike,
      years, (MINING_COLUMN(market, "month") - 0.5) / 12 + 0 * strike,
      deviation, MINING_ASSUMPTION(block, "volatility") * SQRT(years),
      coins, btc / COUNTA(shape) * EXP((0 - MINING_ASSUMPTION(block, "riskfreerate")) * years),
      gain, IF(forward > strike, forward - strike, 0),
      is_free, IF(strike > 0, 0, 1),
      spread, IF(deviation > 0, deviation, 1E-300),
      distance, IF(is_free, 99, LN(forward / IF(is_free, 1, strike))) / spread,
      far, IF(ABS(distance) > 99, -99, 0 - ABS(distance)),
      dearer, IF(gain > 0, forward, strike),
      cheaper, IF(gain > 0, strike, forward),
      further, (1 - is_free) * (cheaper * NORM.S.DIST(far + deviation / 2, TRUE) - dearer * NORM.S.DIST(far - deviation / 2, TRUE)),
      nearness, IF(distance > 99, 99, IF(distance < -99, -99, distance)) + deviation / 2,
      share, NORM.S.DIST(nearness, TRUE),
      density, EXP(0 - nearness^2 / 2) / SQRT(2 * PI()),
      HSTACK(SUM(coins * gain), SUM(coins * further), SUM(coins * share * forward), SUM(coins * forward * density * SQRT(years)))))`,
};
