import type { Model } from "@odoo/o-spreadsheet";
import { promptAt } from "../files/keptPlugin";
import { excelErrorName, isError } from "../grid/errors";

/**
 * Says what is wrong in the selected cell, or else what its file says of what may be typed there: the spreadsheet shows
 * the one only on hover, and the other never. Returns a function that stops this.
 */
export function describeSelectedCell(model: Model, line: HTMLElement): () => void {
  const { getters } = model;
  const owner = {};
  let isDue = false;
  const tell = () => {
    isDue = false;
    const position = getters.getActivePosition();
    const cell = getters.getEvaluatedCell(position);
    const address = o_spreadsheet.helpers.toXC(position.col, position.row);
    const isWrong = isError(cell);
    const prompt = isWrong ? undefined : promptAt(model, position);
    const text = isWrong
      ? sentence(address, String(cell.value), cell.message)
      : prompt === undefined
        ? ""
        : `${address}: ${prompt}`;
    line.classList.toggle("prompt", !isWrong);
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
