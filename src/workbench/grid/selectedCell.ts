import type { Model } from "@odoo/o-spreadsheet";
import { excelErrorName, isError } from "./errors";

/** Says what is wrong in the selected cell, which the spreadsheet shows only on hover. Returns a function that stops this. */
export function reportSelectedError(model: Model, line: HTMLElement): () => void {
  const { getters } = model;
  const owner = {};
  let isDue = false;
  const tell = () => {
    isDue = false;
    const cell = getters.getEvaluatedCell(getters.getActivePosition());
    const text = isError(cell) ? sentence(addressOf(model), String(cell.value), cell.message) : "";
    if (line.textContent !== text) line.textContent = text;
  };
  const later = () => {
    if (isDue) return;
    isDue = true;
    setTimeout(tell);
  };
  model.on("update", owner, later);
  model.selection.observe(owner, { handleEvent: later });
  later();
  return () => {
    model.off("update", owner);
    model.selection.unobserve(owner);
  };
}

function sentence(address: string, value: string, message: string | undefined): string {
  return `${address} shows ${excelErrorName(value)}${message ? `: ${message}` : ""}`;
}

function addressOf({ getters }: Model): string {
  const { col, row } = getters.getActivePosition();
  return o_spreadsheet.helpers.toXC(col, row);
}
