import { poolAudit as poolAuditOf } from "../../core/pools/audit";
import { define } from "../define";
import { vector } from "../parameters";
import { headers, poolFee } from "../vocabulary";

const twoDays = [
  ["Paid", "TH/s", "Difficulty"],
  [0.0412, 100000, 150000000000000],
  [0.0388, 95000, 150000000000000],
];

export const poolAudit = define({
  name: "POOL_AUDIT",
  group: "Pools and the probability of blocks",
  summary:
    "Whether a pool paid what it owes: payouts day by day against what the hashrate was expected to earn",
  parameters: {
    payoutsBtc: vector("Payouts, one per day", "BTC"),
    hashratesTh: vector("Hashrate of each day", "TH/s", { above: 0 }),
    difficulties: vector("Network difficulty of each day", "", { above: 0 }),
    subsidyBtc: vector("Block subsidy, of each day or one for all", "BTC per block", { atLeast: 0 }),
    feesBtc: vector("Transaction fees, of each day or one for all", "BTC per block", { atLeast: 0 }),
    poolFee,
    headers,
  },
  together: ["payoutsBtc", "hashratesTh", "difficulties", "subsidyBtc", "feesBtc"],
  returns: {
    shape: "table",
    columns: ["Day", "Expected (BTC)", "Paid (BTC)", "Difference (BTC)", "Share of expected (share)"],
  },
  compute: (given) => {
    const { days, total } = poolAuditOf(given);
    return [...days, total].map(({ expected, paid, difference, shareOfExpected }, index) => [
      index < days.length ? index + 1 : "Total",
      expected,
      paid,
      difference,
      shareOfExpected,
    ]);
  },
  formula:
    "expected = EXPECTED_BTC(hashrate, difficulty, subsidy, fees, 1, 1, pool fee); difference = paid − expected",
  remarks: [
    "Meant for fpps; other schemes vary from day to day with luck, see POOL_PAYOUT.",
    "A payout of 0 is a day without pay. Pass as many cells as there are days, not whole columns.",
  ],
  sources: ["Identity: EXPECTED_BTC of each day against what was paid"],
  examples: [
    {
      formula: "=MINING.POOL_AUDIT(A2:A3, B2:B3, C2:C3, 3.125, 0.03, 0.02)",
      cells: twoDays,
      result: [
        ["Day", "Expected (BTC)", "Paid (BTC)", "Difference (BTC)", "Share of expected (share)"],
        [1, 0.041465610265731812, 0.0412, -0.00026561026573181152, 0.99359444455225301],
        [2, 0.039392329752445221, 0.0388, -0.00059232975244522095, 0.98496332265271889],
        ["Total", 0.080857940018177032, 0.08, -0.00085794001817703247, 0.98938953901145434],
      ],
      note: "Two days of 100 and 95 PH/s: the pool paid 1.1 % too little.",
    },
    {
      formula: "=MINING.POOL_AUDIT({0.0412}, {100000}, {150000000000000}, 3.125, 0.03, 0.02, FALSE)",
      result: [
        [1, 0.041465610265731812, 0.0412, -0.00026561026573181152, 0.99359444455225301],
        ["Total", 0.041465610265731812, 0.0412, -0.00026561026573181152, 0.99359444455225301],
      ],
      note: "Only the first day, without headers.",
    },
  ],
  seeAlso: ["EXPECTED_BTC", "POOL_LUCK"],
});
