import { freezeText } from "../../data/freeze";
import type { MarketReader } from "../../data/market";
import type { MarketStore } from "../../data/store";
import { auditSteps, openingSteps, type Audit } from "../../workfile/audit/audit";
import { sheetSteps } from "../../workfile/audit/auditSheet";
import type { Finding } from "../../workfile/audit/finding";
import { computedText, marketText, sectionsOf, verdictText } from "../../workfile/audit/report";
import type { CapsuleFacts } from "../../workfile/capsule";
import { addressText } from "../../workfile/cells";
import { clientCopy, type ClientCopyOptions } from "../../workfile/clientCopy";
import { compression } from "../../workfile/compression";
import type { Place as CellPlace } from "../../workfile/evaluate/references";
import { FileError, NothingToConvert } from "../../workfile/fileError";
import { freezeOf, frozenMarket } from "../../workfile/frozenMarket";
import { makePortable } from "../../workfile/portable";
import { preflight } from "../../workfile/preflight";
import { recalculate } from "../../workfile/recalculate";
import type { ClientCopy, Converted, PortableOptions, Preflight, Restored } from "../../workfile/reports";
import { restored } from "../../workfile/restore";
import type { Steps } from "../../workfile/steps";
import { verify, type Verification } from "../../workfile/verify";
import { openWorkbook, type Workbook as FileWorkbook } from "../../workfile/workbook";
import { WorkbookError, type Place } from "../../workbook/workbook";
import { ageText, momentText, sentence } from "../format";

/** What a workbook holds that can be made portable. Rejects with a `WorkbookError`, as the others do. */
export const lookedThrough = (bytes: Uint8Array): Preflight => told(() => preflight(bytes));

export const copyOfSheets = (bytes: Uint8Array, options: ClientCopyOptions): ClientCopy =>
  told(() => clientCopy(bytes, options));

/** Undefined where nothing calls the add-in: what sheets took from those that were left out has become values. */
export const portableCopy = (bytes: Uint8Array, options: PortableOptions): Converted | undefined =>
  told(() => {
    try {
      return makePortable(bytes, options);
    } catch (error) {
      if (error instanceof NothingToConvert) return undefined;
      throw error;
    }
  });

export const restoredCopy = (bytes: Uint8Array): Restored => told(() => restored(bytes));

/** Whether the results of a workbook are what its formulas give, and were when its capsule was made. */
export const verified = (bytes: Uint8Array, market: MarketStore): Verification =>
  told(() =>
    verify(
      bytes,
      {
        marketOf: (text) => market.frozenAs(freezeOf(text, "the market of its capsule")),
        market: ownMarket(bytes, market),
      },
      compression,
    ),
  );

/** A copy with a capsule, its cells calculated again. */
export const capsuled = (
  bytes: Uint8Array,
  market: MarketStore,
  facts: Pick<CapsuleFacts, "version" | "at">,
) =>
  told(() => {
    const freeze = frozenMarket(openWorkbook(bytes));
    const capsule = { ...facts, market: freeze && freezeText(freeze) };
    return recalculate(bytes, { market: freeze && market.frozenAs(freeze), set: [], capsule });
  });

function ownMarket(bytes: Uint8Array, market: MarketStore): MarketReader | undefined {
  const freeze = frozenMarket(openWorkbook(bytes));
  return freeze && market.frozenAs(freeze);
}

/** A finding with places as the pane knows them. */
export interface ListedFinding {
  /** Undefined for what concerns the whole workbook. */
  readonly place: Place | undefined;
  readonly message: string;
  readonly advice: string;
  /** Other cells that it concerns. */
  readonly others: readonly Place[];
}

/** Findings of one kind. */
export interface ListedGroup {
  readonly title: string;
  /** What to do, where that is the same for all of them. */
  readonly advice: string | undefined;
  readonly findings: readonly ListedFinding[];
}

type SheetFacts = Parameters<typeof sheetSteps>[2];

/** What an audit has found, in words. */
export interface Audited {
  /** A fragment: "2 to correct, 1 to look at". */
  readonly verdict: string;
  /** What was computed, and what the market is. */
  readonly facts: readonly string[];
  readonly sections: readonly {
    readonly heading: string;
    readonly count: number;
    readonly groups: readonly ListedGroup[];
  }[];
  /** The workbook with the sheet that shows all of it, in small steps. To be made once. */
  readonly withSheet: (facts: SheetFacts) => Steps<Uint8Array>;
}

/** The audit of a workbook in small steps. */
export function* auditing(bytes: Uint8Array, market: MarketStore, now: number): Steps<Audited> {
  try {
    const workbook = openWorkbook(bytes);
    yield { label: "Reading sheets", done: 0, of: 0 };
    const freeze = frozenMarket(workbook);
    const options = { market: freeze && market.frozenAs(freeze) };
    const audit = yield* auditSteps(yield* openingSteps(workbook, options), options);
    const frozen = marketText(audit, (moment) => `${momentText(moment)}, ${ageText(moment, now)}`);
    return {
      verdict: verdictText(audit.findings),
      facts: [computedText(audit), ...(frozen === undefined ? [] : [frozen])],
      sections: sectionsOf(audit.findings).map(({ heading, count, groups }) => ({
        heading,
        count,
        groups: groups.map(({ title, advice, findings }) => ({
          title,
          advice,
          findings: findings.map(listed),
        })),
      })),
      withSheet: (facts) => fileSteps(workbook, audit, facts),
    };
  } catch (error) {
    throw tellable(error);
  }
}

function* fileSteps(workbook: FileWorkbook, audit: Audit, facts: SheetFacts): Steps<Uint8Array> {
  try {
    return (yield* sheetSteps(workbook, audit, facts)).file;
  } catch (error) {
    throw tellable(error);
  }
}

const listed = ({ place, message, advice, others = [] }: Finding): ListedFinding => ({
  place: place && shownPlace(place),
  message,
  advice,
  others: others.map(shownPlace),
});

const shownPlace = ({ sheet, row, column }: CellPlace): Place => ({
  sheet: sheet.name,
  range: addressText(row, column),
});

function told<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw tellable(error);
  }
}

/** Errors of files are fragments. */
const tellable = (error: unknown) =>
  error instanceof FileError
    ? new WorkbookError(sentence(error.message.charAt(0).toUpperCase() + error.message.slice(1)))
    : error;
