import { assumptionNamed } from "../../core/cashflow/assumptionNames";
import { assumptions } from "../../core/cashflow/assumptions";
import { InputError } from "../../core/errors";
import { unitOf } from "../../core/units";
import { excelName } from "../../functions/arguments";
import { addressFrom } from "../addresses";
import type { Evaluation } from "../evaluate/evaluation";
import type { FormulaCell } from "../evaluate/grid";
import { areaAt, type Place } from "../evaluate/references";
import type { Shape } from "../evaluate/shape";
import { numberOfText } from "../evaluate/textNumbers";
import { NotComputed, type Area } from "../evaluate/values";
import { modelBlocks, type MiningCell } from "../miningCells";
import { numberText } from "../wording";
import type { Finding } from "./finding";
import { Inputs, scaled, type ArgumentPlan, type Input } from "./inputs";
import { isUnit, Labels, type Label } from "../labels";
import {
  contradict,
  conversion,
  hasPlausibleRange,
  isPerPeriod,
  measureOther,
  plainWords,
  quantityOf,
  quantityOfAssumption,
  quantityOfParameter,
  type Quantity,
} from "./quantities";

// What MINING functions are given, against what they take: by labels, units, plausible numbers and neighbours.

/** What an input is read as. */
interface Role {
  readonly quantity: Quantity | undefined;
  /** As a message calls it: the argument's or the assumption's name. */
  readonly name: string;
  /** The unit in which the number is wanted; "" where there is none. */
  readonly unit: string;
  /** Whether the quantity's plausible range holds. */
  readonly isBounded: boolean;
  /** Whether it is a range, whose numbers may have several signs. */
  readonly isRange?: boolean;
}

/** Values of the same role in one line. */
interface Line {
  readonly role: Role;
  readonly reader: Place;
  readonly values: { readonly place: Place; readonly value: number }[];
}

export class ArgumentChecks {
  readonly labels = new Labels();
  readonly inputs: Inputs;
  private readonly seen = new Set<string>();
  private readonly lines = new Map<string, Line>();
  private readonly links = new Map<Shape, ReturnType<typeof linkOf>>();
  /** The cells that MINING cells read directly, by sheet and place. */
  readonly direct = new Map<string, Place>();

  constructor(private readonly evaluation: Evaluation) {
    this.inputs = new Inputs(evaluation);
  }

  *of(cell: MiningCell): Generator<Finding, void, undefined> {
    const inputs = this.inputs.of(cell);
    for (const input of inputs) {
      const { plan, area } = input;
      if (plan.parameter.shape === "repeating") continue;
      if (plan.kind === "number") yield* this.literal(input);
      if (area === undefined) continue;
      if (area.rows === 1 && area.columns === 1) yield* this.single(input, area);
      else yield* this.range(input, area);
    }
    yield* this.sameCell(inputs);
    yield* this.swapped(inputs);
  }

  /** What is found only when all cells are known. */
  *together(mining: readonly MiningCell[]): Generator<Finding, void, undefined> {
    for (const block of modelBlocks(this.evaluation, mining)) yield* this.modelBlock(block, mining);
    for (const line of this.lines.values()) yield* outliers(line);
  }

