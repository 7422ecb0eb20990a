import type { Arg, Command, EvalContext } from "@odoo/o-spreadsheet";
import { NAMESPACE } from "../../functions/define";
import type { FunctionMetadata, FunctionsFile } from "../../functions/generate/functionsJson";
import { columnLetters, quotedSheetName } from "../host/addresses";
import { argumentDefinitions, ArgumentReader } from "./arguments";
import type { Grid } from "./grid";
import { Growth } from "./growth";
import type { Implementation, Invocation, PaneRuntime } from "./paneRuntime";
import { Promises } from "./promises";
import { gridError, gridResult, loading, type GridResult } from "./results";
import { Streams } from "./streams";

/** Makes the add-in's functions known to the spreadsheet; the implementations are the task pane's. */
export class AddinFunctions {
  private readonly streams: Streams;
  private readonly promises: Promises;
  private readonly reader: ArgumentReader;
  private readonly growth: Growth;

  constructor(
    private readonly file: FunctionsFile,
    private readonly pane: Pick<PaneRuntime, "implementation" | "error">,
    grid: Grid,
  ) {
    this.streams = new Streams(grid);
    this.promises = new Promises(grid);
    this.growth = new Growth(grid);
    this.reader = new ArgumentReader((code, message) => pane.error(code, message));
  }

  register(): void {
    for (const metadata of this.file.functions) {
      const compute = (context: EvalContext, given: Arg[]) => {
        const result = this.compute(metadata, context, given);
        this.growth.note(context.__originCellPosition, result);
        return result;
      };
      o_spreadsheet.addFunction(`${NAMESPACE}.${metadata.name}`, {
        description: metadata.description,
        category: "Mining",
        isExported: true,
        args: argumentDefinitions(metadata.parameters),
        compute(...given) {
          return compute(this, given);
        },
      });
    }
  }

  /** Whether the task pane has loaded all functions. */
  get isReady(): boolean {
    return this.file.functions.every(({ id }) => this.pane.implementation(id) !== undefined);
  }

  /** Ends what is under way, before another workbook opens or the add-in loads again. */
  reset(): void {
    this.streams.clear();
    this.promises.clear();
  }

  sweep(): void {
    this.streams.sweep();
    this.promises.sweep();
  }

  /** To be called with each command. Whether it is an edit of the user, and not one that makes room for a result. */
  isEdit(command: Command): boolean {
    this.growth.follow(command);
    const isEdit = o_spreadsheet.isCoreCommand(command) || command.type === "UNDO" || command.type === "REDO";
    return isEdit && !this.growth.isGrowing;
  }

  private compute(metadata: FunctionMetadata, context: EvalContext, given: Arg[]): GridResult {
    const implementation = this.pane.implementation(metadata.id);
    if (implementation === undefined) return loading;
    const args = this.reader.read(metadata.parameters, given);
    try {
      return this.call(metadata, implementation, args, context);
    } catch (thrown) {
      return gridError(thrown);
    }
  }

  private call(
    metadata: FunctionMetadata,
    implementation: Implementation,
    args: unknown[],
    context: EvalContext,
  ): GridResult {
    const { id, options } = metadata;
    const cell = callerId(context);
    const invocation = invocationOf(id, context);
    if (options?.stream) return this.streams.value(callKey(id, args), implementation, args, invocation, cell);
    if (!this.promises.isSlow(id)) return this.firstCall(id, implementation, args, invocation, cell);
    const known = this.promises.find(callKey(id, args), cell);
    return known ?? this.firstCall(id, implementation, args, invocation, cell);
  }

  private firstCall(
    id: string,
    implementation: Implementation,
    args: unknown[],
    invocation: Invocation,
    cell?: number,
  ): GridResult {
    const result = implementation(...args, invocation);
    return isPromise(result)
      ? this.promises.wait(callKey(id, args), result, invocation, cell)
      : gridResult(result);
  }
}

const callKey = (id: string, args: readonly unknown[]) => id + JSON.stringify(args);

function isPromise(result: unknown): result is PromiseLike<unknown> {
  return (
    typeof result === "object" && result !== null && "then" in result && typeof result.then === "function"
  );
}

/** The cell that calls; undefined when a chart, a rule or the formula bar does. */
function callerId({ __originCellPosition: position, getters }: EvalContext): number | undefined {
  return position === undefined ? undefined : getters.getCell(position)?.id;
}

/** The address is worked out when a function asks for it, which hardly any does. */
function invocationOf(
  functionName: string,
  { __originCellPosition: position, getters }: EvalContext,
): Invocation {
  return {
    functionName,
    get address() {
      if (position === undefined) return "";
      return `${quotedSheetName(getters.getSheetName(position.sheetId))}!${columnLetters(position.col)}${position.row + 1}`;
    },
  };
}
