import type { Command, Model, Zone } from "@odoo/o-spreadsheet";
import { zoneAddress } from "./addresses";
import type { EventEntry } from "./protocol";

/** office.js's numbers for events, and its name for "the workbook" as the place of one. */
const CATEGORY = 65536;
const eventTypes = { documentSelection: 2, changed: 10, activated: 11, selection: 14 } as const;
const WORKBOOK = "Workbook";

/** Reports to panes what the user does in the grid. */
export class Events {
  private readonly changes = new Map<string, Zone>();
  private isChangeDue = false;
  private lastSelection = "";
  private lastSheet: string;
  private number = 0;

  constructor(
    private readonly model: Model,
    private readonly push: (entries: EventEntry[]) => void,
  ) {
    this.lastSheet = model.getters.getActiveSheetId();
    model.on("command-dispatched", this, (command: object) => this.note(command as Command));
    model.on("update", this, () => this.selection());
    model.selection.observe(this, { handleEvent: () => void setTimeout(() => this.selection()) });
  }

  stop(): void {
    this.model.off("command-dispatched", this);
    this.model.off("update", this);
    this.model.selection.unobserve(this);
  }

  private note(command: Command): void {
    if (command.type === "UNDO" || command.type === "REDO") {
      for (const inner of command.commands) this.note(inner);
    } else if (command.type === "UPDATE_CELL" && command.content !== undefined) {
      const { sheetId, col, row } = command;
      this.changed(sheetId, { left: col, right: col, top: row, bottom: row });
    } else if (command.type === "DELETE_CONTENT" || command.type === "CLEAR_CELLS") {
      for (const zone of command.target) this.changed(command.sheetId, zone);
    }
  }

  /** Changes of one step are reported together, when the cells have their new values. */
  private changed(sheetId: string, zone: Zone): void {
    const before = this.changes.get(sheetId);
    this.changes.set(sheetId, before === undefined ? zone : o_spreadsheet.helpers.union(before, zone));
    if (this.isChangeDue) return;
    this.isChangeDue = true;
    setTimeout(() => this.reportChanges());
  }

  private reportChanges(): void {
    this.isChangeDue = false;
    const changes = [...this.changes];
    this.changes.clear();
    for (const [sheetId, zone] of changes) {
      this.tell(eventTypes.changed, sheetId, {
        changeType: "RangeEdited",
        source: "Local",
        triggerSource: "Unknown",
        shiftDirection: "None",
        worksheetId: sheetId,
        address: zoneAddress(zone),
        referenceId: JSON.stringify({ sheetId, zone }),
      });
    }
  }

  private selection(): void {
    const { getters } = this.model;
    const sheetId = getters.getActiveSheetId();
    if (sheetId !== this.lastSheet) this.tell(eventTypes.activated, sheetId, { worksheetId: sheetId });
    this.lastSheet = sheetId;
    const address = zoneAddress(getters.getSelectedZone());
    if (`${sheetId}!${address}` === this.lastSelection) return;
    this.lastSelection = `${sheetId}!${address}`;
    this.tell(eventTypes.selection, sheetId, { worksheetId: sheetId, address });
    this.push([this.entry(eventTypes.documentSelection, "", {})]);
  }

  /** To those who listen to the workbook and to those who listen to the sheet. */
  private tell(type: number, sheetId: string, event: object): void {
    this.push([this.entry(type, WORKBOOK, event), this.entry(type, sheetId, event)]);
  }

  private entry(type: number, target: string, event: object): EventEntry {
    return [CATEGORY, type, target, JSON.stringify(event), ++this.number];
  }
}
