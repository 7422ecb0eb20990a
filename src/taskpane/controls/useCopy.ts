import { useRef, useState } from "react";

/**
 * Copies a text that the page shows. Hosts may keep the clipboard from a page in a frame: then the element that shows it is
 * selected. `message` says what was done; `what` is the text in a word, "address".
 */
export function useCopy<Shown extends HTMLElement>(text: string, what: string) {
  const shown = useRef<Shown>(null);
  const [message, setMessage] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setMessage("Copied.");
    } catch {
      if (shown.current !== null) getSelection()?.selectAllChildren(shown.current);
      setMessage(`The ${what} is selected: press Ctrl+C.`);
    }
  };
  return { shown, message, copy };
}
