import { coinNames } from "../../core/network/coins";
import { coinSubsidy } from "../../core/network/coinSubsidy";
import { define } from "../define";
import { choice, number, optional } from "../parameters";

export const blockSubsidy = define({
  name: "BLOCK_SUBSIDY",
  group: "Network and protocol",
  summary: "New coins that the block at a height creates",
  parameters: {
    height: number("Height of the block; for KAS its DAA score", "block", { atLeast: 0, whole: true }),
    coin: optional(choice("Coin", coinNames), "BTC"),
    part: optional(
      choice("What the miner gets, or all new coins: they differ for DASH and ZEC", ["miner", "total"]),
      "miner",
    ),
  },
  returns: { shape: "scalar", unit: "coins" },
  compute: coinSubsidy,
  formula: "BTC: subsidy = (50 × 10⁸ satoshi, shifted right once every 210,000 blocks) ÷ 10⁸",
  remarks: [
    "Exact to the coin's smallest unit, without fees. BTC: 0 from block 6,930,000 on. A blank height is 0: the first block.",
    "LTC halves every 840,000 blocks, BCH as BTC. DOGE: #N/A below block 145,000, where rewards follow from block hashes; 10,000 from block 600,000.",
    "DASH: the miner gets a fifth, masternodes 60 %, the treasury a fifth; #N/A below block 1,987,776. ZEC: the miner gets 80 %, all from block 4,406,400.",
    "ETC: without uncles. KAS: per block, with the DAA score as height; 500 before score 15,519,600, as nodes assume today, though the first rewards were random. XMR: 0.6 from block 2,641,623, #N/A before; large blocks get less.",
    'Rules as of the date in COIN(coin, "rules as of"); heights beyond a later change, such as the planned change to Zcash\'s block time, are answered under these rules.',
  ],
  sources: [
    "Bitcoin Core, Litecoin Core and Bitcoin Cash Node, GetBlockSubsidy in src/validation.cpp",
    "Dogecoin Core, GetDogecoinBlockSubsidy in src/dogecoin.cpp",
    "Dash Core, GetBlockSubsidyHelper and GetMasternodePayment in src/validation.cpp",
    "Zcash protocol specification, sections 7.8 and 7.10; ZIP 214, 271 and 1015",
    "Ethereum Classic, ECIP-1017; core-geth, params/mutations/rewards.go",
    "Kaspa, rusty-kaspa, consensus/src/processes/coinbase.rs",
    "Monero, get_block_reward in src/cryptonote_basic/cryptonote_basic_impl.cpp",
  ],
  examples: [
    { formula: "=MINING.BLOCK_SUBSIDY(969991)", result: 3.125, note: "The epoch since April 2024." },
    {
      formula: "=MINING.BLOCK_SUBSIDY(1050000)",
      result: 1.5625,
      note: "The first block after the next halving.",
    },
    {
      formula: '=MINING.BLOCK_SUBSIDY(2726400, "ZEC")',
      result: 1.25,
      note: "Zcash: the miner's 80 % of 1.5625.",
    },
    {
      formula: '=MINING.BLOCK_SUBSIDY(25000001, "ETC")',
      result: 1.6384,
      note: "Ethereum Classic: 5 × 0.8⁵ in the sixth era.",
    },
  ],
  seeAlso: ["COIN", "HALVING_TABLE", "HASHPRICE", "EXPECTED_BTC"],
});
