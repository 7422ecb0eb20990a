import type { BrowserContext, Frame } from "playwright-core";
import { SETTINGS_KEY } from "../../src/data/settings";
import { newUser } from "./chromium";
import { Driver } from "./driver";

const address = process.env.WORKBENCH_URL ?? "";

let context: BrowserContext;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ context, close } = await newUser());
  // What the policy lets through goes no further.
  await context.route(/^https:/, (route) => route.abort());
});
afterAll(() => close());

/** A pane that was opened under these settings, and has begun. */
async function openPane(settings: object): Promise<Frame> {
  const { page, pane } = await Driver.open(context, address);
  const kept = { key: SETTINGS_KEY, text: JSON.stringify(settings) };
  await page.evaluate(({ key, text }) => localStorage.setItem(key, text), kept);
  await page.reload();
  await pane.getByText(/^Built-in values of/).waitFor();
  const frame = page.frame({ url: /taskpane\.html/ });
  if (frame === null) throw new Error("no pane");
  return frame;
}

/** The directive by which the page's policies refuse to ask an address; undefined where they do not. */
const refusal = (frame: Frame, url: string) =>
  frame.evaluate(async (url) => {
    let directive: string | undefined;
    const note = (event: SecurityPolicyViolationEvent) => (directive = event.effectiveDirective);
    document.addEventListener("securitypolicyviolation", note);
    await fetch(url, { mode: "no-cors", signal: AbortSignal.timeout(3000) }).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
    document.removeEventListener("securitypolicyviolation", note);
    return directive;
  }, url);

test("a pane can ask the sources, what its settings name and its own server, and nobody else", async () => {
  const frame = await openPane({ off: ["deribit"], mempoolUrl: "http://localhost:9" });
  const asked = [
    "http://localhost:9/api",
    "https://api.kraken.com/",
    "functions.json",
    "https://www.deribit.com/",
    "https://elsewhere.example/",
    "http://127.0.0.1:9/",
    "http://api.kraken.com/",
  ];
  const found: (string | undefined)[] = [];
  for (const url of asked) found.push(await refusal(frame, url));
  expect(found).toEqual([...Array<undefined>(4).fill(undefined), ...Array<string>(3).fill("connect-src")]);
});

test("behind a proxy it can ask the proxy alone", async () => {
  const frame = await openPane({ proxyUrl: "http://127.0.0.1:9/ask" });
  expect(await refusal(frame, "http://127.0.0.1:9/ask/api.kraken.com/")).toBeUndefined();
  expect(await refusal(frame, "https://api.kraken.com/")).toBe("connect-src");
});

test("text that a page runs as a program is refused", async () => {
  const frame = await openPane({});
  const ran = await frame.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "window.ranInline = true";
    document.body.append(script);
    const blob = document.createElement("script");
    blob.src = URL.createObjectURL(new Blob(["window.ranBlob = true"]));
    document.body.append(blob);
    await new Promise((resolve) => setTimeout(resolve, 200));
    return Object.keys(window).filter((name) => name.startsWith("ran"));
  });
  expect(ran).toEqual([]);
});

test("WebAssembly runs, without which simulations take longer; text that is evaluated does not", async () => {
  const frame = await openPane({});
  const ran = await frame.evaluate(() => {
    const runs = (run: () => unknown) => {
      try {
        run();
        return true;
      } catch {
        return false;
      }
    };
    const nothing = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
    // Of its own accord: what a test runs in the page may evaluate text.
    return new Promise((resolve) =>
      setTimeout(() =>
        resolve({
          wasm: runs(() => new WebAssembly.Instance(new WebAssembly.Module(nothing))),
          // eslint-disable-next-line @typescript-eslint/no-implied-eval
          text: runs(() => new Function("return 1")),
        }),
      ),
    );
  });
  expect(ran).toEqual({ wasm: true, text: false });
});
