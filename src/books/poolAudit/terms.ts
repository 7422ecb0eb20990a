import { addTolerance, InputPage } from "../inputs";

const share = { kind: "decimal", least: 0, most: 1 } as const;

/** The sheet "Inputs": the agreement with the pool, what is pointed out, and the terms as formulas read them. */
export function termsPage(): InputPage {
  const page = new InputPage(
    "Inputs",
    "The agreement with the pool and the machines behind it; the payouts themselves are on the sheet Payouts",
  );
  putAgreement(page);
  putMachines(page);
  putThresholds(page);
  putComparison(page);
  page.group("Reserve of the pool");
  page.input({
    name: "ruin_probability",
    label: "Accepted probability of ruin",
    value: 0.01,
    unit: "share",
    format: "percent",
    allows: { kind: "decimal", least: 0.000001, most: 0.5 },
    prompt: "Probability with which the pool may ever run out of coins, such as 1%. Above 0.",
    note: "Assumption: what a careful counterparty would accept",
  });
  page.input({
    name: "pool_reserve",
    label: "Reserve that the pool states",
    value: 300,
    unit: "BTC",
    format: "oneDecimal",
    allows: { kind: "decimal", least: 0, most: 1_000_000 },
    prompt: "Coins that the pool says it holds against bad luck, in BTC. 0 where it says nothing.",
    note: "Assumption: replace it with what the pool publishes",
  });
  page.group("Checks and constants");
  addTolerance(page);
  page.input({
    name: "hashes_per_difficulty",
    label: "Hashes for a difficulty of 1",
    value: 4_294_967_296,
    unit: "hashes",
    format: "count",
    allows: { kind: "whole", least: 4_294_967_296, most: 4_294_967_296 },
    prompt:
      "A constant of bitcoin: 2 to the power of 32 hashes find a block at a difficulty of 1. Leave as it is.",
    note: "Bitcoin protocol; used where the checks compute a figure again in plain Excel",
  });
  putTermsRead(page);
  return page;
}

function putAgreement(page: InputPage): void {
  page.group("Agreement with the pool");
  page.input({
    name: "scheme",
    label: "Payout scheme",
    value: "fpps",
    unit: "choice",
    allows: { kind: "list", values: ["fpps", "pps", "pplns", "solo"] },
    prompt:
      "fpps: expected subsidy and fees. pps: expected subsidy, no fees. pplns: a share of the blocks found. solo: own blocks only.",
    note: "From the pool's terms; fpps and pps pay without luck, pplns and solo with it",
  });
  page.input({
    name: "pool_fee",
    label: "Pool fee",
    value: 0.02,
    unit: "share of coins",
    format: "percentFine",
    allows: { kind: "decimal", least: 0, most: 0.5 },
    prompt: "The fee in the agreement: type 2% or 0.02 for two per cent. From 0% to 50%.",
    note: "From the agreement; 2 % is a usual list price for fpps (assumption)",
  });
  page.input({
    name: "most_fee",
    label: "Highest plausible pool fee",
    value: 0.1,
    unit: "share of coins",
    format: "percentFine",
    allows: { kind: "decimal", least: 0, most: 0.5 },
    prompt: "A pool fee above this is taken for a slip, and a check says so.",
    note: "Only for the check of the fee",
  });
  page.input({
    name: "fees_per_block",
    label: "Transaction fees per block",
    value: 0.02,
    unit: "BTC",
    format: "btcShort",
    allows: { kind: "decimal", least: 0, most: 100 },
    prompt:
      "Average fees of a block in the period, in BTC; for days with a figure of their own type it into column E of Payouts.",
    note: "Assumption for late 2025; take the pool's own average or a block explorer's",
  });
  page.input({
    name: "pool_hashrate",
    label: "Hashrate of the whole pool",
    value: 45,
    unit: "EH/s",
    format: "decimal",
    allows: { kind: "decimal", least: 0.000001, most: 100_000 },
    prompt: "Average hashrate of the pool in the period in EH/s, yours included. Above 0.",
    note: "Assumption for a made-up pool; used for luck, pplns and the comparison of schemes",
  });
  page.input({
    name: "luck_confidence",
    label: "Confidence of intervals",
    value: 0.95,
    unit: "share",
    format: "percent",
    allows: { kind: "decimal", least: 0.5, most: 0.9999 },
    prompt: "How sure the interval of the luck should be, such as 95%. From 50% to 99.99%.",
    note: "Convention: 95 %",
  });
}

function putMachines(page: InputPage): void {
  page.group("Machines");
  page.input({
    name: "nameplate",
    label: "Nameplate hashrate",
    value: 270_000,
    unit: "TH/s",
    format: "count",
    allows: { kind: "decimal", least: 0.001, most: 1_000_000_000 },
    prompt: "Rated hashrate of all machines that point to the pool, in TH/s (1 PH/s is 1,000 TH/s).",
    note: "1,000 Antminer S21 XP of 270 TH/s, as the maker states it",
  });
  page.input({
    name: "uptime",
    label: "Uptime",
    value: 0.975,
    unit: "share of time",
    format: "percentFine",
    allows: share,
    prompt: "Share of the time that the machines were up, such as 97.5%. Above 0.",
    note: "Assumption; splits what is missing against the nameplate into downtime and slower machines",
  });
  page.input({
    name: "stale_share",
    label: "Stale shares",
    value: 0.0015,
    unit: "share of shares",
    format: "percentFine",
    allows: share,
    prompt: "Stale shares, as a share of the shares submitted, such as 0.15%.",
    note: "From the pool's statistics; assumption",
  });
  page.input({
    name: "rejected_share",
    label: "Rejected shares",
    value: 0.001,
    unit: "share of shares",
    format: "percentFine",
    allows: share,
    prompt: "Rejected shares that are not stale, as a share of the shares submitted, such as 0.1%.",
    note: "From the pool's statistics; assumption",
  });
}