  private *literal({ plan, cell }: Input): Generator<Finding, void, undefined> {
    const role = roleOf(plan);
    const { quantity } = role;
    if (quantity === undefined || !role.isBounded) return;
    const shape = this.evaluation.shapeOf(cell);
    const key = `literal,${shape.home.sheet.index},${shape.home.row},${shape.home.column},${plan.call},${plan.key}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    const finding = implausible(plan.value, role, cell, cell);
    if (finding !== undefined) yield finding;
  }

  private *single({ plan, cell, area: given }: Input, area: Area): Generator<Finding, void, undefined> {
    if (given === undefined) return;
    const place: Place = { sheet: area.sheet, row: area.top, column: area.left };
    this.direct.set(keyOf(place), place);
    const role = roleOf(plan);
    const value = area.sheet.value(area.top, area.left);
    const isNumber = plan.parameter.shape !== "cell" || plan.parameter.isNumber;
    if (typeof value === "number" && isNumber) {
      this.addTo(`${this.shapeKey(cell)},${plan.call},${plan.key}`, role, cell, place, value);
    }
    // The same cell in the same role was seen for another MINING cell.
    const key = `${keyOf(place)},${plan.key},${plan.factor}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    const label = this.labels.of(place);
    if (typeof value === "string" && isNumber && takesNumber(plan))
      yield* textNumber(value, place, cell, role);
    if (value === null && isNumber && !area.sheet.formulaAt(area.top, area.left))
      yield {
        kind: "blank",
        severity: "warning",
        place: cell,
        message: `${role.name} is read from ${addressFrom(place, cell)}, which is blank: it counts as 0.`,
        advice: `Type the number into ${addressFrom(place, cell)}, a 0 if it is meant, or leave the argument out.`,
        others: [place],
      };
    yield* this.labelled(role, label, plan, place, cell);
    if (typeof value === "number" && role.isBounded) {
      const finding = implausible(value * plan.factor, role, place, cell);
      if (finding !== undefined) yield finding;
    }
    yield* this.linked(role, place);
  }

  /** A label or a unit that speaks against what a cell is read as. */
  private *labelled(
    role: Role,
    label: Label,
    { name, factor, definition, parameter }: ArgumentPlan,
    place: Place,
    reader: Place,
  ): Generator<Finding, void, undefined> {
    const { quantity } = role;
    const at = addressFrom(place, reader);
    const said = sayings(label, name);
    const against =
      quantity === undefined ? [] : said.filter((other) => contradict(other.quantity.key, quantity.key));
    const [first] = against;
    if (first !== undefined && against.length === said.length && quantity !== undefined) {
      yield {
        kind: "wrongInput",
        severity: "error",
        place: reader,
        message: `${role.name} is read from ${at}, which is called "${first.text}": that is ${first.quantity.name}, not ${quantity.name}.`,
        advice: `Check which cell ${role.name} should be read from, and the order of the arguments.`,
        others: [place],
      };
      return;
    }
    if (role.unit === "" || !isUnit(label.unit)) return;
    // An amount of a period may be read as one: a fixed charge in USD/month by a monthly bill.
    if (quantity === undefined && isPerPeriod(label.unit, role.unit)) return;
    // In thousands, a cost makes a depreciation in thousands.
    const isOfResult = "unit" in definition.returns && definition.returns.unit === parameter.unit;
    if (isOfResult && conversion(label.unit, this.labels.of(reader).unit) === factor) return;
    if (measureOther(label.unit, role.unit)) {
      yield {
        kind: "unit",
        severity: "error",
        place: reader,
        message: `${role.name} is in ${role.unit}, but ${at} is in ${label.unit}, which measures something else.`,
        advice: `Check which cell ${role.name} should be read from, or correct the unit beside ${at}.`,
        others: [place],
      };
      return;
    }
    const wanted = conversion(label.unit, role.unit);
    if (wanted === undefined || isNear(Math.abs(factor), wanted)) return;
    // A label says the unit of what is computed as often as that of what is read.
    if (wanted === 1 && !isPowerOfTen(factor)) return;
    yield {
      kind: "unit",
      severity: "error",
      place: reader,
      message: `${role.name} is in ${role.unit}, but ${at} is in ${label.unit} and is multiplied by ${numberText(factor)}, not by ${numberText(wanted)}.`,
      advice: `Multiply ${at} by ${numberText(wanted)}, or correct the unit beside it.`,
      others: [place],
    };
  }

