import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { embedded } from "../data/embedded/embedded";
import { freezeText, type Freeze } from "../data/freeze";
import type { MarketReader } from "../data/market";
import { MarketStore } from "../data/store";
import { FileError } from "../workfile/fileError";
import { freezeOf, frozenMarket } from "../workfile/frozenMarket";
import { nodeCompression } from "../workfile/nodeCompression";
import { openWorkbook } from "../workfile/workbook";
import { EXIT, Failure } from "./exit";
import { convertedInput } from "./files";

/** The market that functions read, as it was at one moment. */
export interface GivenMarket {
  readonly reader: MarketReader;
  readonly frozenAt: number;
  /** As a frozen workbook keeps it. */
  readonly text: string;
}

export function marketOf(freeze: Freeze): GivenMarket {
  const { frozenAt, content } = freeze;
  const store = new MarketStore(embedded, () => frozenAt);
  store.show({ kind: "frozen", frozenAt }, content);
  return { reader: store, frozenAt, text: freezeText(freeze) };
}

/** A file with the market: JSON of the values that a workbook keeps, or a workbook that is frozen itself. */
export async function marketIn(path: string): Promise<GivenMarket> {
  if (extname(path).toLowerCase() !== ".json")
    return convertedInput(path, (bytes) => {
      const freeze = frozenMarket(openWorkbook(bytes, nodeCompression));
      if (freeze === undefined)
        throw new FileError("the workbook keeps no market values: freeze it in the Hashcell pane first");
      return marketOf(freeze);
    });
  let text;
  try {
    text = await readFile(path, "utf8");
  } catch {
    throw new Failure(EXIT.input, `cannot read ${path}`);
  }
  try {
    return marketOf(freezeOf(text, path));
  } catch (error) {
    if (error instanceof FileError) throw new Failure(EXIT.input, error.message);
    throw error;
  }
}
