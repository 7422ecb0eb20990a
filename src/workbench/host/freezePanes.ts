import { numberArgument } from "./arguments";
import type { ObjectType } from "./objects";
import { areaOf } from "./range";
import { invalidArgument } from "./requestError";
import type { WorksheetState } from "./worksheet";

export const freezePanesType: ObjectType<WorksheetState> = {
  name: "WorksheetFreezePanes",
  methods: {
    FreezeRows: (state, [count]) => freezeRows(state, numberArgument(count ?? 1, "count")),
    FreezeColumns: (state, [count]) => freezeColumns(state, numberArgument(count ?? 1, "count")),
    FreezeAt: (state, [range]) => {
      const area = areaOf(range);
      if (area === undefined) throw invalidArgument("frozenRange must be a range");
      freezeRows(state, area.zone.bottom + 1);
      freezeColumns(state, area.zone.right + 1);
    },
    Unfreeze: ({ book, sheetId }) => book.done(book.model.dispatch("UNFREEZE_COLUMNS_ROWS", { sheetId })),
  },
};

function freezeRows({ book, sheetId }: WorksheetState, quantity: number): void {
  book.done(book.model.dispatch("FREEZE_ROWS", { sheetId, quantity }));
}

function freezeColumns({ book, sheetId }: WorksheetState, quantity: number): void {
  book.done(book.model.dispatch("FREEZE_COLUMNS", { sheetId, quantity }));
}
