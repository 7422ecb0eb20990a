import { coinField, coinFieldNames, coinNames } from "../../core/network/coins";
import { durations, asGiven, scaleOf, unscaled, withoutBrackets, type Scale } from "../../core/units";
import { define, type CellParameter } from "../define";
import { choice } from "../parameters";

const fieldWords = choice("Which constant of the coin", coinFieldNames);

interface Field {
  readonly name: (typeof coinFieldNames)[number];
  /** Of the unit in brackets. */
  readonly scale: Scale;
}

/** The field's words, with or without a unit in brackets; a block time may also be in minutes. */
const field: CellParameter<Field> = {
  ...fieldWords,
  fallback: undefined,
  read: (cell, argument) => {
    const name = fieldWords.read(typeof cell === "string" ? withoutBrackets(cell) : cell, argument);
    return { name, scale: name === "block time" ? scaleOf(String(cell), name, durations) : unscaled };
  },
};

export const coin = define({
  name: "COIN",
  group: "Network and protocol",
  summary: "Constants of a proof-of-work coin: algorithm, block time, hashes per difficulty, rules",
  parameters: { coin: choice("Coin", coinNames), field },
  returns: { shape: "scalar", unit: "that of the field" },
  compute: ({ coin: name, field: wanted }) => {
    const value = coinField(name, wanted.name);
    return typeof value === "number" ? asGiven(value, wanted.scale) : value;
  },
  formula: "a constant",
  remarks: [
    'Block time is in seconds, or in the unit that the field names, as "block time (min)". ETC has no target: its block time is what it keeps to, about 13 s. DASH targets 150 s and takes about 157 s: prefer the observed time.',
    'To use another coin with HASHPRICE, EXPECTED_BTC or NETWORK_HASHRATE pass difficulty × COIN(coin, "hashes per difficulty") ÷ 2^32. For ZEC these are Equihash solutions.',
    "Smallest units is how many make one coin. Miner share is the miner's share of new coins. Rules as of is a date: rules change by forks.",
    "KAS: 2 hashes per unit of the difficulty that its node reports, whose largest target is 2^255 − 1; some sites show that difficulty divided by 2^31.",
  ],
  sources: [
    "Chain parameters of each coin's reference node: Bitcoin Core, Litecoin Core, Bitcoin Cash Node, Dogecoin Core, Dash Core, zebra, core-geth, rusty-kaspa, monero",
  ],
  examples: [
    {
      formula: '=MINING.COIN("LTC", "block time")',
      result: 150,
      note: "Seconds between Litecoin's blocks.",
    },
    {
      formula: '=MINING.COIN("ZEC", "hashes per difficulty")',
      result: 8192,
      note: "Equihash solutions per unit of Zcash's difficulty.",
    },
    { formula: '=MINING.COIN("XMR", "algorithm")', result: "RandomX", note: "What Monero's miners compute." },
  ],
  seeAlso: ["BLOCK_SUBSIDY", "NETWORK_HASHRATE", "COIN_RANK"],
});