  /** A cell that only shows another one, which should be called the same. */
  private *linked(role: Role, place: Place): Generator<Finding, void, undefined> {
    const source = this.sourceOf(place);
    if (source === undefined) return;
    const { cell, at, name, factor } = source;
    const label = this.labels.of(at);
    const { quantity } = role;
    if (quantity !== undefined) {
      const said = sayings(label, name);
      const against = said.filter((other) => contradict(other.quantity.key, quantity.key));
      const [first] = against;
      if (first !== undefined && against.length === said.length) {
        yield {
          kind: "wrongInput",
          severity: "error",
          place: cell,
          message: `The cell is read as ${quantity.name}, but shows ${addressFrom(at, cell)}, which is called "${first.text}": that is ${first.quantity.name}.`,
          advice: "Check which cell it should show.",
          others: [at],
        };
        return;
      }
    }
    const own = this.labels.of(place);
    if (!isUnit(own.unit) || !isUnit(label.unit)) return;
    if (measureOther(label.unit, own.unit)) {
      yield {
        kind: "unit",
        severity: "error",
        place: cell,
        message: `The cell is in ${own.unit}, but shows ${addressFrom(at, cell)}, which is in ${label.unit}: that measures something else.`,
        advice: "Check which cell it should show, or correct the unit.",
        others: [at],
      };
      return;
    }
    const wanted = conversion(label.unit, own.unit);
    if (wanted === undefined || isNear(Math.abs(factor), wanted)) return;
    yield {
      kind: "unit",
      severity: "error",
      place: cell,
      message: `The cell is in ${own.unit}, but shows ${addressFrom(at, cell)}, which is in ${label.unit}, multiplied by ${numberText(factor)}, not by ${numberText(wanted)}.`,
      advice: `Multiply by ${numberText(wanted)}, or correct the unit.`,
      others: [at],
    };
  }

  private sourceOf({ sheet, row, column }: Place) {
    const cell = sheet.formulaAt(row, column);
    if (cell?.row !== row || cell.column !== column) return undefined;
    const shape = this.evaluation.shapeOf(cell);
    let link = this.links.get(shape);
    if (link === undefined) this.links.set(shape, (link = linkOf(shape, this.evaluation)));
    if (link.area === undefined) return undefined;
    const area = areaAt(link.area, cell);
    if (area.rows * area.columns !== 1) return undefined;
    return {
      cell,
      at: { sheet: area.sheet, row: area.top, column: area.left },
      name: link.name,
      factor: link.factor,
    };
  }

  private *range({ plan, cell }: Input, area: Area): Generator<Finding, void, undefined> {
    const key = `${areaKey(area)},${plan.key}`;
    if (this.seen.has(key) || plan.key.startsWith("model")) return;
    this.seen.add(key);
    const role = roleOf(plan);
    const isVector =
      plan.parameter.shape === "cell" || ("isVector" in plan.parameter && plan.parameter.isVector === true);
    const isLine = area.rows === 1 || area.columns === 1;
    const top: Place = { sheet: area.sheet, row: area.top, column: area.left };
    if (isLine && isVector) yield* this.labelled(role, this.labels.of(top), plan, top, cell);
    if (!isVector && plan.key !== "table" && plan.parameter.shape !== "range") return;
    for (const column of columnsOf(area, isLine && area.rows === 1)) {
      const values: { place: Place; value: number }[] = [];
      let blanks = 0;
      let firstBlank: Place | undefined;
      let pending: Place | undefined;
      let pendingCount = 0;
      for (const place of column) {
        const value = place.sheet.value(place.row, place.column);
        const isFormula = place.sheet.formulaAt(place.row, place.column) !== undefined;
        if (typeof value === "number") {
          if (values.length > 0 && pendingCount > 0) {
            blanks += pendingCount;
            firstBlank ??= pending;
          }
          [pending, pendingCount] = [undefined, 0];
          values.push({ place, value: value * plan.factor });
        } else if (value === null) {
          if (!isFormula) {
            pending ??= place;
            pendingCount += 1;
          }
        } else if (typeof value === "string" && !isFormula && (isVector || values.length > 0)) {
          yield* textNumber(value, place, cell, isVector ? role : { ...role, name: `${role.name}, column` });
        }
      }
      if (isVector && firstBlank !== undefined && blanks <= values.length / 10)
        yield {
          kind: "blank",
          severity: "warning",
          place: firstBlank,
          message: `The cell is blank, and ${addressFrom(cell, firstBlank)} reads it as 0 for ${role.name}${blanks > 1 ? `, as ${blanks - 1} more` : ""}.`,
          advice: "Type the number, or 0 if it is meant.",
          others: [cell],
        };
      if (isVector && role.isBounded && role.quantity?.key !== "powerPrice")
        for (const { place, value } of values) {
          if (!isTyped(place)) continue;
          const finding = implausible(value, role, place, cell);
          if (finding === undefined) continue;
          yield finding;
          break;
        }
      if (!isVector) yield* this.tableColumn(plan, cell, values);
      const line: Line = { role: { ...role, isRange: true }, reader: cell, values: [] };
      for (const entry of values) if (isTyped(entry.place)) line.values.push(entry);
      if (line.values.length >= LEAST_LINE) this.lines.set(`${key},${column[0]?.column ?? 0}`, line);
    }
  }

