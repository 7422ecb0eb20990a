import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { Workbook, WorkbookFile } from "../../workbook/workbook";
import { PANE_DEFECT } from "../format";
import { WorkbookError } from "../../workbook/workbook";
import { useLayoutStyles } from "../layout";
import { conversion, download, stemOf } from "./copies";

const useStyles = makeStyles({
  buttons: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalS,
    marginBlock: tokens.spacingVerticalS,
  },
});

interface Props {
  readonly workbook: Workbook;
  readonly file: WorkbookFile;
  /** Whether it has formulas that the workbench cannot be relied on to compute. */
  readonly needsExcel?: boolean;
}

/** What can be done with a file that is ready: Excel opens it, or the browser saves it, whatever this Excel is able to do. */
export function CopyButtons({ workbook, file, needsExcel = false }: Props) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const [message, setMessage] = useState("");
  const outlets = workbook.fileOutlets();
  // Excel opens copies only without macros.
  const isUnfit = needsExcel && !outlets.isExcel;
  const canOpen = outlets.canOpen && !isUnfit && !/\.xlsm$/i.test(file.name);
  const open = () => {
    setMessage("Opening …");
    titled(file)
      .then((bytes) => workbook.openFile(bytes))
      .then(
        () => setMessage("Excel opens it as a new workbook, which has no name yet."),
        (error: unknown) => setMessage(error instanceof WorkbookError ? error.message : PANE_DEFECT),
      );
  };
  return (
    <>
      <div className={styles.buttons}>
        {canOpen ? (
          <Button appearance="primary" onClick={open}>
            Open as a new workbook
          </Button>
        ) : null}
        {outlets.canDownload ? (
          <Button appearance={canOpen ? "secondary" : "primary"} onClick={() => download(file)}>
            Download
          </Button>
        ) : null}
      </div>
      {isUnfit ? (
        <p className={layout.text}>
          Open it in Excel: the workbench lacks some of the functions in these formulas, and would show errors
          where Excel shows figures.
        </p>
      ) : null}
      {canOpen || outlets.canDownload ? null : (
        <p className={layout.text}>
          This Excel neither opens a copy with macros nor lets the pane save a file: open the workbook in
          Excel on the web or on Windows, and make the copy there.
        </p>
      )}
      <p className={layout.soft} role="status">
        {message}
      </p>
    </>
  );
}

/** What is opened has no name: its title says it. */
async function titled({ name, bytes }: WorkbookFile): Promise<Uint8Array> {
  const { copyOfSheets } = await conversion();
  return copyOfSheets(bytes, { title: stemOf(name) }).file;
}
