import type { CellPosition, Direction, Model } from "@odoo/o-spreadsheet";

/** What of the spreadsheet's editor of cells is changed here; its types keep most of it to themselves. */
export interface CellEditor {
  readonly model: Model;
  readonly currentEditedCell: CellPosition;
  /** What is typed so far, until the next entry. */
  readonly _currentContent: string;
  readonly notificationStore: { raiseError: (text: string) => void };
  readonly startEdition: Act<[text?: string, selection?: Selected], unknown>;
  readonly setCurrentContent: Act<[text: string, selection?: Selected]>;
  /** Whether the cell takes what is typed. */
  readonly canStopEdition: Act<[], boolean>;
  readonly stopEdition: Act<[direction?: Direction]>;
  readonly cancelEdition: Act<[]>;
  /** What is typed as English has it: that is checked, and put into the cell. */
  readonly getCurrentCanonicalContent: Act<[], string>;
  /** A number as it is edited. */
  readonly numberComposerContent: Act<[value: number, format: string | undefined, locale: object], string>;
}

type Act<Given extends unknown[], Result = void> = (this: CellEditor, ...given: Given) => Result;

interface Selected {
  readonly start: number;
  readonly end: number;
}

/** What all editors of cells have in common. */
export const cellEditor = () => o_spreadsheet.stores.CellComposerStore.prototype as unknown as CellEditor;
