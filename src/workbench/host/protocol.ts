/** What office.js sends when a pane calls `context.sync()`, and what it expects back. Internal to office.js: the version is pinned. */

export interface HostRequest {
  readonly Actions: readonly Action[];
  readonly ObjectPaths: Readonly<Record<string, ObjectPath>>;
}

export interface Action {
  readonly Id: number;
  readonly ActionType: number;
  readonly Name: string;
  readonly ObjectPathId: number;
  readonly ArgumentInfo?: ArgumentInfo;
  readonly QueryInfo?: QueryInfo;
}

/** How to reach an object from the workbook. */
export interface ObjectPath {
  readonly Id: number;
  readonly ObjectPathType: number;
  readonly Name: string;
  readonly ParentObjectPathId?: number;
  readonly ArgumentInfo?: ArgumentInfo;
}

export interface ArgumentInfo {
  readonly Arguments?: readonly unknown[];
  /** For each argument the object path that takes its place, or 0. */
  readonly ReferencedObjectPathIds?: readonly number[] | null;
}

export interface QueryInfo {
  /** Properties as `load` named them: "values", "format/font/bold", "items/name". */
  readonly Select?: readonly string[];
  readonly Skip?: number;
  readonly Top?: number;
}

export const actionTypes = { instantiate: 1, query: 2, method: 3, set: 4, trace: 5 } as const;

export const pathTypes = {
  root: 1,
  newObject: 2,
  method: 3,
  property: 4,
  indexer: 5,
  reference: 6,
  nullObject: 7,
} as const;

export interface HostResponse {
  readonly Results: readonly ActionResult[];
  readonly TraceIds?: readonly number[];
  readonly Error?: HostError;
}

export interface ActionResult {
  readonly ActionId: number;
  readonly Value: unknown;
}

interface HostError {
  readonly Code: string;
  readonly Message: string;
  readonly HttpStatusCode: number;
  readonly ActionIndex: number;
  readonly Location: string;
}

/** Message category, event type, target, JSON of the event's arguments, number. */
export type EventEntry = readonly [number, number, string, string, number];

/** What the bridge inside the pane finds on the window of the workbench. */
export interface PaneHost {
  /** Of the open workbook: "Site valuation", "Site model.xlsx". */
  readonly title: string;
  answer(request: HostRequest): HostResponse;
  /** The open workbook as a file. */
  file(): Promise<Uint8Array>;
  /** Events go to the pane that connected last. */
  connect(push: (entries: readonly EventEntry[]) => void): void;
}

declare global {
  interface Window {
    hashcellHost?: PaneHost;
  }
}
