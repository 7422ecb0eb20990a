import type { Arg, ArgDefinition, FunctionResultObject } from "@odoo/o-spreadsheet";
import { excelErrorName } from "../grid/errors";
import type { ParameterMetadata } from "../../functions/generate/functionsJson";

/** Makes an error value for a function to receive. */
type ErrorMaker = (code: string, message: string) => unknown;

type GridMatrix = readonly (readonly (FunctionResultObject | undefined)[])[];

/** Ranges of this many cells are converted once per evaluation, however many formulas use them. */
const LARGE = 64;

/** Turns the spreadsheet's arguments into those that Excel passes: omitted is null, a blank cell is 0. */
export class ArgumentReader {
  /** The spreadsheet passes the same matrix for a range as long as its cells do not change. */
  private readonly converted = new WeakMap<GridMatrix, unknown[][]>();

  constructor(private readonly errorOf: ErrorMaker) {}

  read(parameters: readonly ParameterMetadata[], given: readonly Arg[]): unknown[] {
    return parameters.map((parameter, index) => {
      if (parameter.repeating) return given.slice(index).map((argument) => this.value(argument ?? blank));
      return this.value(given[index]);
    });
  }

  private value(argument: Arg): unknown {
    if (argument === undefined) return null;
    return isGridMatrix(argument) ? this.matrix(argument) : [[this.cell(argument)]];
  }

  private matrix(columns: GridMatrix): unknown[][] {
    const width = columns.length;
    const height = columns[0]?.length ?? 0;
    if (height === 0) return [[0]];
    if (width * height < LARGE) return this.rows(columns, width, height);
    const known = this.converted.get(columns);
    if (known !== undefined) return known;
    const rows = this.rows(columns, width, height);
    this.converted.set(columns, rows);
    return rows;
  }

  private rows(columns: GridMatrix, width: number, height: number): unknown[][] {
    const rows = new Array<unknown[]>(height);
    for (let row = 0; row < height; row++) {
      const line = new Array<unknown>(width);
      for (let column = 0; column < width; column++) line[column] = this.cell(columns[column]?.[row]);
      rows[row] = line;
    }
    return rows;
  }

  private cell(cell: FunctionResultObject | undefined): unknown {
    const value = cell?.value;
    if (typeof value === "number") return value;
    if (value === null || value === undefined) return 0;
    if (typeof value !== "string" || value.charCodeAt(0) !== HASH) return value;
    if (!o_spreadsheet.registries.errorTypes.has(value)) return value;
    return this.errorOf(excelErrorName(value), cell?.message ?? "");
  }
}

const HASH = "#".charCodeAt(0);
const blank: FunctionResultObject = { value: null };

function isGridMatrix(argument: Arg): argument is FunctionResultObject[][] {
  return Array.isArray(argument);
}

/** The arguments as the formula bar explains them while a formula is typed. */
export function argumentDefinitions(parameters: readonly ParameterMetadata[]): ArgDefinition[] {
  const optionals = parameters.filter(({ optional, repeating }) => optional && !repeating).length;
  return parameters.flatMap((parameter) =>
    parameter.repeating ? repeatingDefinitions(parameter, optionals) : [definition(parameter)],
  );
}

function definition({ name, description, optional }: ParameterMetadata): ArgDefinition {
  return {
    name,
    description,
    type: ["ANY", "RANGE<ANY>"],
    acceptMatrix: true,
    acceptErrors: true,
    ...(optional ? { optional: true } : {}),
  };
}

/**
 * What repeats: pairs of a name and a value, or ranges of them. Excel lets it be left out altogether.
 *
 * The spreadsheet takes any number of arguments, and not multiples of the group only, when the group has exactly one
 * argument more than there are optional ones before it. All of them are read alike.
 */
function repeatingDefinitions(parameter: ParameterMetadata, optionals: number): ArgDefinition[] {
  const first = { ...definition(parameter), optional: true, repeating: true };
  return Array.from({ length: optionals + 1 }, (_, index) =>
    index % 2 === 0 ? first : { ...first, name: "value" },
  );
}
