import { hashcostCurve as hashcostCurveOf } from "../../core/risk/hashcostCurve";
import { efficiencies, hashratesInEh, powerPrices } from "../../core/units";
import { numberColumn, optionalColumn, table, textColumn } from "../tableParameter";
import { define } from "../define";
import { number, optional } from "../parameters";
import { headers, uptoTenfold } from "../vocabulary";

const industry = [
  ["Fleet", "EH/s", "J/TH", "USD/kWh", "PUE"],
  ["Old gear", 200, 30, 0.06, 1],
  ["New gear", 500, 15, 0.05, 1.1],
  ["Hydro", 100, 20, 0.02, 1],
];

export const hashcostCurve = define({
  name: "HASHCOST_CURVE",
  group: "Risk, scenarios, contingency",
  summary: "The industry's cost curve: fleets by rising power cost per unit of hashrate, and which still run",
  parameters: {
    fleets: table("Fleets, one per row", {
      name: textColumn("name"),
      hashrateEh: numberColumn("EH/s", { above: 0 }, hashratesInEh),
      jPerTh: numberColumn("J/TH", { above: 0 }, efficiencies),
      usdPerKwh: numberColumn("USD/kWh", {}, powerPrices),
      pue: optionalColumn(numberColumn("pue", { ...uptoTenfold, atLeast: 1 }), 1),
    }),
    hashprice: optional(
      number("Hashprice at which fleets run or stop", "USD per PH/s per day", { above: 0 }),
    ),
    headers,
  },
  returns: {
    shape: "table",
    columns: [
      "Fleet",
      "Hashrate (EH/s)",
      "Efficiency (J/TH)",
      "Power price (USD per kWh)",
      "Hashcost (USD per PH per day)",
      "Cumulative hashrate (EH/s)",
      "In the money (share)",
    ],
  },
  steps: 130,
  compute: ({ fleets, hashprice }) =>
    hashcostCurveOf(fleets, hashprice).map((fleet) => [
      fleet.name,
      fleet.hashrateEh,
      fleet.jPerTh,
      fleet.usdPerKwh,
      fleet.hashcost,
      fleet.cumulativeEh,
      fleet.inTheMoney ?? "",
    ]),
  formula: "hashcost = 24 × J/TH × USD/kWh × PUE; a fleet runs when the hashprice is at least its hashcost",
  remarks: [
    "In the money is 1 or 0 for a fleet, empty without a hashprice; in the total it is the share of the hashrate that runs.",
    "The total's efficiency and hashcost are averages by hashrate, its power price is the average by energy. Fleets of equal hashcost keep their order.",
    "Enter your own fleet as a row to see where it stands. Leave pue out, or give at least 1.",
  ],
  sources: ["Identity: HASHCOST of each fleet, sorted"],
  examples: [
    {
      formula: "=MINING.HASHCOST_CURVE(A1:E4, 40)",
      cells: industry,
      result: [
        [
          "Fleet",
          "Hashrate (EH/s)",
          "Efficiency (J/TH)",
          "Power price (USD per kWh)",
          "Hashcost (USD per PH per day)",
          "Cumulative hashrate (EH/s)",
          "In the money (share)",
        ],
        ["Hydro", 100, 20, 0.02, 9.6, 100, 1],
        ["New gear", 500, 15, 0.05, 19.8, 600, 1],
        ["Old gear", 200, 30, 0.06, 43.2, 800, 0],
        ["Total", 800, 19.375, 0.05, 24.375, 800, 0.75],
      ],
      note: "At a hashprice of 40 USD three quarters of the hashrate runs.",
    },
    {
      formula: '=MINING.HASHCOST_CURVE({"Ours", 2, 16, 0.045}, , FALSE)',
      result: [["Ours", 2, 16, 0.045, 17.28, 2, ""]],
      note: "One fleet, without a hashprice.",
    },
  ],
  seeAlso: ["HASHCOST", "HASHPRICE", "BREAKEVEN"],
});
