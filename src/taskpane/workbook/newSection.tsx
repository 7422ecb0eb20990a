import {
  Button,
  makeStyles,
  mergeClasses,
  Spinner,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { useCallback, useEffect, useState } from "react";
import type { BookEntry } from "../../data/bookList";
import { WorkbookError, type Workbook } from "../../workbook/workbook";
import { Notice } from "../controls/notice";
import { counted, PANE_DEFECT } from "../format";
import { useLayoutStyles } from "../layout";
import { finishedBook, finishedBooks } from "./books";
import { download } from "./copies";

const useStyles = makeStyles({
  list: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalS,
    marginBlock: tokens.spacingVerticalM,
  },
  entry: {
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM}`,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  title: { ...typographyStyles.body1Strong, margin: 0, overflowWrap: "anywhere" },
  foot: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "space-between",
    gap: tokens.spacingHorizontalS,
    marginTop: tokens.spacingVerticalS,
  },
  buttons: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
  notice: { marginTop: tokens.spacingVerticalS },
});

type Found =
  | { readonly kind: "loading" }
  | { readonly kind: "books"; readonly books: readonly BookEntry[] }
  | { readonly kind: "problem"; readonly text: string };

const textOf = (error: unknown) => (error instanceof WorkbookError ? error.message : PANE_DEFECT);

/** Offers the finished workbooks. Without a workbook beside the pane they can be downloaded. */
export function NewSection({ workbook }: { readonly workbook?: Workbook }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const [found, setFound] = useState<Found>({ kind: "loading" });
  /** Loads the list; gives a function that forgets its answer. */
  const load = useCallback(() => {
    let isWanted = true;
    const show = (next: Found) => {
      if (isWanted) setFound(next);
    };
    finishedBooks().then(
      (books) => show({ kind: "books", books }),
      (error: unknown) => show({ kind: "problem", text: textOf(error) }),
    );
    return () => void (isWanted = false);
  }, []);
  useEffect(load, [load]);
  return (
    <section aria-labelledby="new">
      <h2 id="new" className={layout.heading}>
        New workbook
      </h2>
      <p className={layout.text}>
        Finished workbooks, each for one job. Your numbers go into their blue cells.
      </p>
      {found.kind === "loading" ? <Spinner size="tiny" label="Loading the list …" /> : null}
      {found.kind === "problem" ? (
        <div className={styles.notice}>
          <p className={layout.text} role="alert">
            {found.text}
          </p>
          <Button
            className={styles.notice}
            onClick={() => {
              setFound({ kind: "loading" });
              load();
            }}
          >
            Try again
          </Button>
        </div>
      ) : null}
      {found.kind === "books" ? <Books books={found.books} workbook={workbook} /> : null}
    </section>
  );
}

interface Report {
  readonly name: string;
  readonly intent: "info" | "error";
  readonly text: string;
}

function Books({
  books,
  workbook,
}: {
  readonly books: readonly BookEntry[];
  readonly workbook: Workbook | undefined;
}) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const [report, setReport] = useState<Report>();
  const [busy, setBusy] = useState<string>();
  const { canOpen, canDownload } = workbook?.fileOutlets() ?? { canOpen: false, canDownload: true };
  const act = async (book: BookEntry, outlet: "open" | "download") => {
    if (busy !== undefined) return;
    const { name, title } = book;
    setBusy(name);
    setReport({ name, intent: "info", text: `Opening ${title} …` });
    try {
      const file = await finishedBook(book);
      if (outlet === "download") download(file);
      else await workbook?.openFile(file.bytes);
      const done =
        outlet === "download"
          ? `${file.name} is downloaded: open it in Excel.`
          : `${title} opens as a new workbook. Save it under a name of your own.`;
      setReport({ name, intent: "info", text: done });
    } catch (error) {
      setReport({ name, intent: "error", text: textOf(error) });
    } finally {
      setBusy(undefined);
    }
  };
  if (!canOpen && !canDownload)
    return (
      <p className={layout.text}>
        This Excel can neither open a workbook from here nor save one: start it in Excel on the web or on
        Windows, or with the command hashcell new, and open the file here.
      </p>
    );
  return (
    <ul className={mergeClasses(layout.plainList, styles.list)}>
      {books.map((book) => (
        <li key={book.name} className={styles.entry}>
          <h3 className={styles.title}>{book.title}</h3>
          <p className={layout.text}>{book.purpose}</p>
          <div className={styles.foot}>
            <span className={layout.soft}>{counted(book.sheets.length, "sheet")}</span>
            <div className={styles.buttons}>
              {canOpen ? (
                <Button
                  aria-label={`Open ${book.title}`}
                  disabledFocusable={busy !== undefined}
                  onClick={() => void act(book, "open")}
                >
                  Open
                </Button>
              ) : null}
              {canDownload && (!canOpen || (report?.name === book.name && report.intent === "error")) ? (
                <Button
                  aria-label={`Download ${book.title}`}
                  disabledFocusable={busy !== undefined}
                  onClick={() => void act(book, "download")}
                >
                  Download
                </Button>
              ) : null}
            </div>
          </div>
          <div role="status">
            {report?.name !== book.name ? null : report.intent === "error" ? (
              <div className={styles.notice}>
                <Notice intent="error" sentences={[report.text]} onClose={() => setReport(undefined)} />
              </div>
            ) : (
              <p className={layout.soft}>{report.text}</p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