  /** The typed numbers of a column of a table, by what its heading says. */
  private *tableColumn(
    plan: ArgumentPlan,
    reader: FormulaCell,
    values: readonly { readonly place: Place; readonly value: number }[],
  ): Generator<Finding, void, undefined> {
    const [first] = values;
    if (first === undefined) return;
    const label = this.labels.of(first.place);
    const quantity = label.heading === "" ? undefined : quantityOf(label.heading);
    // A price may be that of any coin or machine.
    if (quantity?.plausible === undefined || quantity.key === "price") return;
    const heading = unitOf(label.heading) !== undefined && isUnit(label.heading) ? label.heading : label.unit;
    const unit = isUnit(heading) ? heading : quantity.unit;
    if (unit !== "" && measureOther(unit, quantity.unit)) return;
    const role: Role = {
      quantity,
      name: `${excelName(plan.key)}, "${label.heading}"`,
      unit,
      isBounded: true,
    };
    for (const { place, value } of values) {
      if (!isTyped(place)) continue;
      const finding = implausible(value, role, place, reader);
      if (finding !== undefined) yield finding;
    }
  }

  private *modelBlock(block: Area, mining: readonly MiningCell[]): Generator<Finding, void, undefined> {
    const { sheet, left } = block;
    const reader = mining.find(({ cell }) =>
      this.inputs
        .of({ cell, functions: [] })
        .some(({ area }) => area !== undefined && areaKey(area) === areaKey(block)),
    )?.cell;
    if (reader === undefined) return;
    const below: Place = { sheet, row: block.bottom + 1, column: left };
    const next = sheet.value(below.row, left);
    const goesOn =
      typeof next === "string" &&
      isAssumption(next) &&
      typeof sheet.value(block.bottom, left) === "string" &&
      sheet.value(below.row, left + 1) !== null;
    if (goesOn)
      yield {
        kind: "rangeShort",
        severity: "warning",
        place: reader,
        message: `The model block ends before ${addressFrom(below, reader)}, "${next}", which stands right below it.`,
        advice: "Let the range of the model take in the row, or leave a blank row between.",
        others: [below],
      };
    for (let row = block.top; row <= Math.min(block.bottom, sheet.lastRow); row++) {
      const text = sheet.value(row, left);
      if (typeof text !== "string") continue;
      let named;
      try {
        named = assumptionNamed(text);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        yield {
          kind: "unit",
          severity: "error",
          place: { sheet, row, column: left },
          message: `The name "${text}" of the model has a unit that does not fit: ${error.message}.`,
          advice: "Write the unit in brackets in which the value beside it is, or none.",
        };
        continue;
      }
      if (named === undefined) continue;
      const { key, scale } = named;
      const quantity = quantityOfAssumption(key);
      const role: Role = {
        quantity,
        name: `the assumption "${text}"`,
        unit: quantity?.unit ?? "",
        isBounded: true,
      };
      const line: Line = { role, reader, values: [] };
      for (let column = left + 1; column <= Math.min(block.right, sheet.lastColumn); column++) {
        const place: Place = { sheet, row, column };
        const value = sheet.value(row, column);
        if (value === null) continue;
        this.direct.set(keyOf(place), place);
        if (typeof value === "string" && assumptions[key].kind === "number")
          yield* textNumber(value, place, reader, role);
        yield* this.linked(role, place);
        if (typeof value !== "number") continue;
        const own = (value * scale.times) / scale.over;
        line.values.push({ place, value: own });
        const finding = implausible(own, { ...role, unit: quantity?.unit ?? "" }, place, reader);
        if (finding !== undefined) yield finding;
      }
      if (line.values.length >= LEAST_LINE)
        this.lines.set(`model,${keyOf({ sheet, row, column: left })}`, line);
    }
  }

