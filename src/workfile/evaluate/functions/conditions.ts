import { repeatingFunction, sheetFunction, type SheetFunction, type Surroundings } from "../define";
import { DIVISION_BY_ZERO, ErrorValue, VALUE_ERROR, type Scalar } from "../scalar";
import { Area, isScalar, type Matrix, NotComputed, type Operand } from "../values";
import { Places, type Test, testOf } from "./criteria";
import { type Block, blockOf, valueAt } from "./numbers";

// Functions of the cells that meet criteria.

interface Condition {
  readonly area: Area;
  readonly test: Test;
}

/** The conditions of range and criterion in turn; ranges of different sizes are #VALUE!. */
function conditionsOf(args: readonly Operand[], around: Surroundings): Condition[] | ErrorValue {
  const found: Condition[] = [];
  for (let index = 0; index < args.length; index += 2) {
    const area = args[index];
    const criterion = args[index + 1];
    if (!(area instanceof Area)) return VALUE_ERROR;
    if (criterion === undefined || !isScalar(criterion)) return VALUE_ERROR;
    const test = testOf(criterion, around.dateOffset);
    if (test instanceof ErrorValue) return test;
    const [first] = found;
    if (first !== undefined && !isSameSize(first.area, area)) return VALUE_ERROR;
    found.push({ area, test });
  }
  return found;
}

const isSameSize = (a: Area, b: Area) => a.rows === b.rows && a.columns === b.columns;

/** How many cells of a range meet a criterion; those beyond all that the sheet has are blank. */
function countIn({ area, test }: Condition, around: Surroundings): number | ErrorValue {
  let count = 0;
  if (test.wanted !== undefined) {
    const beyond = eachMet([{ area, test }], undefined, around, () => {
      count++;
      return undefined;
    });
    return beyond instanceof ErrorValue ? beyond : count + beyond;
  }
  let seen = 0;
  const error = around.each(area, (value) => {
    seen++;
    if (test(value)) count++;
    return undefined;
  });
  const beyond = area.rows * area.columns - seen;
  return error ?? (beyond > 0 && test(null) ? count + beyond : count);
}

/** Where the values of ranges are that were searched before; a range that is searched once is not worth it. */
const places = new WeakMap<Matrix, Places | undefined>();
/** Shorter ranges are gone through each time. */
const SHORT = 64;

function placesIn(matrix: Matrix): Places | undefined {
  if (matrix.cells.length < SHORT) return undefined;
  if (!places.has(matrix)) {
    places.set(matrix, undefined);
    return undefined;
  }
  const found = places.get(matrix) ?? new Places(matrix.cells);
  places.set(matrix, found);
  return found;
}

/**
 * Visits the values of `area` in the places that meet all conditions, as far as a sheet has cells. Gives how many more
 * places beyond meet them.
 */
function eachMet(
  conditions: readonly Condition[],
  area: Area | undefined,
  around: Surroundings,
  visit: (value: Scalar) => ErrorValue | undefined,
): number | ErrorValue {
  const tested: { test: Test; block: Block }[] = [];
  for (const condition of conditions) {
    const block = blockOf(condition.area, around);
    if (block instanceof ErrorValue) return block;
    tested.push({ test: condition.test, block });
  }
  // Equalities first, so that what is asked of the others does not depend on how places are found.
  tested.sort((a, b) => Number(a.test.wanted === undefined) - Number(b.test.wanted === undefined));
  const taken = area === undefined ? undefined : blockOf(area, around);
  if (taken instanceof ErrorValue) return taken;
  const visitAt = (row: number, column: number): ErrorValue | undefined => {
    for (const { test, block } of tested) if (!test(valueAt(block, row, column))) return undefined;
    return visit(taken === undefined ? null : valueAt(taken, row, column));
  };
  for (const { test, block } of tested) {
    if (test.wanted === undefined) continue;
    const found = placesIn(block.values)?.of(test.wanted);
    if (found === undefined) continue;
    const { columns } = block.values;
    for (const place of found) {
      const error = visitAt(Math.floor(place / columns), place % columns);
      if (error !== undefined) return error;
    }
    return 0;
  }
  const [first] = tested;
  if (first === undefined) return 0;
  let { rows, columns } = first.block.values;
  for (const { block } of tested) {
    rows = Math.max(rows, block.values.rows);
    columns = Math.max(columns, block.values.columns);
  }
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const error = visitAt(row, column);
      if (error !== undefined) return error;
    }
  const beyond = first.block.rows * first.block.columns - rows * columns;
  return beyond > 0 && conditions.every(({ test }) => test(null)) ? beyond : 0;
}

