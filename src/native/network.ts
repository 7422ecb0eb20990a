import { coinField, coinFieldNames, coinNames } from "../core/network/coins";
import type { Forms, Names } from "./form";

/** A thousand times as much with each letter; the composer has checked the word. */
const hashesPerUnit = `1000^(SEARCH(LEFT(unit, 1), "HKMGTPEZ") - 1)`;

type CoinField = (typeof coinFieldNames)[number];

/** One of a coin's constants by its name; `coin_place` is the coin's place among the names. */
function coinFields(fields: readonly CoinField[], last: string): string {
  return fields.reduceRight((others, field) => {
    const constants = coinNames.map((coin) => coinField(coin, field));
    const isSame = new Set(constants).size === 1;
    const list = (isSame ? constants.slice(0, 1) : constants)
      .map((constant) => JSON.stringify(constant))
      .join(", ");
    return `IF(field = "${field}", ${isSame ? list : `CHOOSE(coin_place, ${list})`}, ${others})`;
  }, last);
}

const rules: readonly CoinField[] = ["difficulty rule", "subsidy rule", "tail or cap"];

/** Rules of the coins: sources in core/network/coinSubsidy.ts. Amounts in whole numbers of the smallest unit, then in coins. */
export const networkNames: Names = {
  MINING_COIN_RULES: {
    what: "One constant of a coin, a rule of its protocol, by the coin's place and the field.",
    text: `LAMBDA(coin_place, field, ${coinFields(rules, "NA()")})`,
  },
  MINING_HALVED_50: {
    what: "Coins of a block where 50 coins are halved every so many blocks, in whole satoshi.",
    text: `LAMBDA(height, interval,
    IF(height < 33 * interval, INT(5E9 / 2^INT(height / interval)) / 1E8, 0))`,
  },
  MINING_SUBSIDY_DOGE: {
    what: "Coins of a Dogecoin block: halved every 100,000 blocks, and 10,000 from block 600,000 on; #N/A before block 145,000, when they were random.",
    text: `LAMBDA(height,
    IF(height < 145000, NA(), IF(height < 600000, 500000 / 2^INT(height / 100000), 10000)))`,
  },
  MINING_SUBSIDY_DASH: {
    what: "Coins of a Dash block: a fourteenth less every 210,240 blocks, until less than 14 duffs are left. A fifth goes to the treasury, three quarters of the rest to masternodes.",
    text: `LAMBDA(height, part,
    LET(
      total, MAP(height, LAMBDA(block,
        IF(block < 1987776, NA(),
          REDUCE(5E8, SEQUENCE(MIN(INT((block - 1) / 210240), 400)), LAMBDA(duffs, cut, duffs - INT(duffs / 14)))))),
      without_treasury, total - INT(total / 5),
      masternodes, INT(3 * without_treasury / 4),
      IF(part = "total", total, without_treasury - masternodes) / 1E8))`,
  },
  MINING_SUBSIDY_ZEC: {
    what: "Coins of a Zcash block: a slow start; from block 653,600 blocks come twice as often with half of the coins: 1,680,000 blocks to a halving.",
    text: `LAMBDA(height, part,
    LET(
      halvings, INT((height + 633600) / 1680000),
      total, IF(height < 10000, 62500 * height,
        IF(height < 20000, 62500 * (height + 1),
        IF(height < 653600, 1250000000,
        IF(halvings < 30, INT(625000000 / 2^halvings), 0)))),
      for_others, IF((part = "miner") * (height < 4406400), INT(total / 5), 0),
      (total - for_others) / 1E8))`,
  },
  MINING_SUBSIDY_ETC: {
    what: "Coins of an Ethereum Classic block: a fifth less every 5,000,000 blocks, in whole wei.",
    text: `LAMBDA(height,
    LET(
      era, IF(height > 5000000, INT((height - 1) / 5000000), 0),
      IF(era < 193, INT(5E18 * 4^era / 5^era) / 1E18, 0)))`,
  },
  MINING_SUBSIDY_KAS: {
    what: "Coins of a Kaspa block: 440 coins a second, halved every year in twelve monthly steps; ten blocks a second from score 110,165,000 on.",
    text: `LAMBDA(daa_score,
    LET(
      is_tenth, daa_score >= 110165000,
      seconds, IF(is_tenth, 94645400 + INT((daa_score - 110165000) / 10), daa_score - 15519600),
      months, INT(seconds / 2629800),
      sompi, IF(months < 426, INT(44E9 / 2^(months / 12)), 0),
      IF(daa_score < 15519600, 500, IF(is_tenth, ROUNDUP(sompi / 10, 0), sompi) / 1E8)))`,
  },
};

