import { hashprice } from "../core/economics/hashprice";
import { networkHashrate } from "../core/network/hashrate";
import json from "./default-snapshot.json";
import { seriesFacts, type Market, type Quality, type Quote, type Series } from "./market";

const BLOCKS_PER_EPOCH = 2016;
const BLOCK_TIME_S = 600;

/** A value with its source, as the file holds them. */
interface Entry {
  readonly value: number;
  readonly source: string;
}

/** Reads a snapshot file strictly: a field that is missing or of another type is an error that names it. */
export function readSnapshot(file: unknown): Market {
  const asOf = momentOf(fieldOf(file, "asOf"));
  const btc = fieldOf(file, "btc");
  const read = (name: string): Entry => entryOf(fieldOf(btc, name, "btc."), `btc.${name}`);
  const quote = (series: Series, { value, source }: Entry, quality: Quality = "embedded"): Quote => ({
    ...{ series, ...seriesFacts[series], value, asOf, source, quality },
  });
  const entries = {
    price: read("priceUsd"),
    difficulty: read("difficulty"),
    subsidy: read("subsidyBtc"),
    fees: read("feesPerBlockBtc"),
    epochStart: read("epochStartHeight"),
    change: read("estDifficultyChangePct"),
  };
  return [
    quote("btc.price", entries.price),
    quote("btc.difficulty", entries.difficulty),
    quote("btc.hashrate", hashrateOf(entries.difficulty.value), "derived"),
    quote("btc.height", read("tipHeight")),
    quote("btc.subsidy", entries.subsidy),
    quote("btc.fees", entries.fees),
    quote("btc.hashprice", hashpriceOf(entries), "derived"),
    quote("btc.nextRetargetHeight", nextRetargetOf(entries.epochStart), "derived"),
    quote("btc.nextRetargetChange", { ...entries.change, value: entries.change.value / 100 }),
    quote("btc.nextHalvingHeight", read("nextHalvingHeight")),
  ];
}

function hashrateOf(difficulty: number): Entry {
  const value = networkHashrate({ difficulty, blockTimeS: BLOCK_TIME_S, unit: "EH" });
  return { value, source: `Derived: difficulty × 2^32 ÷ ${BLOCK_TIME_S} seconds` };
}

function hashpriceOf(from: Readonly<Record<"price" | "difficulty" | "subsidy" | "fees", Entry>>): Entry {
  const value = hashprice({
    btcPrice: from.price.value,
    difficulty: from.difficulty.value,
    subsidyBtc: from.subsidy.value,
    feesBtc: from.fees.value,
    unit: "PH",
  });
  return { value, source: "Derived: MINING.HASHPRICE of price, difficulty, subsidy and fees" };
}

function nextRetargetOf({ value }: Entry): Entry {
  return {
    value: value + BLOCKS_PER_EPOCH,
    source: `Derived: first block of the epoch (${value}) + ${BLOCKS_PER_EPOCH}`,
  };
}

function fieldOf(parent: unknown, name: string, path = ""): unknown {
  if (typeof parent !== "object" || parent === null) throw new Error(`snapshot: ${path}${name} is missing`);
  const value: unknown = Reflect.get(parent, name);
  if (value === undefined || value === null) throw new Error(`snapshot: ${path}${name} is missing`);
  return value;
}

function entryOf(field: unknown, path: string): Entry {
  const value = fieldOf(field, "value", `${path}.`);
  const source = fieldOf(field, "source", `${path}.`);
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new Error(`snapshot: ${path}.value must be a number`);
  }
  if (typeof source !== "string" || source === "") throw new Error(`snapshot: ${path}.source must be a text`);
  return { value, source };
}

function momentOf(field: unknown): number {
  const moment = typeof field === "string" ? Date.parse(field) : NaN;
  if (Number.isNaN(moment)) throw new Error("snapshot: asOf must be a date and time");
  return moment;
}

/** The market that is built into the add-in: it answers where nothing else does. */
export const snapshot: Market = readSnapshot(json);