/** What is made of the numbers that meet conditions. */
interface Gathering {
  /** Whether it is known that TRUE and FALSE do not count: Microsoft's [MS-OI29500] 2.1.1048, and the page of AVERAGEIF. */
  readonly skipsLogicals: boolean;
  visit(value: number): void;
  result(): number | ErrorValue;
}

function sum(): Gathering {
  let total = 0;
  return { skipsLogicals: true, visit: (value) => (total += value), result: () => total };
}

const mean = (skipsLogicals: boolean) => (): Gathering => {
  let total = 0;
  let count = 0;
  return {
    skipsLogicals,
    visit: (value) => {
      total += value;
      count++;
    },
    result: () => (count === 0 ? DIVISION_BY_ZERO : total / count),
  };
};

const farthest = (side: 1 | -1) => (): Gathering => {
  let found: number | undefined;
  return {
    skipsLogicals: false,
    visit: (value) => {
      if (found === undefined || side * value > side * found) found = value;
    },
    result: () => found ?? 0,
  };
};

function gathered(
  conditions: readonly Condition[] | ErrorValue,
  area: Operand,
  around: Surroundings,
  make: () => Gathering,
): number | ErrorValue {
  if (conditions instanceof ErrorValue) return conditions;
  const [first] = conditions;
  if (first === undefined || !(area instanceof Area) || !isSameSize(first.area, area)) return VALUE_ERROR;
  const gathering = make();
  const met = eachMet(conditions, area, around, (value) => {
    if (typeof value === "number") gathering.visit(value);
    else if (typeof value === "boolean" && !gathering.skipsLogicals)
      throw new NotComputed("it is not certain whether TRUE and FALSE count where criteria are met");
    return value instanceof ErrorValue ? value : undefined;
  });
  return met instanceof ErrorValue ? met : gathering.result();
}

const [LAST_ROW, LAST_COLUMN] = [1_048_576, 16_384];

/** SUMIF and AVERAGEIF take as many cells as the range has, from the first one of the third argument on. */
const withOne = (name: string, make: () => Gathering): SheetFunction =>
  sheetFunction(name, ["reference", "any", "reference?"], ([range, criterion, other], around) => {
    const conditions = conditionsOf([range, criterion], around);
    if (!(range instanceof Area) || other === undefined) return gathered(conditions, range, around, make);
    if (!(other instanceof Area)) return VALUE_ERROR;
    const bottom = other.top + range.rows - 1;
    const right = other.left + range.columns - 1;
    if (bottom > LAST_ROW || right > LAST_COLUMN)
      throw new NotComputed(`it is not certain what ${name} does where its range ends beyond the sheet`);
    return gathered(conditions, new Area(other.sheet, other.top, other.left, bottom, right), around, make);
  });

const withSeveral = (name: string, make: () => Gathering): SheetFunction =>
  repeatingFunction(name, ["reference", "reference", "any"], 2, ([area, ...args], around) =>
    gathered(conditionsOf(args, around), area ?? null, around, make),
  );

export const CONDITIONS: readonly SheetFunction[] = [
  sheetFunction("COUNTIF", ["reference", "any"], (args, around) => {
    const conditions = conditionsOf(args, around);
    if (conditions instanceof ErrorValue) return conditions;
    const [condition] = conditions;
    return condition === undefined ? VALUE_ERROR : countIn(condition, around);
  }),
  repeatingFunction("COUNTIFS", ["reference", "any"], 2, (args, around) => {
    const conditions = conditionsOf(args, around);
    if (conditions instanceof ErrorValue) return conditions;
    let count = 0;
    const beyond = eachMet(conditions, undefined, around, () => {
      count++;
      return undefined;
    });
    return beyond instanceof ErrorValue ? beyond : count + beyond;
  }),
  withOne("SUMIF", sum),
  withOne("AVERAGEIF", mean(true)),
  withSeveral("SUMIFS", sum),
  withSeveral("AVERAGEIFS", mean(false)),
  withSeveral("MAXIFS", farthest(1)),
  withSeveral("MINIFS", farthest(-1)),
];
