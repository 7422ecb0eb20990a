import { writtenBook, type WrittenSheet } from "./writtenBook";

/** The small workbook of a site, in which some inputs are in another unit than the functions take. */
export const siteSheets: readonly WrittenSheet[] = [
  {
    name: "Inputs",
    rows: [
      ["Assumption", "Value", "Unit"],
      ["Efficiency", 0.0175, "J/GH"],
      ["Power price (USD/kWh)", 0.06, null],
      ["PUE", 1.05, "ratio"],
      ["Hashrate", 200, "TH/s"],
      ["Volatility", 7, "per year"],
      ["Fees", null, "BTC per block"],
      ["Difficulty (T)", 132.7, null],
      ["Machine", "S21", null],
    ],
  },
  {
    name: "Site 1",
    rows: [
      [
        "Hashcost",
        ["=_xldudf_MINING_HASHCOST(Inputs!B2,Inputs!B3,Inputs!B4)", 0.02646],
        null,
        "btc price",
        100_000,
      ],
      [
        "A month of the machine",
        ["=_xlfn.LET(_xlpm.cost,B1/1000,_xlpm.th,Inputs!B5,_xlpm.cost*_xlpm.th*30)", 0.15876],
        null,
        "hashprice",
        50,
      ],
      [
        "Too low",
        ["=_xldudf_MINING_HASHCOST(Inputs!B2,Inputs!B3,Inputs!B4-1)", "#VALUE!"],
        null,
        "hashrate",
        200,
      ],
      ["Twice that", ["=B3*2", "#VALUE!"], null, "efficiency", 3250],
      [
        "Hashprice",
        ["=_xldudf_MINING_HASHPRICE(100000,Inputs!B8,3.125,Inputs!B7)", 1],
        null,
        "power price",
        0.05,
      ],
      [
        "Put",
        ['=_xldudf_MINING_OPTION_PRICE("put",60000,55000,0.25,Inputs!B6)', 50_000],
        null,
        "capex",
        5000,
      ],
      [
        "Old or new",
        ["=IF(Inputs!B5>100,_xldudf_MINING_HASHCOST(20,0.05),_xldudf_MINING_HASHCOST(30,0.06))", 24],
        null,
        "months",
        24,
      ],
      ["Value", ['=_xldudf_MINING_MINER_NPV(D1:E9,"power price",Inputs!B3)', 0], null, "discount rate", 12],
      ["Divided", ["=B1/Inputs!B7", "#DIV/0!"], null, "pool fees", 0.01],
      ["By name", ["=EFFICIENCY_*2", 0.035]],
      ["Word", ["=_xldudf_MINING_HASHCOST(Inputs!B9,0.05)", "#VALUE!"]],
    ],
  },
  { name: "Notes", isHidden: true, rows: [[5], [["=A1*2", 10]]] },
];

export const siteBook = () =>
  writtenBook(siteSheets, { EFFICIENCY_: "Inputs!$B$2", AREA_: "Inputs!$B$2:$B$4" });
