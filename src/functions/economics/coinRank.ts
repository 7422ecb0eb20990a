import { coinRank as rankOf } from "../../core/economics/coinRank";
import { blocksPerDay, money, powers } from "../../core/units";
import { laterColumn, numberColumn, optionalColumn, table, textColumn } from "../tableParameter";
import { define } from "../define";
import { number } from "../parameters";
import { headers, usdPerKwh } from "../vocabulary";

export const coinRank = define({
  name: "COIN_RANK",
  group: "Unit economics",
  summary: "Coins that a machine could mine, ranked by daily profit",
  parameters: {
    coins: table("Coins to compare, one per row", {
      name: textColumn("name"),
      price: numberColumn("price", { above: 0 }, money),
      networkHashrate: numberColumn("network hashrate", { above: 0 }),
      reward: numberColumn("reward", { atLeast: 0 }),
      blocksPerDay: numberColumn("blocks per day", { above: 0 }, blocksPerDay),
      poolFee: optionalColumn(numberColumn("pool fee", { atLeast: 0, below: 1 }), 0),
      powerW: laterColumn(numberColumn("power_w", { atLeast: 0 }, powers), 0, /power|watt|\bk?W\b/i),
      mergedWith: laterColumn(textColumn("merged with"), undefined, /merge|\bwith\b|parent/i),
    }),
    hashrate: number("Hashrate of the machine", "the unit of the network hashrates", { above: 0 }),
    powerW: number("Power that the machine draws, on coins without their own", "W", { above: 0 }),
    usdPerKwh,
    headers,
  },
  returns: {
    shape: "table",
    columns: [
      "Coin",
      "Coins per day (coins)",
      "Revenue (USD per day)",
      "Profit (USD per day)",
      "Profit per kWh (USD per kWh)",
    ],
  },
  compute: ({ coins, ...rig }) => {
    // A blank cell, which desktop Excel passes as 0.
    const rows = coins.map((coin) => ({ ...coin, powerW: coin.powerW === 0 ? undefined : coin.powerW }));
    return rankOf(rows, rig).map((row) => [
      row.name,
      row.coinsPerDay,
      row.revenue,
      row.profit,
      row.profitPerKwh,
    ]);
  },
  formula:
    "coins a day = hashrate ÷ network hashrate × blocks per day × reward × (1 − pool fee); profit = revenue, with that of merged coins, − power",
  remarks: [
    "All hashrates are in the same unit; the machine's own is not added to the network's. Where power_w of a coin is blank or 0, the power is the argument's.",
    "Merged with names the row of the coin whose work counts for this one too (DOGE with LTC). The coin then has no row: its revenue is added to that of the other, at no power, which is called LTC + DOGE; coins per day are those of LTC. A name that is unknown, of the row itself or of a coin that is merged too returns #VALUE!.",
    "With headings, these two columns are read only if their headings say power or W, and merged, with or parent: any other heading makes them notes.",
    "Coins with the same profit keep the order of the rows. A coin's numbers come from BLOCK_SUBSIDY and COIN, the network hashrate from difficulty × hashes per difficulty ÷ block time.",
  ],
  sources: ["Identity: a miner's share of the hashrate is its expected share of the blocks"],
  examples: [
    {
      formula: "=MINING.COIN_RANK(A1:F3, 10, 3000, 0.05)",
      cells: [
        ["Coin", "Price", "Network hashrate", "Reward", "Blocks per day", "Pool fee"],
        ["A", 100, 1000, 5, 100, 0],
        ["B", 2, 500, 50, 144, 0.01],
      ],
      result: [
        [
          "Coin",
          "Coins per day (coins)",
          "Revenue (USD per day)",
          "Profit (USD per day)",
          "Profit per kWh (USD per kWh)",
        ],
        ["A", 5, 500, 496.4, 6.89444444444444],
        ["B", 142.56, 285.12, 281.52, 3.91],
      ],
      note: "Coin A first: 1 % of the network's 500 coins a day.",
    },
    {
      formula: "=MINING.COIN_RANK(A1:E2, 1, 1000, 0.05, FALSE)",
      cells: [
        ["A", 1, 100, 1, 240],
        ["B", 3, 100, 1, 240],
      ],
      result: [
        ["B", 2.4, 7.2, 6, 0.25],
        ["A", 2.4, 2.4, 1.2, 0.05],
      ],
      note: "The second coin of the list earns more.",
    },
    {
      formula: "=MINING.COIN_RANK(A1:H3, 1, 1000, 0.05, FALSE)",
      cells: [
        ["LTC", 1, 100, 1, 240, 0, 2000, ""],
        ["BTC", 3, 100, 1, 240, 0, "", ""],
        ["DOGE", 3, 100, 1, 480, 0, "", "LTC"],
      ],
      result: [
        ["LTC + DOGE", 2.4, 16.8, 14.4, 0.3],
        ["BTC", 2.4, 7.2, 6, 0.25],
      ],
      note: "Two coins by the same work, at 2 kW; the third by itself, at 1 kW.",
    },
  ],
  seeAlso: ["COIN", "MINER_PNL", "REVENUE_PER_MWH"],
});