  /** The same cell given for two arguments of one call that are different things. */
  private *sameCell(inputs: readonly Input[]): Generator<Finding, void, undefined> {
    for (const [index, { plan, area, cell }] of inputs.entries()) {
      const quantity = quantityOfParameter(plan.key);
      if (area === undefined || quantity === undefined) continue;
      for (const other of inputs.slice(index + 1)) {
        const otherQuantity = quantityOfParameter(other.plan.key);
        if (other.plan.call !== plan.call || other.area === undefined || otherQuantity === undefined)
          continue;
        if (areaKey(other.area) !== areaKey(area) || !contradict(quantity.key, otherQuantity.key)) continue;
        const key = `same,${areaKey(area)},${plan.key},${other.plan.key},${keyOf(cell)}`;
        if (this.seen.has(key)) continue;
        this.seen.add(key);
        const at = addressFrom({ sheet: area.sheet, row: area.top, column: area.left }, cell);
        yield {
          kind: "wrongInput",
          severity: "error",
          place: cell,
          message: `${at} is given both for ${excelName(plan.key)} and for ${excelName(other.plan.key)}, which are different things.`,
          advice: "Check which cells the two arguments should be read from.",
        };
      }
    }
  }

  /** Two arguments whose cells are called as the other argument is. */
  private *swapped(inputs: readonly Input[]): Generator<Finding, void, undefined> {
    const [first] = inputs;
    if (first === undefined) return;
    const shape = this.evaluation.shapeOf(first.cell);
    if (this.swapsSeen.has(shape)) return;
    this.swapsSeen.add(shape);
    const named = inputs.flatMap(({ plan, area, cell }) => {
      if (area === undefined || plan.parameter.shape === "repeating") return [];
      const at: Place = { sheet: area.sheet, row: area.top, column: area.left };
      const label = this.labels.of(at);
      const texts = [plan.name, label.name, label.heading];
      return [{ plan, at, cell, own: wordsOf([excelName(plan.key)]), said: wordsOf(texts) }];
    });
    for (const [index, one] of named.entries())
      for (const other of named.slice(index + 1)) {
        if (one.plan.call !== other.plan.call || one.plan.parameter.unit !== other.plan.parameter.unit)
          continue;
        const straight = shared(one.own, one.said) + shared(other.own, other.said);
        const [across, back] = [shared(one.own, other.said), shared(other.own, one.said)];
        if (across === 0 || back === 0 || across + back < straight + 2) continue;
        yield {
          kind: "wrongInput",
          severity: "error",
          place: one.cell,
          message: `${excelName(one.plan.key)} is read from ${addressFrom(one.at, one.cell)} and ${excelName(other.plan.key)} from ${addressFrom(other.at, one.cell)}, but what stands beside them says the opposite.`,
          advice: "Check the order of the arguments.",
          others: [one.at, other.at],
        };
      }
  }

  private readonly swapsSeen = new Set<Shape>();

  private addTo(key: string, role: Role, reader: Place, place: Place, value: number): void {
    let line = this.lines.get(key);
    if (line === undefined) this.lines.set(key, (line = { role, reader, values: [] }));
    const last = line.values.at(-1)?.place;
    if (last?.sheet === place.sheet && last.row === place.row && last.column === place.column) return;
    line.values.push({ place, value });
  }

  private shapeKey(cell: FormulaCell): string {
    const { home } = this.evaluation.shapeOf(cell);
    return `${keyOf(home)},${cell.formula.text.length}`;
  }
}

function isAssumption(text: string): boolean {
  try {
    return assumptionNamed(text) !== undefined;
  } catch (error) {
    if (error instanceof InputError) return true;
    throw error;
  }
}

/** The words of texts, without those that say only a unit, and without their endings. */
function wordsOf(texts: readonly string[]): Set<string> {
  const words = new Set<string>();
  for (const text of texts)
    for (const word of plainWords(text).match(/[a-z]+/g) ?? [])
      if (word.length > 2 && !UNITS.has(word)) words.add(word.replace(/s$/, ""));
  return words;
}

const UNITS = new Set(["usd", "btc", "kwh", "mwh", "per", "the", "and", "day"]);

