// The worker that reads a file: the page stays free meanwhile, and can end it.
import { FileMistake } from "./limits";
import type { ReaderAnswer } from "./readerClient";
import { readFile } from "./xlsx";

addEventListener("message", ({ data }: MessageEvent<Uint8Array>) => postMessage(answer(data)));

function answer(file: Uint8Array): ReaderAnswer {
  try {
    return { read: readFile(file) };
  } catch (error) {
    if (error instanceof FileMistake) return { mistake: error.message };
    console.error(error);
    return { mistake: "This workbook holds something that the workbench cannot read." };
  }
}
