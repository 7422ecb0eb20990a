import { meanSubsidy } from "../../src/core/network/subsidy";
import { at } from "../../src/core/numeric/at";
import type { ModelBlock } from "./calls";

// What a programmer would write for one task and nothing else: no checks, no units, no choice of method.

const hashpriceOf = (price: number, difficulty: number, subsidy: number, fees: number) =>
  ((1e15 * 86_400) / (difficulty * 2 ** 32)) * (subsidy + fees) * price;

type Cells = readonly (readonly number[])[];
const inRow = (cells: Cells, row: number) => cells[row]?.[0] ?? NaN;

/** HASHPRICE over ranges, as Excel passes and takes them. */
export function bareHashprices(
  prices: Cells,
  difficulties: Cells,
  subsidies: Cells,
  fees: Cells,
): number[][] {
  const answer = new Array<number[]>(prices.length);
  for (let row = 0; row < answer.length; row++) {
    const subsidy = inRow(subsidies, row);
    answer[row] = [hashpriceOf(inRow(prices, row), inRow(difficulties, row), subsidy, inRow(fees, row))];
  }
  return answer;
}

/** HASHPRICE of one cell. */
export const bareHashprice = (price: Cells, difficulty: Cells, subsidy: Cells, fees: Cells): number[][] => [
  [hashpriceOf(inRow(price, 0), inRow(difficulty, 0), inRow(subsidy, 0), inRow(fees, 0))],
];

/**
 * MINER_NPV of one block by price: columns of months with growth, shutdown, depreciation, tax with losses carried forward,
 * and coins kept. The engine's own powers of growth and discounting, which the price does not change, are computed in each
 * call, or kept from the first on.
 */
export function bareNpv(
  block: ModelBlock,
  months: number,
  powersAreKept: boolean,
): (price: number) => number {
  const of = (name: string) => Number(block[name]);
  const [btcGrowth, difficultyRate, decay] = [
    of("btc price growth"),
    of("difficulty growth"),
    of("hashrate degradation"),
  ];
  const [powerRate, discountRate, start] = [
    of("power price growth"),
    of("discount rate"),
    of("start height"),
  ];
  const [difficulty, fees, poolFee] = [of("difficulty"), of("fees"), of("pool fee")];
  const [hashrate, jPerTh, uptime, pue] = [of("hashrate"), of("efficiency"), of("uptime"), of("pue")];
  const [usdPerKwh, opex, taxRate, keptShare] = [
    of("power price"),
    of("other opex"),
    of("tax rate"),
    of("hodl share"),
  ];
  const [capex, resale, life] = [of("capex"), of("resale value"), of("depreciation life")];

  const column = () => new Float64Array(months);
  const [prices, difficulties, hashrates, powerPrices] = [column(), column(), column(), column()];
  const [subsidies, discounts, coins, revenue, costs] = [column(), column(), column(), column(), column()];
  const fillPowers = () => {
    for (let month = 0; month < months; month++) {
      const years = (month + 0.5) / 12;
      prices[month] = (1 + btcGrowth) ** years;
      difficulties[month] = difficulty * (1 + difficultyRate) ** (month + 0.5);
      hashrates[month] = hashrate * (1 - decay) ** years;
      powerPrices[month] = usdPerKwh * (1 + powerRate) ** years;
      subsidies[month] = meanSubsidy(start + 4_383 * month, 4_383);
      discounts[month] = (1 + discountRate) ** (-(month + 1) / 12);
    }
  };
  fillPowers();
  const endGrowth = (1 + btcGrowth) ** (months / 12);
  return (price) => {
    if (!powersAreKept) fillPowers();
    for (let month = 0; month < months; month++) {
      const hashes = 1e12 * at(hashrates, month) * 2_629_800 * uptime;
      const found = hashes / (at(difficulties, month) * 2 ** 32);
      const mined = found * (at(subsidies, month) + fees) * (1 - poolFee);
      const energy = ((at(hashrates, month) * jPerTh) / 1000) * 730.5 * uptime * pue;
      const earned = mined * (price * at(prices, month));
      const cost = energy * at(powerPrices, month);
      const runs = earned >= cost;
      coins[month] = runs ? mined : 0;
      revenue[month] = runs ? earned : 0;
      costs[month] = runs ? cost : 0;
    }
    let npv = -capex;
    let loss = 0;
    let keptCoins = 0;
    let keptCost = 0;
    let bookValue = capex;
    for (let month = 0; month < months; month++) {
      const depreciation = month < life ? (capex - resale) / life : 0;
      const kept = keptShare * at(revenue, month);
      const margin = at(revenue, month) - at(costs, month) - opex;
      bookValue -= depreciation;
      keptCoins += keptShare * at(coins, month);
      keptCost += kept;
      let profit = margin - depreciation;
      let cash = margin - kept;
      if (month === months - 1) {
        const keptValue = keptCoins * price * endGrowth;
        profit += resale - bookValue + keptValue - keptCost;
        cash += resale + keptValue;
      }
      cash -= taxRate * Math.max(0, profit - loss);
      loss = Math.max(0, loss - profit);
      npv += cash * at(discounts, month);
    }
    return npv;
  };
}
