import type { Model } from "@odoo/o-spreadsheet";
import { inOneStep } from "../grid/batch";
import { Book } from "./book";
import { nullObject, type HostObject } from "./objects";
import {
  actionTypes,
  pathTypes,
  type Action,
  type ActionResult,
  type ArgumentInfo,
  type HostRequest,
  type HostResponse,
  type ObjectPath,
  type QueryInfo,
} from "./protocol";
import { invalidArgument, RequestError } from "./requestError";
import { areaOf, rangeFromReference } from "./sheets";
import { serviceObject, workbookObject } from "./workbook";

/** Answers the requests of one pane from the open workbook. */
export class Host {
  private readonly book: Book;

  constructor(
    private readonly model: Model,
    settings?: Map<string, unknown>,
    customXml?: Map<string, string>,
    openFile?: (file: Uint8Array) => void,
  ) {
    this.book = new Book(model, settings, customXml, openFile);
  }

  answer(request: HostRequest): HostResponse {
    makeRoom(this.book, request);
    const run = new RequestRun(this.book, request);
    if (mayWrite(request)) inOneStep(this.model, () => run.actions());
    else run.actions();
    run.end();
    return run.response();
  }
}

/**
 * Grows sheets for what the request writes, in a step of its own before the request's: in one step with it the
 * spreadsheet could not evaluate, and columns could not be fitted. Undoing the request leaves empty rows, as in Excel.
 */
function makeRoom(book: Book, request: HostRequest): void {
  const paths = new Paths(book, request);
  for (const { ActionType, Name, ObjectPathId, ArgumentInfo } of request.Actions) {
    if (ActionType === actionTypes.method && Name === "SetPosition") {
      for (const argument of paths.arguments(ArgumentInfo)) {
        const area = areaOf(argument);
        if (area !== undefined) book.makeRoom(area);
      }
    }
    const writesCells = ActionType === actionTypes.set && /^(Values|Formulas)$/.test(Name);
    const announces = ActionType === actionTypes.method && Name === "_ValidateArraySize";
    if ((!writesCells && !announces) || isAdded(request, ObjectPathId)) continue;
    try {
      const area = areaOf(paths.object(ObjectPathId));
      if (area !== undefined) book.makeRoom(area);
    } catch {
      // The request itself will say what is wrong with it.
    }
  }
  book.finish();
}

/** Whether an object is made by the request, or lies on a sheet that is: following the path would make it now. */
function isAdded({ ObjectPaths }: HostRequest, id: number): boolean {
  let path = ObjectPaths[String(id)];
  while (path !== undefined && path.Name !== "Add") path = ObjectPaths[String(path.ParentObjectPathId)];
  return path !== undefined;
}

/** Whether the request may change the workbook; object paths count, since following `add` adds. */
function mayWrite({ Actions, ObjectPaths }: HostRequest): boolean {
  const writes = ({ ActionType, Name }: Action) =>
    ActionType === actionTypes.set || (ActionType === actionTypes.method && !Name.startsWith("_"));
  return Actions.some(writes) || Object.values(ObjectPaths).some(({ Name }) => Name === "Add");
}

class RequestRun {
  private readonly paths: Paths;
  private readonly results: { ActionId: number; Value: unknown }[] = [];
  private readonly queries: (() => void)[] = [];
  private failure: { error: unknown; index: number } | undefined;

  constructor(
    private readonly book: Book,
    private readonly request: HostRequest,
  ) {
    this.paths = new Paths(book, request);
  }

  actions(): void {
    for (const [index, action] of this.request.Actions.entries()) {
      if (!this.attempt(index, () => this.act(index, action))) return;
    }
  }

  /** What had to wait for the cells' new values. */
  end(): void {
    const last = this.results.length;
    this.attempt(last, () => this.book.finish());
    for (const query of this.queries) query();
  }

  response(): HostResponse {
    const traces = this.request.Actions.filter(({ ActionType }) => ActionType === actionTypes.trace);
    const TraceIds = traces.map(({ Id }) => Id);
    if (this.failure === undefined) return { Results: this.results, TraceIds };
    const { error, index } = this.failure;
    const results: ActionResult[] = this.results.slice(0, index);
    return { Results: results, TraceIds, Error: errorBody(error, index, this.location(index)) };
  }

  private act(index: number, action: Action): void {
    const result = { ActionId: action.Id, Value: null as unknown };
    if (action.ActionType === actionTypes.query) {
      const query = () => {
        result.Value = queried(this.paths.object(action.ObjectPathId), action.QueryInfo);
      };
      if (this.book.isStale) this.queries.push(() => this.attempt(index, query));
      else query();
    } else result.Value = this.outcome(action);
    this.results.push(result);
  }

