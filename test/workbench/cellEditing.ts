import * as spreadsheet from "@odoo/o-spreadsheet";
import type { Model } from "@odoo/o-spreadsheet";
import { select } from "./officeHost";

/** The editor of cells, as it is on the page, without what draws it. */
export function cellEditing(model: Model) {
  const { DependencyContainer, ModelStore, NotificationStore, CellComposerStore } = spreadsheet.stores;
  const stores = new DependencyContainer();
  stores.inject(ModelStore, model);
  const editor = stores.get(CellComposerStore);
  /** What the user was told. */
  const said: string[] = [];
  stores.get(NotificationStore).updateNotificationCallbacks({
    notifyUser: ({ text }) => void said.push(text),
    askConfirmation: (text) => void said.push(text),
    raiseError: (text) => {
      said.push(text);
      // The message takes the focus away from the editor.
      if (said.length < 5) editor.stopEdition();
    },
  });
  return {
    said,
    /** What the editor shows once the cell is opened, by its first key or without one. */
    open: (cell: string, key?: string): string => {
      select(model, cell);
      editor.startEdition(key);
      return editor.currentContent;
    },
    /** Types a text into a cell of the sheet in front, key by key, and gives what the editor showed before Enter. */
    enter: (cell: string, text: string): string => {
      select(model, cell);
      editor.startEdition(text.charAt(0));
      for (const key of text.slice(1)) editor.replaceComposerCursorSelection(key);
      const edited = editor.currentContent;
      editor.stopEdition();
      return edited;
    },
  };
}