export const networkForms: Forms = {
  BLOCK_SUBSIDY: {
    answer: `IF((coin = "BTC") + (coin = "BCH"), MINING_HALVED_50(height, 210000),
      IF(coin = "LTC", MINING_HALVED_50(height, 840000),
      IF(coin = "DOGE", MINING_SUBSIDY_DOGE(height),
      IF(coin = "DASH", MINING_SUBSIDY_DASH(height, part),
      IF(coin = "ZEC", MINING_SUBSIDY_ZEC(height, part),
      IF(coin = "ETC", MINING_SUBSIDY_ETC(height),
      IF(coin = "KAS", MINING_SUBSIDY_KAS(height),
      IF(height < 2641623, NA(), 0.6))))))))`,
  },
  HALVING_DATE: {
    steps: {
      halving: `(INT(height / 210000) + n) * 210000`,
      expected: `date + (halving - height) * block_time_s / 86400`,
    },
    answer: `IF(expected < 2958466, expected, NA())`,
  },
  HALVING_TABLE: {
    steps: {
      halvings: `(INT(height / 210000) + SEQUENCE(rows)) * 210000`,
      expected: `date + (halvings - height) * block_time_s / 86400`,
      subsidies: `MINING_HALVED_50(halvings, 210000)`,
      epochs: `SEQUENCE(33, 1, 0) * 210000`,
      coins: `210000 * MINING_HALVED_50(epochs, 210000)`,
      supplies: `MAP(halvings, LAMBDA(halving, SUM(IF(epochs < halving, coins, 0))))`,
      inflation: `subsidies * 365.25 * 86400 / block_time_s / supplies`,
    },
    answer: `HSTACK(halvings, IF(expected < 2958466, expected, NA()), subsidies, supplies, inflation)`,
  },
  // Bitcoin Core's SetCompact: two digits of the exponent, six of the mantissa.
  DIFFICULTY_FROM_BITS: {
    answer: `MAP(bits_hex, LAMBDA(bits,
      LET(
        typed, TRIM(bits),
        digits, IF(LEFT(typed, 2) = "0x", MID(typed, 3, 20), typed),
        number, IFERROR(VALUE(typed), 0),
        is_decimal, (LEN(typed) >= 9) * (TEXT(number, "0") = typed),
        hex, IF(is_decimal, DEC2HEX(number, 8), IF(LEN(digits) = 8, digits, "")),
        exponent, HEX2DEC(LEFT(hex, 2)),
        mantissa, HEX2DEC(RIGHT(hex, 6)),
        word, INT(mantissa / 256^MAX(3 - exponent, 0)),
        target, word * 256^MAX(exponent - 3, 0),
        valid, (LEN(hex) = 8) * (mantissa < 2^23) * (word > 0) * (target < 2^256),
        IF(valid, 65535 * 2^208 / target, #VALUE!))))`,
  },
  NETWORK_HASHRATE: {
    answer: `difficulty * 2^32 / block_time_s / ${hashesPerUnit}`,
  },
  // With the time of the last block the protocol's own count: two weeks against 2,015 intervals.
  RETARGET_ESTIMATE: {
    steps: {
      by_block: `NOT(ISOMITTED(last_block_date))`,
      mined: `MOD(height, 2016)`,
      blocks: `IF(by_block, mined, mined + 1)`,
      until: `IF(by_block, last_block_date, now_date)`,
      seconds: `(until - epoch_start_date) * 86400`,
      ratio: `IF(blocks = 0, NA(), 600 * blocks * IF(by_block, 2016 / 2015, 1) / seconds)`,
      expected: `until + (2016 - mined) * seconds / blocks / 86400`,
      latest: `IF(expected > now_date, expected, now_date)`,
    },
    requires: [`(blocks = 0) + (seconds > 0)`],
    answer: {
      change: `IF(ratio < 0.25, -0.75, IF(ratio > 4, 3, ratio - 1))`,
      blocksLeft: `2016 - mined`,
      retargetHeight: `height + blocks_left`,
      retargetDate: `IF(latest < 2958466, latest, NA())`,
      nextDifficulty: `difficulty * (1 + change)`,
    },
    differs: ["`output` takes no other unit of the next difficulty, as in Next difficulty (T)."],
  },
  DIFFICULTY_PATH: {
    steps: {
      month: `SEQUENCE(months)`,
      time: `month - 0.5`,
      path: `IF(shape = "exponential", difficulty * (1 + growth_per_month)^time,
        limit / (1 + (limit / difficulty - 1) / (1 + growth_per_month)^time))`,
      empty: `IF(month > 0, "")`,
      heights: `IF(ISOMITTED(start_height), empty, start_height + 4383 * (month - 1))`,
      subsidies: `IF(ISOMITTED(start_height), empty, MINING_SUBSIDIES(heights, 4383))`,
    },
    requires: [
      `IF(shape = "exponential", 1, IF(ISOMITTED(limit), 0, limit > difficulty))`,
      // One that falls below the smallest number is 0.
      `AND(path > 0)`,
    ],
    answer: `HSTACK(month, heights, path, subsidies)`,
  },
  COIN: {
    steps: {
      coin_place: `MAP(coin, LAMBDA(word, MATCH(word, {${coinNames.map((coin) => `"${coin}"`).join(",")}}, 0)))`,
    },
    answer: coinFields(
      coinFieldNames.filter((field) => !rules.includes(field)),
      `MINING_COIN_RULES(coin_place, field)`,
    ),
    differs: ["`field` takes no other unit of the block time, as in block time (min)."],
  },
  EQUILIBRIUM_HASHRATE: {
    steps: {
      usd_per_day: `144 * reward_btc * btc_price * (1 - opex_share)`,
      usd_per_ph_day: `24 * j_per_th * usd_per_kwh * pue`,
      ph_per_s: `IF(usd_per_kwh < 0, NA(), usd_per_day / usd_per_ph_day)`,
    },
    answer: `ph_per_s * 1E15 / ${hashesPerUnit}`,
  },
};
