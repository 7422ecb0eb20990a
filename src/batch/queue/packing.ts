import { promisify } from "node:util";
import { deflateRaw, deflateRawSync, inflateRawSync } from "node:zlib";

// Sites and results as they travel: packed, since the models of a portfolio are much alike.

const deflated = promisify(deflateRaw);

export const packed = async (sites: readonly string[]): Promise<string> =>
  (await deflated(sites.join("\n"), { level: 1 })).toString("base64");

export function unpacked(sites: string): string[] {
  const text = inflateRawSync(Buffer.from(sites, "base64")).toString("utf8");
  return text === "" ? [] : text.split("\n");
}

export const packedText = (text: string): Uint8Array => deflateRawSync(text, { level: 1 });
export const unpackedText = (body: Uint8Array): string => inflateRawSync(body).toString("utf8");
