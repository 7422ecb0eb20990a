import { excelDate } from "../../core/calendar";
import { retargetEstimate } from "../../core/network/retarget";
import type { Quote } from "../market";
import { valueObjection } from "../objection";
import type { Series } from "../series";
import json from "./default-snapshot.json";

/** A value with its source, as the file has them. */
interface Entry {
  readonly value: number;
  readonly source: string;
}

/**
 * Reads a snapshot file strictly: a field that is missing or of another type is an error that names it, and so is an
 * implausible value. Returns the quotes from which the others follow.
 */
export function readSnapshot(file: unknown): readonly Quote[] {
  const asOf = momentOf(fieldOf(file, "asOf"));
  const btc = fieldOf(file, "btc");
  const read = (name: string): Entry => entryOf(fieldOf(btc, name, "btc."), `btc.${name}`);
  const quote = (series: Series, entry: Entry): Quote => {
    const objection = valueObjection(series, entry.value, asOf);
    if (objection !== undefined) throw new Error(`snapshot: ${series} ${objection}`);
    return { series, ...entry, asOf, quality: "embedded" };
  };
  const height = read("tipHeight");
  const change = read("estDifficultyChangePct");
  return [
    quote("btc.price", read("priceUsd")),
    quote("btc.difficulty", read("difficulty")),
    quote("btc.height", height),
    quote("btc.fees", read("feesPerBlockBtc")),
    quote("btc.next_retarget", nextRetarget(height.value, read("epochStartTime").value, asOf)),
    quote("btc.next_retarget_change", { ...change, value: change.value / 100 }),
  ];
}

/** Excel's date of the next adjustment, if the pace of the epoch holds. */
function nextRetarget(height: number, epochStartS: number, asOf: number): Entry {
  const { retargetDate } = retargetEstimate({
    height,
    epochStartDate: excelDate(epochStartS * 1000),
    nowDate: excelDate(asOf),
    difficulty: undefined,
  });
  if (retargetDate instanceof Error) throw retargetDate;
  return { value: retargetDate, source: "MINING.RETARGET_ESTIMATE of the height and the start of its epoch" };
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
  if (typeof source !== "string" || source === "") throw new Error(`snapshot: ${path}.source must be text`);
  return { value, source };
}

function momentOf(field: unknown): number {
  const moment = typeof field === "string" ? Date.parse(field) : NaN;
  if (Number.isNaN(moment)) throw new Error("snapshot: asOf must be a date and time");
  return moment;
}

/** The quotes built into the add-in: they answer where nothing else does. */
export const snapshot: readonly Quote[] = readSnapshot(json);
