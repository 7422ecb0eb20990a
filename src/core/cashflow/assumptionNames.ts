import { distancesTo } from "../editDistance";
import { least } from "../numeric/extremes";
import { once } from "../once";
import { scaleOf, unscaled, withoutBrackets, type Scale } from "../units";
import { assumptionKeys, assumptions, type AssumptionKey } from "./assumptions";

/** What is left of a name without case, punctuation and what is in brackets. */
function plainName(name: string): string {
  return withoutBrackets(name)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");
}

const plainNames = once(() =>
  assumptionKeys.map((key) => ({ key, plain: plainName(assumptions[key].name) })),
);
const keysByName = once(() => new Map(plainNames().map(({ key, plain }) => [plain, key])));

/** An assumption as the user named it, and how a unit in the brackets of the name scales its values. */
export interface NamedAssumption {
  readonly key: AssumptionKey;
  readonly scale: Scale;
  /** Its name, as it was written where that gives a unit. */
  readonly label: string;
}

/** Longer texts are not misspelt names. */
const LONGEST_NAME = 60;

/** Names are read again with every cell that reads a model. */
const MOST_KEPT = 1000;
const known = new Map<string, NamedAssumption>();

/** The assumption of that name, or undefined. Throws InputError where the brackets hold a unit that is not its own. */
export function assumptionNamed(name: string): NamedAssumption | undefined {
  const before = known.get(name);
  if (before !== undefined) return before;
  const named = assumptionOf(name);
  if (known.size >= MOST_KEPT) known.clear();
  if (named !== undefined && name.length <= LONGEST_NAME) known.set(name, named);
  return named;
}

function assumptionOf(name: string): NamedAssumption | undefined {
  const key = keysByName().get(plainName(name));
  if (key === undefined) return undefined;
  const { name: own, units } = assumptions[key];
  // Brackets after a date hold its format: "start date (d/m/y)".
  const scale = key === "startDate" ? unscaled : scaleOf(name, own, units);
  return { key, scale, label: scale === unscaled ? own : name.trim() };
}

const wordsOf = (name: string) =>
  withoutBrackets(name)
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? [];

/**
 * The known name that an unknown one may mean: one with a single letter wrong; else one that shares its words, as
 * "opex" does with "other opex"; else one with few letters wrong. Undefined for a name like no other.
 */
function nearestName(name: string): string | undefined {
  const nearest = leastDistance(name);
  if (nearest?.distance === 1) return nearest.name;
  return sharedWords(name) ?? misspelt(name);
}

const knownWords = assumptionKeys.map((key) => {
  const { name } = assumptions[key];
  return { name, own: wordsOf(name) };
});

function sharedWords(name: string): string | undefined {
  const words = new Set(wordsOf(name));
  const shared = knownWords.map(({ name: known, own }) => {
    const both = own.filter((word) => words.has(word)).length;
    return { name: known, both, holds: both > 0 && (both === own.length || both === words.size) };
  });
  const holding = shared.filter(({ holds }) => holds);
  return holding.length === 0 ? undefined : holding.reduce((a, b) => (b.both > a.both ? b : a)).name;
}

/** The known name from which at most a quarter of the letters differ. */
function misspelt(name: string): string | undefined {
  const nearest = leastDistance(name);
  return nearest !== undefined && nearest.distance <= plainName(name).length / 4 ? nearest.name : undefined;
}

/** Whether a name is a known one with few letters wrong. */
export const isNearAName = (name: string): boolean => misspelt(name) !== undefined;

interface Nearness {
  readonly name: string;
  readonly distance: number;
}

const distances = once(() => distancesTo(plainNames().map(({ plain }) => plain)));

function leastDistance(name: string): Nearness | undefined {
  const plain = plainName(name);
  if (plain.length > LONGEST_NAME) return undefined;
  const far = distances()(plain);
  const distance = least(far);
  const nearest = plainNames()[far.indexOf(distance)];
  return nearest === undefined ? undefined : { name: assumptions[nearest.key].name, distance };
}

/** The rule that an unknown name breaks, with the name that may be meant. */
export function unknownName(rule: string, name: string): string {
  const nearest = nearestName(name);
  return nearest === undefined ? `${rule} (MODEL_TEMPLATE lists them)` : `${rule} (nearest: "${nearest}")`;
}