function putThresholds(page: InputPage): void {
  page.group("What is pointed out");
  page.input({
    name: "outage_below",
    label: "Outage: hashrate below",
    value: 0.6,
    unit: "of nameplate",
    format: "percent",
    allows: share,
    prompt: "Days whose credited hashrate is below this share of the nameplate are listed on Outages.",
    note: "Choice of the reader",
  });
  page.input({
    name: "underpaid_below",
    label: "Underpaid: paid below",
    value: 0.99,
    unit: "of what is owed",
    format: "percent",
    allows: { kind: "decimal", least: 0, most: 2 },
    prompt: "Days on which the pool paid less than this share of what it owed are listed on Underpaid.",
    note: "Choice of the reader; fees differ from day to day, so leave some room",
  });
  page.input({
    name: "rolling_days",
    label: "Days of the moving share",
    value: 7,
    unit: "days",
    format: "count",
    allows: { kind: "whole", least: 1, most: 100 },
    prompt:
      "How many listed days the moving share of what was paid takes together, such as 7. From 1 to 100.",
    note: "Evens out days on which payouts cross midnight",
  });
}

function putComparison(page: InputPage): void {
  page.group("Schemes compared");
  for (const [name, fee, note] of [
    ["fpps", 0.02, "the agreement's"],
    ["pps", 0.02, "assumption"],
    ["pplns", 0.01, "assumption: less, since the miner bears the luck"],
    ["solo", 0.01, "assumption"],
  ] as const)
    page.input({
      name: `${name}_fee`,
      label: `Fee of ${name}`,
      value: fee,
      unit: "share of coins",
      format: "percentFine",
      allows: { kind: "decimal", least: 0, most: 0.5 },
      prompt: `The fee that a pool would take for ${name}, such as ${fee * 100}%.`,
      note: `Fee in the comparison on Schemes; ${note}`,
    });
  page.input({
    name: "pplns_window",
    label: "Window of pplns",
    value: 2,
    unit: "x difficulty",
    format: "oneDecimal",
    allows: { kind: "decimal", least: 0.01, most: 1000 },
    prompt: "Work over which pplns spreads a block, in multiples of the difficulty, such as 2. Above 0.",
    note: "Assumption; from the pool's terms",
  });
}

/** Terms that cannot be right are replaced, so that one slip does not empty the workbook; checks say which. */
function putTermsRead(page: InputPage): void {
  page.group("The terms as formulas read them");
  const read = (
    name: string,
    label: string,
    formula: string,
    unit: string,
    format: "percentFine" | "count" | "btcShort" | "oneDecimal" | "percent" | undefined,
    note: string,
  ) => page.result({ name, label, formula, unit, note, ...(format === undefined ? {} : { format }) });
  read(
    "scheme_read",
    "Payout scheme",
    'IF(OR(scheme="fpps",scheme="pps",scheme="pplns",scheme="solo"),scheme,"fpps")',
    "choice",
    undefined,
    "fpps where the scheme is none of the four",
  );
  read(
    "fee_read",
    "Pool fee",
    shareRead("pool_fee", "0"),
    "share of coins",
    "percentFine",
    "A fee of 2 is read as 2 %, and the check of the fee says so",
  );
  read(
    "fees_read",
    "Transaction fees per block",
    "IF(ISNUMBER(fees_per_block),MAX(0,fees_per_block),0)",
    "BTC",
    "btcShort",
    "0 where it is no number",
  );
  read(
    "nameplate_read",
    "Nameplate hashrate",
    "IF(ISNUMBER(nameplate),IF(nameplate>0,nameplate,1),1)",
    "TH/s",
    "count",
    "1 where it is not above 0",
  );
  read(
    "uptime_read",
    "Uptime",
    "IF(ISNUMBER(uptime),IF(AND(uptime>0,uptime<=1),uptime,IF(AND(uptime>1,uptime<=100),uptime/100,1)),1)",
    "share of time",
    "percentFine",
    "97.5 is read as 97.5 %",
  );
  read(
    "stale_read",
    "Stale shares",
    shareRead("stale_share", "0"),
    "share of shares",
    "percentFine",
    "0 where it is no share",
  );
  read(
    "rejected_read",
    "Rejected shares",
    "IF(ISNUMBER(rejected_share),IF(AND(rejected_share>=0,rejected_share+stale_read<1),rejected_share,0),0)",
    "share of shares",
    "percentFine",
    "0 where it is no share, or more than all with the stale ones",
  );
  read(
    "confidence_read",
    "Confidence of intervals",
    "IF(ISNUMBER(luck_confidence),IF(AND(luck_confidence*2>=1,luck_confidence<1),luck_confidence,IF(AND(luck_confidence*2>=100,luck_confidence<100),luck_confidence/100,1-1/100)),1-1/100)",
    "share",
    "percent",
    "95 is read as 95 %; 99 % where it is no share from a half on",
  );
  read(
    "pool_th_read",
    "Hashrate of the whole pool",
    "IF(ISNUMBER(pool_hashrate),MAX(0,pool_hashrate)*1000000,0)",
    "TH/s",
    "count",
    "In TH/s, as the functions take it; 0 where it is no number",
  );
}

/** A share that is a number from 0 to below 1; from 1 on it is taken for per cent. */
const shareRead = (name: string, otherwise: string) =>
  `IF(ISNUMBER(${name}),IF(AND(${name}>=0,${name}<1),${name},IF(AND(${name}>=1,${name}<100),${name}/100,${otherwise})),${otherwise})`;
