import type { Book } from "./book";
import type { ObjectType } from "./objects";
import type { WorksheetState } from "./worksheet";

/** The spreadsheet locks whole sheets, without a password. */
export const worksheetProtectionType: ObjectType<WorksheetState> = {
  name: "WorksheetProtection",
  properties: { protected: ({ book, sheetId }) => book.getters.isSheetLocked(sheetId) },
  methods: {
    Protect: ({ book, sheetId }) => book.done(book.model.dispatch("LOCK_SHEET", { sheetId })),
    Unprotect: ({ book, sheetId }) => book.done(book.model.dispatch("UNLOCK_SHEET", { sheetId })),
  },
};

/** The spreadsheet never keeps sheets from being added. */
export const workbookProtectionType: ObjectType<Book> = {
  name: "WorkbookProtection",
  properties: { protected: () => false },
};
