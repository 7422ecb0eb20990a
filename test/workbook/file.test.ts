import { fileName, fileOutlets, openFile, workbookFile } from "../../src/workbook/file";
import { WorkbookError, type Course } from "../../src/workbook/workbook";

const SLICE = 1_048_576;

/** Excel with a document of so many bytes, which counts up; gives what it was asked. */
function document(
  size: number,
  {
    failsAt,
    platform = "PC",
    url = "https://example.sharepoint.com/Site%20model.xlsx?web=1",
  }: { failsAt?: number; platform?: string; url?: string } = {},
) {
  const bytes = Uint8Array.from({ length: size }, (_, index) => index % 251);
  const asked = { slices: [] as number[], closed: 0, created: [] as string[] };
  const give = (value: unknown, isDone = true) => ({
    status: isDone ? "succeeded" : "failed",
    value,
    error: {},
  });
  const file = {
    size,
    sliceCount: Math.ceil(size / SLICE),
    getSliceAsync: (index: number, done: (result: unknown) => void) => {
      asked.slices.push(index);
      done(give({ data: [...bytes.subarray(index * SLICE, (index + 1) * SLICE)] }, index !== failsAt));
    },
    closeAsync: () => void (asked.closed += 1),
  };
  const Office = {
    FileType: { Compressed: "compressed" },
    AsyncResultStatus: { Succeeded: "succeeded" },
    PlatformType: { Mac: "Mac", iOS: "iOS" },
    context: {
      platform,
      requirements: {
        isSetSupported: (set: string, version: string) => set === "ExcelApi" && version === "1.8",
      },
      document: {
        url,
        getFileAsync: (_type: string, options: { sliceSize: number }, done: (result: unknown) => void) => {
          expect(options).toEqual({ sliceSize: SLICE });
          done(give(file, failsAt !== -1));
        },
      },
    },
  };
  const Excel = {
    createWorkbook: (base64: string) => {
      asked.created.push(base64);
      return failsAt === -2 ? Promise.reject(new Error("no")) : Promise.resolve();
    },
  };
  Object.assign(globalThis, { Office, Excel });
  return { bytes, asked };
}

function course(isCancelledAt = Infinity) {
  const ending = new AbortController();
  const progress: number[] = [];
  const onProgress: Course["onProgress"] = (done) => {
    progress.push(done);
    if (done === isCancelledAt) ending.abort();
  };
  return { progress, signal: ending.signal, onProgress };
}

test("the workbook comes in slices, with its name, and is closed again", async () => {
  const { bytes, asked } = document(2 * SLICE + 5);
  const { progress, ...rest } = course();
  const file = await workbookFile({ ...rest });
  expect(file?.name).toBe("Site model.xlsx");
  expect(Buffer.compare(file?.bytes ?? new Uint8Array(), bytes)).toBe(0);
  expect(asked).toEqual({ slices: [0, 1, 2], closed: 1, created: [] });
  expect(progress).toEqual([0, 1, 2]);
});

test("when it is cancelled no more is asked for, and the file is closed", async () => {
  const { asked } = document(3 * SLICE);
  expect(await workbookFile(course(1))).toBeUndefined();
  expect(asked).toMatchObject({ slices: [0], closed: 1 });
});

test.each([
  ["the file", -1, 0],
  ["a slice", 1, 1],
])(
  "where Excel refuses %s, it is said what to do, and nothing stays open",
  async (_what, failsAt, closed) => {
    const { asked } = document(2 * SLICE, { failsAt });
    await expect(workbookFile(course())).rejects.toThrow(WorkbookError);
    await expect(workbookFile(course())).rejects.toThrow(/save it, then try again/);
    expect(asked.closed).toBe(2 * closed);
  },
);

test.each([
  ["C:\\Users\\Ann\\Site model.xlsm", "Site model.xlsm"],
  ["/Users/ann/Site model.XLSX", "Site model.XLSX"],
  ["https://example.com/a/100%.xlsx", "100%.xlsx"],
  ["https://example.com/view?file=secret.xlsx", "Workbook.xlsx"],
  ["Book1", "Workbook.xlsx"],
  ["workbench:/A%2FB%3F.xlsx", "A/B?.xlsx"],
  ["", "Workbook.xlsx"],
  [undefined, "Workbook.xlsx"],
])("the file at %s is named %s", (address, name) => {
  expect(fileName(address)).toBe(name);
});

test("a file is opened as a workbook of its own", async () => {
  const { bytes, asked } = document(100_000);
  await openFile(bytes);
  expect(Buffer.compare(Buffer.from(asked.created[0] ?? "", "base64"), bytes)).toBe(0);
});

test("where Excel does not open it, it can be downloaded", async () => {
  const { bytes } = document(10, { failsAt: -2 });
  await expect(openFile(bytes)).rejects.toThrow(/Download it instead/);
});

test.each([
  ["PC", true],
  ["OfficeOnline", true],
  ["Mac", false],
  ["iOS", false],
])("on %s a page can save a file: %s", (platform, canDownload) => {
  document(1, { platform });
  expect(fileOutlets()).toEqual({ canOpen: true, canDownload, isExcel: true });
});

test("the workbench is not taken for Excel", () => {
  document(1, { url: "workbench:/Site%20valuation.xlsx" });
  expect(fileOutlets()).toEqual({ canOpen: true, canDownload: true, isExcel: false });
});
