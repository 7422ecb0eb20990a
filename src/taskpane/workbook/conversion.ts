import { freezeText } from "../../data/freeze";
import type { MarketReader } from "../../data/market";
import type { MarketStore } from "../../data/store";
import type { CapsuleFacts } from "../../workfile/capsule";
import { clientCopy, type ClientCopyOptions } from "../../workfile/clientCopy";
import { compression } from "../../workfile/compression";
import { FileError, NothingToConvert } from "../../workfile/fileError";
import { freezeOf, frozenMarket } from "../../workfile/frozenMarket";
import { makePortable } from "../../workfile/portable";
import { preflight } from "../../workfile/preflight";
import { recalculate } from "../../workfile/recalculate";
import type { ClientCopy, Converted, PortableOptions, Preflight, Restored } from "../../workfile/reports";
import { restored } from "../../workfile/restore";
import { verify, type Verification } from "../../workfile/verify";
import { openWorkbook } from "../../workfile/workbook";
import { WorkbookError } from "../../workbook/workbook";
import { sentence } from "../format";

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

/** Errors of files are fragments. */
function told<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new WorkbookError(sentence(error.message.charAt(0).toUpperCase() + error.message.slice(1)));
  }
}