const shared = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
  [...a].filter((word) => b.has(word)).length;

const LEAST_LINE = 5;
export const keyOf = ({ sheet, row, column }: Place) => `${sheet.index},${row},${column}`;
const areaKey = ({ sheet, top, left, bottom, right }: Area) =>
  `${sheet.index},${top},${left},${bottom},${right}`;
const isNear = (a: number, b: number) => Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b));
const isPowerOfTen = (value: number) => {
  const digits = Math.log10(Math.abs(value));
  return Math.abs(digits - Math.round(digits)) < 1e-9 && Math.round(digits) !== 0;
};

function roleOf({ key, parameter }: ArgumentPlan): Role {
  const quantity = quantityOfParameter(key);
  const unit = parameter.unit.replace(/ or text$/, "").replace(/ \(.*\)$/, "");
  return {
    quantity,
    name: excelName(key),
    unit:
      quantity?.key === "volatility" || quantity?.key === "rate" || quantity?.key === "growth"
        ? ""
        : isUnit(unit)
          ? unit
          : "",
    isBounded: hasPlausibleRange(key),
  };
}

const takesNumber = ({ parameter }: ArgumentPlan) => !/text/.test(parameter.unit);

/** What the texts beside a cell, and its name, say that it is. */
function sayings(label: Label, name: string): { readonly text: string; readonly quantity: Quantity }[] {
  const found: { text: string; quantity: Quantity }[] = [];
  for (const text of [name, label.name, label.heading]) {
    if (text === "" || isUnit(text)) continue;
    const quantity = quantityOf(text);
    // A price in USD/MWh is not that of a coin, and a fee that is a share not that of a block.
    if (
      quantity === undefined ||
      (quantity.unit !== "" && label.unit !== "" && measureOther(label.unit, quantity.unit))
    )
      continue;
    found.push({ text, quantity });
  }
  return found;
}

function linkOf(shape: Shape, evaluation: Evaluation) {
  const nothing = { area: undefined, name: "", factor: 1 };
  if (shape.tree === undefined) return nothing;
  const { node, factor } = scaled(shape.tree);
  if (node.type !== "ref" && node.type !== "name") return nothing;
  const { areas, isDynamic } = evaluation.precedentsIn(shape.text.slice(node.start, node.end), shape.home);
  const [area] = areas;
  if (areas.length !== 1 || isDynamic || area === undefined) return nothing;
  return { area, name: node.type === "name" ? node.name : "", factor };
}

function* textNumber(
  text: string,
  place: Place,
  reader: Place,
  role: Role,
): Generator<Finding, void, undefined> {
  let number: number | undefined;
  try {
    number = numberOfText(text);
  } catch (error) {
    if (!(error instanceof NotComputed)) throw error;
  }
  if (number === undefined) return;
  yield {
    kind: "textNumber",
    severity: "error",
    place,
    message: `"${text}" is a text, not a number, and ${addressFrom(reader, place)} reads it for ${role.name}.`,
    advice: "Convert the cell to a number.",
    others: [reader],
  };
}

function implausible(value: number, role: Role, place: Place, reader: Place): Finding | undefined {
  const { quantity, unit } = role;
  if (quantity?.plausible === undefined || value === 0 || !role.isBounded) return undefined;
  const factor = quantity.unit === "" || unit === "" ? 1 : conversion(unit, quantity.unit);
  if (factor === undefined) return undefined;
  const own = value * factor;
  const [least, most] = quantity.plausible;
  if (own >= least * (1 - 1e-9) && own <= most * (1 + 1e-9)) return undefined;
  const wanted = unit === "" ? "" : ` ${unit}`;
  const [low, high] = [least / factor, most / factor].map(numberText);
  const isSign = value < 0 && least >= 0;
  const isReader = place === reader;
  return {
    kind: isSign ? "sign" : "implausible",
    severity: "warning",
    place,
    message: `${numberText(value)}${wanted} is ${isSign ? "negative" : "implausible"} for ${quantity.name}, which is mostly between ${low ?? ""} and ${high ?? ""}${wanted}${isReader ? "" : `; ${addressFrom(reader, place)} reads it as ${role.name}`}.`,
    advice: isSign ? "Check the sign." : "Check the number and its unit.",
    ...(isReader ? {} : { others: [reader] }),
  };
}