  private outcome(action: Action): unknown {
    if (action.ActionType === actionTypes.trace) return null;
    const object = this.paths.object(action.ObjectPathId);
    const args = this.paths.arguments(action.ArgumentInfo);
    switch (action.ActionType) {
      case actionTypes.instantiate:
        return object.isNull ? null : object.identity();
      case actionTypes.method:
        return object.call(action.Name, args) ?? null;
      case actionTypes.set:
        object.write(action.Name, args[0]);
        return null;
      default:
        throw new RequestError(
          "ApiNotFound",
          `The workbench does not support actions of type ${action.ActionType}.`,
        );
    }
  }

  private attempt(index: number, work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      if (this.failure === undefined || index < this.failure.index) this.failure = { error, index };
      return false;
    }
  }

  /** The failing member, as Excel names it in `debugInfo.errorLocation`. */
  private location(index: number): string {
    const action = this.request.Actions[index];
    if (action === undefined) return "";
    const path = this.request.ObjectPaths[String(action.ObjectPathId)];
    try {
      if (action.Name !== "") return `${this.paths.object(action.ObjectPathId).typeName}.${action.Name}`;
      const parent = path?.ParentObjectPathId;
      if (parent !== undefined) return `${this.paths.object(parent).typeName}.${path?.Name ?? ""}`;
    } catch {
      // The object itself could not be found.
    }
    return action.Name || (path?.Name ?? "");
  }
}

function errorBody(error: unknown, index: number, location: string) {
  const isKnown = error instanceof RequestError;
  const Message = error instanceof Error ? error.message : String(error);
  console.warn(`The task pane's request failed: ${Message}`, isKnown ? "" : error);
  return {
    Code: isKnown ? error.code : "GeneralException",
    Message,
    HttpStatusCode: 400,
    ActionIndex: index,
    Location: location,
  };
}

/** Finds the objects that a request names. Each path is followed once: following one may create a sheet or a name. */
class Paths {
  private readonly found = new Map<number, HostObject>();

  constructor(
    private readonly book: Book,
    private readonly request: HostRequest,
  ) {}

  object(id: number): HostObject {
    const known = this.found.get(id);
    if (known !== undefined) return known;
    const path = this.request.ObjectPaths[String(id)];
    if (path === undefined) throw invalidArgument(`object path ${id}`);
    const object = this.follow(path);
    this.found.set(id, object);
    return object;
  }

  /** The arguments of a call, with objects in place of the paths to them. */
  arguments(info: ArgumentInfo | undefined): unknown[] {
    const references = info?.ReferencedObjectPathIds ?? [];
    return (info?.Arguments ?? []).map((value, index) => {
      const id = references[index];
      return id ? this.object(id) : value;
    });
  }

  private follow(path: ObjectPath): HostObject {
    switch (path.ObjectPathType) {
      case pathTypes.root:
        return workbookObject(this.book);
      case pathTypes.newObject:
        return service(path.Name);
      case pathTypes.method:
      case pathTypes.property:
        return this.parent(path).child(path.Name, this.arguments(path.ArgumentInfo));
      case pathTypes.indexer:
        return this.parent(path).child("GetItem", this.arguments(path.ArgumentInfo));
      case pathTypes.reference:
        return rangeFromReference(this.book, path.Name);
      case pathTypes.nullObject:
        return nullObject;
      default:
        throw invalidArgument(`object path of type ${path.ObjectPathType}`);
    }
  }

  private parent({ ParentObjectPathId }: ObjectPath): HostObject {
    if (ParentObjectPathId === undefined) throw invalidArgument("object path without parent");
    return this.object(ParentObjectPathId);
  }
}

function service(name: string): HostObject {
  const object = serviceObject(name);
  if (object === undefined) throw new RequestError("ApiNotFound", `The workbench does not support ${name}.`);
  return object;
}

/** The values of the properties that `load` asked for, nested as the properties are. */
function queried(object: HostObject, query: QueryInfo | undefined): unknown {
  if (object.isNull) return null;
  const items = object.items();
  if (items === undefined) return properties(object, query?.Select ?? []);
  const names = (query?.Select ?? [])
    .map((name) => name.replace(/^items(\/|$)/, ""))
    .filter((name) => name !== "");
  const first = query?.Skip ?? 0;
  const shown = items.slice(first, query?.Top === undefined ? undefined : first + query.Top);
  return { _Items: shown.map((item) => properties(item, names)) };
}

function properties(object: HostObject, names: readonly string[]): Record<string, unknown> {
  const values: Record<string, unknown> = { ...object.identity() };
  const isAll = names.length === 0 || names.some((name) => name === "$all");
  const asked = isAll ? [...object.defaults(), ...names] : names;
  for (const [name, nested] of grouped(asked.filter((name) => !name.startsWith("$")))) {
    if (nested.length === 0 && object.has(name)) values[wireName(name)] = object.read(name);
    else values[wireName(name)] = queried(object.child(wireName(name), []), { Select: nested });
  }
  return values;
}

/** "font/bold" and "font/color" become font: bold, color. */
function grouped(names: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const [head = "", ...rest] = name.split("/");
    const nested = groups.get(head) ?? [];
    if (rest.length > 0) nested.push(rest.join("/"));
    groups.set(head, nested);
  }
  return groups;
}

const wireName = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
