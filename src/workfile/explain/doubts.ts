import {
  asGiven,
  blocks,
  blocksPerDay,
  coins,
  converted,
  difficulties,
  durations,
  efficiencies,
  hashprices,
  hashrates,
  hashratesInEh,
  money,
  moneyPerMonth,
  numbersOfMonths,
  powerPrices,
  powers,
  prices,
  quantitiesOfCoins,
  ratio,
  share,
  unitOf,
  yearsToExpiry,
  type UnitKind,
} from "../../core/units";
import { USUAL_VOLATILITY, usualOf } from "../../core/usual";

// What looks wrong about a value although it is legal: mostly it is in another unit than the function takes.

const kinds = [
  efficiencies,
  powerPrices,
  hashprices,
  hashrates,
  hashratesInEh,
  prices,
  money,
  moneyPerMonth,
  coins,
  quantitiesOfCoins,
  numbersOfMonths,
  yearsToExpiry,
  powers,
  durations,
  blocks,
  blocksPerDay,
  share,
  ratio,
];

const shown = (value: number) =>
  Number(value.toPrecision(6)).toLocaleString("en-US", { maximumSignificantDigits: 6 });

/** What a value is called: "Efficiency (B4)". */
interface Asked {
  readonly value: number;
  /** What the function takes. */
  readonly unit: string;
  /** The key of the parameter or the assumption. */
  readonly key: string;
}

/** What an unusual value may be; undefined for a usual one. */
export function doubtOf({ value, unit, key }: Asked): string | undefined {
  if (key === "volatility" && value > USUAL_VOLATILITY)
    return `${shown(value)} is ${shown(100 * value)} %: was ${shown(value / 100)} meant?`;
  const usual = usualOf(unit);
  if (usual === undefined || value === 0 || (value >= usual.least && value <= usual.most)) return undefined;
  const range = `${shown(value)} ${usual.unit} is outside the usual ${shown(usual.least)} to ${shown(usual.most)}`;
  const others = new Map<number, string>();
  for (const [other, { times, over }] of usual.kind.scales) {
    const meant = converted(value, { times, over, currency: undefined });
    const isLikely = times !== over && meant >= usual.least && meant <= usual.most;
    if (isLikely && !others.has(meant)) others.set(meant, namedIn(usual.kind, other));
  }
  const [likely] = others;
  if (likely !== undefined) {
    const guesses = [...others].map(
      ([meant, name]) => `${shown(value)} ${name} would be ${shown(meant)} ${usual.unit}`,
    );
    return `${range}: ${guesses.join("; ")}`;
  }
  return usual.unit === "J/TH" && value > usual.most ? `${range}: is it the power in W?` : range;
}

/** A unit of a kind as it is listed. */
const namedIn = ({ listed }: UnitKind, key: string) =>
  listed.split(", ").find((name) => unitOf(name)?.key === key) ?? key;

/** Where the text beside a cell gives another unit than the function takes. */
export function mismatchOf(labelUnit: string, { value, unit, key }: Asked): string | undefined {
  const said = unitOf(labelUnit);
  if (said === undefined) return undefined;
  if (key === "difficulty") return scaleMismatch(labelUnit, value, "the raw number", difficulties);
  const own = unitOf(unit);
  if (own === undefined) return undefined;
  if (
    own.currency !== undefined &&
    said.currency !== undefined &&
    own.currency !== said.currency &&
    said.key === own.key
  )
    return `the sheet says ${labelUnit}, and the function takes ${unit}`;
  if (own.key === said.key) return undefined;
  const fitting = kinds.filter((kind) => {
    const scale = kind.scales.get(own.key);
    return scale !== undefined && scale.times === scale.over;
  });
  // In one kind coins are coins a block, in another they are just coins.
  const scales = fitting.flatMap((kind) => kind.scales.get(said.key) ?? []);
  if (scales.some(({ times, over }) => times === over)) return undefined;
  const [kind] = fitting.filter(({ scales: known }) => known.has(said.key));
  if (kind !== undefined) return scaleMismatch(labelUnit, value, unit, kind);
  return `the sheet says ${labelUnit}, and the function takes ${unit}`;
}

function scaleMismatch(labelUnit: string, value: number, unit: string, kind: UnitKind): string | undefined {
  const scale = kind.scales.get(unitOf(labelUnit)?.key ?? "");
  if (scale === undefined || scale.times === scale.over) return undefined;
  const meant = converted(value, { ...scale, currency: undefined });
  const into =
    scale.times >= scale.over
      ? `multiply it by ${shown(scale.times / scale.over)}`
      : `divide it by ${shown(asGiven(1, { ...scale, currency: undefined }))}`;
  return (
    `the sheet says ${labelUnit}, and the function takes ${unit}: ${shown(value)} ${labelUnit} is ${shown(meant)} ${unit === "the raw number" ? "" : unit}`.trimEnd() +
    `; ${into}`
  );
}
