import { Failure } from "./failure";

/** Largest body that is read, in bytes. */
export const LARGEST_BODY = 10_000_000;
const LONGEST_EXCERPT = 100;

/** What a body says as JSON. Throws a `Failure` that tells a web page, nothing at all and damage apart. */
export function parsedJson(text: string, source: string): unknown {
  const body = text.replace(/^\uFEFF/, "").trim();
  if (body === "") throw new Failure(`${source} answered with nothing: try again later`, "host");
  if (body.startsWith("<")) {
    throw new Failure(
      `${source} answered with a web page instead of data: the network may ask for a login, or block the address`,
      "host",
    );
  }
  try {
    return JSON.parse(body);
  } catch {
    throw new Failure(`The answer of ${source} is incomplete or damaged: try again`, "host");
  }
}

/** A short plain piece of a body in quotes after a colon, or nothing where it is a web page or empty. */
export function excerptOf(text: string): string {
  const plain = text.replace(/[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202e\ufeff]+/g, " ").trim();
  if (plain === "" || plain.startsWith("<")) return "";
  return `: "${plain.length > LONGEST_EXCERPT ? `${plain.slice(0, LONGEST_EXCERPT)}...` : plain}"`;
}

/** Text of a response's body. Throws a `Failure` when it is too large, or breaks off; passes an abort on. */
export async function readText(response: Response, source: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  const reader = response.body?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > LARGEST_BODY) {
      // Nobody waits for what is left.
      void reader.cancel().catch(() => undefined);
      throw tooLarge(source);
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}

export const tooLarge = (source: string) =>
  new Failure(`The answer of ${source} is larger than 10 MB and was not read`, "route");
