import { dateOfDay, dayOfDate } from "../../core/calendar";
import { historyFacts, historyFields, isHistoryField, isOwnName } from "../../data/series";
import { define } from "../define";
import { choice, date, flag, nameOf, optional } from "../parameters";
import { headers } from "../vocabulary";
import { valueOfDay } from "./absent";
import { daysBetween, intervals, MOST_ROWS } from "./days";

export const history = define({
  name: "HISTORY",
  group: "Market data in cells",
  summary: "A price or a network quantity day by day, from one date to another",
  parameters: {
    field: nameOf(
      "Which quantity",
      `one with daily values (${historyFields.join(", ")})`,
      historyFields,
      isOwnName,
    ),
    start: date("First day, in UTC"),
    end: date("Last day, in UTC"),
    interval: optional(
      choice("Every day, every seventh day, or the same day of each month", intervals),
      "day",
    ),
    headers,
    notes: optional(
      flag("Whether to add a column of notes, and values of lower quality, which have one there"),
      false,
    ),
  },
  returns: {
    shape: "table",
    columns: ["Date", "The quantity, its name and unit in the header", "Note, if asked for"],
    header: ({ field, notes }, { kept }) => {
      const facts = isHistoryField(field) ? historyFacts[field] : kept?.[field];
      const quantity = facts === undefined ? field : `${facts.label} (${facts.unit})`;
      return notes ? ["Date", quantity, "Note"] : ["Date", quantity];
    },
  },
  streams: true,
  compute: ({ field, start, end, interval, notes }, market) =>
    daysBetween(dayOfDate(start), dayOfDate(end), interval).map((day) => {
      const approximation = notes && isHistoryField(field) ? market.approximateDay(field, day) : undefined;
      if (approximation !== undefined) return [dateOfDay(day), approximation.value, approximation.note];
      const value = valueOfDay(field, day, market);
      return notes ? [dateOfDay(day), value, ""] : [dateOfDay(day), value];
    }),
  formula:
    "for each day the last value of that day, UTC; btc.hashrate = blocks of the day × difficulty × 2^32 ÷ 86,400; btc.hashprice_subsidy = HASHPRICE(close, difficulty, subsidy) without fees",
  remarks: [
    `The table has as many rows as the dates require, at most ${MOST_ROWS.toLocaleString("en-GB")}. A day without a value is #N/A in its own cell, with the reason.`,
    '"week" is every seventh day from the start, "month" the days that EDATE(start, 1), EDATE(start, 2) ... give: from 31 January on 28 February (or 29), then 31 March.',
    "Built in: btc.price from 2010-07-12 to 2026-02-11; btc.difficulty from 2009-01-03 to 2026-08-08 but for 2026-06-13, and 3 and 4 October 2026; btc.hashrate from 2010-07-12 to 2026-04-22; btc.height from 2021-01-03 to 2026-04-21; btc.subsidy from 2009-01-03 to 2026-10-04; btc.hashprice_subsidy from 2010-07-12 to 2026-02-11. Later days, and btc.dvol, are loaded in the pane. A day's built-in value never changes.",
    "With notes TRUE there are also values of lower quality, each marked in the third column: btc.price from 2026-02-12 to 2026-08-21 is the opening of the next day, where no close is loaded (over 255 days that both cover, openings agree with closes to 0.05 % in the median and 0.39 % at most); btc.height from 2009-01-03 to 2021-01-02 is derived, by a straight line in time between the first blocks of two difficulty epochs, rounded down. Without it such days are #N/A. Any other value has an empty note.",
    "2026-06-13 has no difficulty: an adjustment came within twenty minutes of its end, and on which side is not recorded.",
    "btc.hashrate counts each block by its own difficulty. Before 2021-01-03, and on 2026-04-22, blocks were not counted: it takes 144 a day. An estimate from a day's blocks scatters by about 8 %.",
    "A series of your team's own, as own.site7.power_price, has the last value of each day, where the pane takes its market from your team's gateway.",
    "A blank cell for a date is refused. The time of day of a date is ignored.",
  ],
  sources: [
    "Closes: bitcoinresearchkit/brk (MIT)",
    "Openings from 2026-02-13: typedcypher/historical-bitcoin-prices, itself from a public data set",
    "Blocks and heights: sorukumar/bitcoin-mining-pools (BSD-2-Clause)",
    "Difficulty: start and compact bits of each epoch from bitcoinj's (Apache-2.0) and Electrum's (MIT) checkpoints, and recordings of mempool.space and WhatToMine",
    "Subsidy: Bitcoin Core, GetBlockSubsidy in src/validation.cpp, and the times of the halvings' blocks",
  ],
  examples: [
    {
      formula: '=MINING.HISTORY("btc.price", DATE(2024, 4, 18), DATE(2024, 4, 21))',
      result: [
        ["Date", "Bitcoin price (USD)"],
        [45400, 63509.1],
        [45401, 63849.1],
        [45402, 64993.7],
        [45403, 64953.6],
      ],
      note: "Closes around the fourth halving.",
    },
    {
      formula: '=MINING.HISTORY("btc.difficulty", DATE(2024, 1, 31), DATE(2024, 4, 30), "month", FALSE)',
      result: [
        [45322, 70343519904866.8],
        [45351, 81725299822043.2],
        [45382, 83126997340024.6],
        [45412, 88104191118793.2],
      ],
      note: "Difficulty at the ends of four months, without a header.",
    },
    {
      formula: '=MINING.HISTORY("btc.price", DATE(2026, 2, 10), DATE(2026, 2, 13), , , TRUE)',
      result: [
        ["Date", "Bitcoin price (USD)", "Note"],
        [46063, 68841.29, ""],
        [46064, 67082.52, ""],
        [46065, 66127, "opening of the next day"],
        [46066, 68803, "opening of the next day"],
      ],
      note: "Where the recorded closes end: what follows is of lower quality, and says so.",
    },
    {
      formula: '=MINING.HISTORY("btc.height", DATE(2021, 1, 1), DATE(2021, 1, 3), "day", FALSE, TRUE)',
      result: [
        [44197, 664061, "derived"],
        [44198, 664220, "derived"],
        [44199, 664370, ""],
      ],
      note: "Heights before they were recorded by day.",
    },
  ],
  seeAlso: ["MARKET", "REALIZED_VOL", "HASHPRICE", "MARKET_STATUS"],
});
