import { distancesTo } from "../core/editDistance";
import { InputError } from "../core/errors";
import { once } from "../core/once";
import json from "./embedded/machines.json";

/** A mining machine as its maker lists it. */
export interface Machine {
  readonly name: string;
  readonly maker: string;
  /** "SHA-256", "Scrypt", ... */
  readonly algorithm: string;
  /** TH/s, in hashes of the machine's own algorithm. */
  readonly hashrateTh: number;
  readonly powerW: number;
  readonly jPerTh: number;
  /** Year and month of the release: "2026-01"; empty where it is not known. */
  readonly release: string;
  /** "Air", "Hydro" or "Immersion". */
  readonly cooling: string;
  readonly source: string;
}

/** Reads a list of machines strictly: a malformed row is an error that shows it. */
export function readMachines(file: unknown): readonly Machine[] {
  const sources = listOf(Reflect.get(Object(file), "sources"), "sources");
  return listOf(Reflect.get(Object(file), "machines"), "machines").map((row) => {
    const machine = machineOf(listOf(row, "row"), sources);
    if (machine === undefined) throw new Error(`machines: cannot read the row ${JSON.stringify(row)}`);
    return machine;
  });
}

function machineOf(row: readonly unknown[], sources: readonly unknown[]): Machine | undefined {
  const [name, maker, algorithm, hashrateTh, powerW, stated, release, cooling, numbers] = row;
  const given = listOf(numbers, "sources of a row").map((number) => sources[Number(number)]);
  if (!isText(name) || !isText(maker) || !isText(algorithm) || !isText(cooling)) return undefined;
  if (!isPositive(hashrateTh) || !isPositive(powerW) || !given.every(isText)) return undefined;
  if (typeof release !== "string" || !/^(\d{4}-\d{2})?$/.test(release)) return undefined;
  if (stated !== null && !isPositive(stated)) return undefined;
  const jPerTh = stated ?? powerW / hashrateTh;
  const source = given.join("; ");
  return { name, maker, algorithm, hashrateTh, powerW, jPerTh, release, cooling, source };
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const isPositive = (value: unknown): value is number => typeof value === "number" && value > 0;

function listOf(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`machines: ${name} must be a list`);
  return value;
}

/** The machines that are built into the add-in. */
export const machines = once(() => readMachines(json));

/** Letters, digits and "+", as an S21+ is not an S21; "110 TH/s", "110Th" and "110T" are the same. */
const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/(\d)\s*([tgm])h?(\/s)?(?![a-z0-9])/g, "$1$2")
    .replace(/[^\p{L}\p{N}+]/gu, "");

/** A machine's plain names: as listed, with the maker's before it, and without its first word, the brand. */
const index = once(() =>
  machines().map((machine) => ({
    machine,
    name: plain(machine.name),
    withMaker: plain(`${machine.maker} ${machine.name}`),
    withoutBrand: plain(machine.name.replace(/^\S+ /, "")),
  })),
);

/** The machines by their whole plain names. */
const byWholeName = once(() => {
  const found = new Map<string, readonly Machine[]>();
  for (const { machine, name, withMaker } of index())
    for (const whole of new Set([name, withMaker])) found.set(whole, [...(found.get(whole) ?? []), machine]);
  return found;
});

/** The machines whose name a text is, or else those whose name contains it. */
export function machinesLike(text: string): readonly Machine[] {
  const wanted = plain(text);
  if (wanted === "") return [];
  const exact = byWholeName().get(wanted);
  if (exact !== undefined) return exact;
  return index()
    .filter(({ withMaker }) => withMaker.includes(wanted))
    .map(({ machine }) => machine);
}

const MOST_LISTED = 8;
const NEAREST_LISTED = 3;
/** Longer texts are not misspelt names. */
const LONGEST_NAME = 60;

/**
 * The one machine that a text names: a whole name, or a part found in no other name, ignoring case, spaces and
 * punctuation. Throws an `InputError` that lists the machines that may have been meant.
 */
export function machineNamed(text: string, argument: string): Machine {
  const found = machinesLike(text);
  const [machine] = found;
  if (machine === undefined) {
    const near = nearestTo(text).join(", ");
    throw new InputError(argument, `must be a machine's name or a part of it (nearest: ${near})`, text);
  }
  if (found.length === 1) return machine;
  const listed = found.slice(0, MOST_LISTED).map(({ name }) => name);
  const rest = found.length > MOST_LISTED ? ` and ${found.length - MOST_LISTED} more` : "";
  throw new InputError(argument, `must match only one machine, not ${listed.join(", ")}${rest}`, text);
}

const distances = once(() => distancesTo(index().map(({ name }) => name)));
const distancesWithoutBrand = once(() => distancesTo(index().map(({ withoutBrand }) => withoutBrand)));

/** Names with the fewest letters to change, with their brand or without. */
function nearestTo(text: string): string[] {
  const wanted = plain(text).slice(0, LONGEST_NAME);
  const whole = distances()(wanted);
  return distancesWithoutBrand()(wanted)
    .map((distance, place) => ({ place, far: Math.min(distance, whole[place] ?? distance) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, NEAREST_LISTED)
    .map(({ place }) => index()[place]?.machine.name ?? "");
}