/** One number of a line whose size or sign is far from that of all others. */
function* outliers({ role, reader, values }: Line): Generator<Finding, void, undefined> {
  if (values.length < LEAST_LINE) return;
  const sizes = values.map(({ value }) => Math.abs(value)).filter((size) => size > 0);
  if (sizes.length < LEAST_LINE) return;
  const negative = values.filter(({ value }) => value < 0);
  const positive = values.filter(({ value }) => value > 0);
  const odd = negative.length === 1 ? negative[0] : positive.length === 1 ? positive[0] : undefined;
  if (odd !== undefined && role.isRange !== true && negative.length + positive.length >= LEAST_LINE)
    yield {
      kind: "sign",
      severity: "warning",
      place: odd.place,
      message: `${numberText(odd.value)} has another sign than the ${negative.length + positive.length - 1} numbers beside it, which ${addressFrom(reader, odd.place)} reads as ${role.name}.`,
      advice: "Check the sign.",
      others: [reader],
    };
  const sorted = [...sizes].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  // Prices of power fall to nothing and rise to many times their middle.
  const isWild = role.quantity?.key === "powerPrice" && role.isRange === true;
  const most = isWild ? 3 * (sorted.at(-2) ?? 0) : middle;
  // Totals are as many times larger as there are numbers.
  const limit = limitOf(sizes, middle);
  const limitAt = (place: Place) => (isTyped(place) ? limit : FAR);
  const far = values.filter(
    ({ place, value }) =>
      value !== 0 && (isWild ? value > 10 * most : isFar(Math.abs(value), middle, limitAt(place))),
  );
  if (far.length === 0 || far.length > Math.max(1, values.length / 50)) return;
  for (const { place, value } of far.slice(0, 3)) {
    const index = values.findIndex((entry) => entry.place === place);
    const [before, after] = [values[index - 1]?.value, values[index + 1]?.value];
    // A steady rise or fall reaches far without a jump.
    const isJump = [before, after].every(
      (other) =>
        other === undefined || other === 0 || isFar(Math.abs(value), Math.abs(other), limitAt(place)),
    );
    if (!isJump) continue;
    yield {
      kind: "outlier",
      severity: "warning",
      place,
      message: `${numberText(value)} is far from the numbers beside it, which are around ${numberText(middle)}; ${addressFrom(reader, place)} reads them as ${role.name}.`,
      advice: "Check the number and its unit.",
      others: [reader],
    };
  }
}

/** How many times larger or smaller than the middle a number is far off. */
const FAR = 45;
/** In a line of so many numbers that are close together, fewer times will do. */
const [LEAST_CLOSE, LEAST_FAR, TIMES_USUAL] = [8, 8, 6];
const isFar = (a: number, b: number, limit: number) => b > 0 && (a / b >= limit || b / a >= limit);

/** From how many times the middle on one number of a line is far from it, by how far the others are. */
function limitOf(sizes: readonly number[], middle: number): number {
  if (sizes.length < LEAST_CLOSE || middle === 0) return FAR;
  const times = sizes.map((size) => Math.max(size / middle, middle / size)).sort((a, b) => b - a);
  return Math.min(FAR, Math.max(LEAST_FAR, TIMES_USUAL * (times[1] ?? FAR)));
}

const isTyped = ({ sheet, row, column }: Place) => sheet.formulaAt(row, column) === undefined;

function columnsOf(area: Area, isRow: boolean): Place[][] {
  const { sheet, top, left } = area;
  const bottom = Math.min(area.bottom, sheet.lastRow);
  const right = Math.min(area.right, sheet.lastColumn);
  const columns: Place[][] = [];
  if (isRow) {
    const row: Place[] = [];
    for (let column = left; column <= right; column++) row.push({ sheet, row: top, column });
    return [row];
  }
  for (let column = left; column <= right; column++) {
    const places: Place[] = [];
    for (let row = top; row <= bottom; row++) places.push({ sheet, row, column });
    columns.push(places);
  }
  return columns;
}
