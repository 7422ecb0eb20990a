import { InputError, type Cell } from "../../core/errors";
import { BLANK_IS_ZERO, type Bounds } from "../../core/numeric/bounds";
import { waterfallSchemes, yieldWaterfall as yieldWaterfallOf } from "../../core/pools/yieldWaterfall";
import { define } from "../define";
import { choice, number, optional, vector } from "../parameters";
import { headers, mostOutcomes } from "../vocabulary";

const share: Bounds = { atLeast: 0, atMost: 1 };
const byPeriod = (doc: string, unit: string, bounds: Bounds) =>
  vector(`${doc}, of each period or one for all`, unit, bounds, { isOneForAll: true });

const uptime = byPeriod("Share of the time that the machines are up", "share", share);

export const yieldWaterfall = define({
  name: "YIELD_WATERFALL",
  group: "Pools and the probability of blocks",
  summary: "Why the coins paid are fewer than the nameplate promises: from theoretical coins to paid ones",
  parameters: {
    nameplateTh: byPeriod("Rated hashrate of the machines", "TH/s", { above: 0 }),
    difficulty: byPeriod("Network difficulty, the raw number", "", { above: 0 }),
    subsidyBtc: byPeriod("Block subsidy", "BTC per block", { atLeast: 0 }),
    feesBtc: byPeriod("Transaction fees", "BTC per block", { atLeast: 0 }),
    days: byPeriod("Length of the period", "days", { above: 0 }),
    hashrateTh: byPeriod("Mean hashrate of the machines while they are up", "TH/s", { atLeast: 0 }),
    paidBtc: vector(
      "Coins that the pool paid, of each period or their sum",
      "BTC",
      { atLeast: 0 },
      { isOneForAll: true },
    ),
    uptime: optional(
      {
        ...uptime,
        rule: `${uptime.rule}; a single one above 0`,
        read: (cells: Cell[][], name: string) => {
          const values = uptime.read(cells, name);
          if (values.length === 1 && values[0] === 0)
            throw new InputError(name, `must be above 0, got 0 ${BLANK_IS_ZERO}`);
          return values;
        },
      },
      [1],
    ),
    staleShare: optional(byPeriod("Stale shares, as a share of the shares submitted", "share", share), [0]),
    rejectedShare: optional(
      byPeriod("Rejected shares that are not stale, as a share of the shares submitted", "share", share),
      [0],
    ),
    poolFee: optional(byPeriod("Pool fee, deducted from the coins", "share", share), [0]),
    scheme: optional(choice("How the pool pays; for pps give fees_btc 0", waterfallSchemes), "fpps"),
    poolHashrateTh: optional(
      byPeriod("Hashrate of the whole pool, the miner's included; for pplns", "TH/s", { above: 0 }),
    ),
    confidence: optional(number("Confidence of the bounds of the luck", "share", mostOutcomes), 0.95),
    headers,
  },
  ignores: {
    by: "scheme",
    when: { fpps: ["poolHashrateTh", "confidence"], solo: ["poolHashrateTh"] },
  },
  together: [
    "nameplateTh",
    "difficulty",
    "subsidyBtc",
    "feesBtc",
    "days",
    "hashrateTh",
    "paidBtc",
    "uptime",
    "staleShare",
    "rejectedShare",
    "poolFee",
    "poolHashrateTh",
  ],
  returns: {
    shape: "table",
    columns: ["Step", "BTC (BTC)", "Share of nameplate (share)", "Lower (BTC)", "Upper (BTC)"],
  },
  compute: (given) =>
    yieldWaterfallOf(given).map(({ step, btc, shareOfNameplate, lower = "", upper = "" }) => [
      step,
      btc,
      shareOfNameplate,
      lower,
      upper,
    ]),
  formula:
    "of each period x0 = EXPECTED_BTC(nameplate), x1 = EXPECTED_BTC(hashrate), x2 = x1 × uptime, x3 = x2 × (1 − stale), x4 = x2 × (1 − stale − rejected), x5 = x4 × (1 − pool fee); each step is a difference of their sums, and luck = paid − x5",
  remarks: [
    "The first six steps add up to Expected; with the luck they add up to Paid. A hashrate above the nameplate (overclocked machines) makes the shortfall positive.",
    "hashrate_th is the mean of the hours in which the machines are up: a mean over all hours already has the downtime in it, and then uptime is 1.",
    "A single paid_btc is the sum over all periods; a row or column has the coins of each. All other single values count for every period.",
    "Lower and Upper say what luck alone explains at the confidence given; beyond them look for another cause. They are empty for fpps, which pays without luck. mu = blocks that the pool is expected to find (solo: the miner), k(p) = the smallest number of blocks that Poisson(mu) reaches with probability p; Lower = (k((1 − confidence) ÷ 2) ÷ mu − 1) × Expected, Upper = (k((1 + confidence) ÷ 2) ÷ mu − 1) × Expected.",
    "pplns: payments of a window that reaches across the beginning or end of the periods are left out. For pps, which pays no transaction fees, write fees_btc 0.",
    "A single blank cell is 0, and is refused as uptime. In a row or column write 0 for the uptime of a period of standstill: Excel on the web passes a blank cell there as no number.",
  ],
  sources: [
    "Identity: EXPECTED_BTC of each step",
    "Rosenfeld (2011), Analysis of Bitcoin Pooled Mining Reward Systems, section 2: blocks found are Poisson",
  ],
  examples: [
    {
      formula:
        "=MINING.YIELD_WATERFALL(100000, 150000000000000, 3.125, 0.03, 30, 98000, 1.18, 0.98, 0.005, , 0.02)",
      result: [
        ["Step", "BTC (BTC)", "Share of nameplate (share)", "Lower (BTC)", "Upper (BTC)"],
        ["Nameplate", 1.2693554162979126, 1, "", ""],
        ["Hashrate shortfall", -0.025387108325958252, -0.02, "", ""],
        ["Downtime", -0.024879366159439087, -0.0196, "", ""],
        ["Stale shares", -0.0060954447090625763, -0.004802, "", ""],
        ["Rejected shares", 0, 0, "", ""],
        ["Pool fee", -0.024259869942069054, -0.01911196, "", ""],
        ["Expected", 1.1887336271613836, 0.93648604, "", ""],
        ["Luck and unexplained", -0.0087336271613836288, -0.0068803638833127898, "", ""],
        ["Paid", 1.18, 0.92960567611668721, "", ""],
      ],
      note: "100 PH/s in an fpps pool for 30 days: of 7 % less than the nameplate 0.7 % are unexplained, where nothing should be.",
    },
    {
      formula:
        '=MINING.YIELD_WATERFALL(100000, A2:A3, 3.125, 0.05, 15, B2:B3, 1.15, C2:C3, 0.004, 0.002, 0.02, "pplns", 30000000)',
      cells: [
        ["Difficulty", "TH/s", "Uptime"],
        [150000000000000, 96000, 0.97],
        [152000000000000, 97000, 0.98],
      ],
      result: [
        ["Step", "BTC (BTC)", "Share of nameplate (share)", "Lower (BTC)", "Upper (BTC)"],
        ["Nameplate", 1.2689980825311259, 1, "", ""],
        ["Hashrate shortfall", -0.044456952692646729, -0.035033112582781457, "", ""],
        ["Downtime", -0.030622352404814017, -0.02413112582781457, "", ""],
        ["Stale shares", -0.0047756751097346607, -0.0037633430463576159, "", ""],
        ["Rejected shares", -0.0023878375548673304, -0.0018816715231788079, "", ""],
        ["Pool fee", -0.023735105295381264, -0.018703814940397351, "", ""],
        ["Expected", 1.1630201594736819, 0.9164869320794702, "", ""],
        [
          "Luck and unexplained",
          -0.01302015947368192,
          -0.010260188453328544,
          -0.202770976387417,
          0.2143069516197485,
        ],
        ["Paid", 1.15, 0.90622674362614166, "", ""],
      ],
      note: "Two periods of 15 days in a pplns pool of 30 EH/s, which expects 119.9 blocks: luck explains a difference of 0.2 BTC either way, and so the 0.013 that are missing.",
    },
    {
      formula:
        '=MINING.YIELD_WATERFALL(400000, 150000000000000, 3.125, 0.03, A2:A3, B2:B3, C2:C3, 0.97, 0.003, 0.001, 0, "solo", , 0.9, FALSE)',
      cells: [
        ["Days", "TH/s", "Paid"],
        [30, 380000, 6.31],
        [31, 390000, 3.155],
      ],
      result: [
        ["Nameplate", 10.324090719223022, 1, "", ""],
        ["Hashrate shortfall", -0.38503780961036682, -0.037295081967213115, "", ""],
        ["Downtime", -0.29817158728837967, -0.028881147540983607, "", ""],
        ["Stale shares", -0.028922643966972828, -0.0028014713114754098, "", ""],
        ["Rejected shares", -0.009640881322324276, -0.00093382377049180328, "", ""],
        ["Pool fee", 0, 0, "", ""],
        ["Expected", 9.6023177970349789, 0.93008847540983607, "", ""],
        [
          "Luck and unexplained",
          -0.13731779703497887,
          -0.013300715846994536,
          -6.447317797034979,
          9.327682202965021,
        ],
        ["Paid", 9.465, 0.91678775956284153, "", ""],
      ],
      note: "Two months of solo mining, paid by month, at 90 % confidence: three blocks where three were expected.",
    },
  ],
  seeAlso: ["POOL_AUDIT", "POOL_LUCK", "POOL_PAYOUT", "EXPECTED_BTC"],
});
