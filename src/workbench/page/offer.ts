import type { Draft } from "./drafts";
import { button, element } from "./elements";

const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });

/** Offers a workbook that was left behind: a sentence with two buttons, until the offer is withdrawn. */
export function offerDraft({ title, keptAt }: Draft, reopen: () => void, discard: () => void): void {
  const sentence = document.createElement("p");
  sentence.textContent = `“${title}” had changes that were not saved, of ${moment.format(keptAt)}.`;
  element("offer", HTMLElement).replaceChildren(
    sentence,
    button("Open it again", reopen),
    button("Discard it", discard),
  );
}

export const withdrawOffer = () => element("offer", HTMLElement).replaceChildren();
