import { Button, Link, makeStyles, mergeClasses, tokens, typographyStyles } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { needsSentence, OVERRIDES_SENTENCE } from "../../functions/generate/nativeSentences";
import type { ShownForm } from "../../native/shown";
import { useCopy } from "../controls/useCopy";
import { later } from "../later";
import { useLayoutStyles } from "../layout";

/** Characters that fit into a line of a pane of the usual width. */
const LINE = 36;

const useStyles = makeStyles({
  note: { marginBottom: tokens.spacingVerticalS },
  line: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalM,
    marginBlock: tokens.spacingVerticalXS,
  },
  opener: {
    ...typographyStyles.body1,
    padding: `${tokens.spacingVerticalXS} 0`,
    overflowWrap: "anywhere",
    cursor: "pointer",
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  list: { margin: `0 0 ${tokens.spacingVerticalS}`, paddingInlineStart: tokens.spacingHorizontalXL },
  more: { ...typographyStyles.body1, display: "block", marginBottom: tokens.spacingVerticalS },
  text: { maxHeight: "60vh", overflowY: "auto", tabSize: 2 },
});

type Loaded = ShownForm | { readonly why: string };

/** What computes a function without the add-in. The texts are loaded when one is looked at for the first time. */
export function NativeForm({ name }: { readonly name: string }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const [form, setForm] = useState<Loaded>();
  useEffect(() => {
    let isCurrent = true;
    later().then(
      ({ shownForm }) => {
        if (isCurrent) setForm(shownForm(name, LINE));
      },
      () => {
        if (isCurrent) setForm({ why: "It could not be loaded: close the pane and open it again." });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [name]);
  if (form === undefined) return <p className={layout.soft}>Loading …</p>;
  if ("why" in form) return <p className={layout.text}>{form.why}</p>;
  const { overrides, differs, needs } = form;
  return (
    <>
      <p className={mergeClasses(layout.text, styles.note)}>
        The same computation without the add-in, for Microsoft 365 and Excel 2024. To send a workbook to
        somebody without Hashcell, make a portable copy in the view Workbook: it has{" "}
        {needs.length === 0 ? "this name" : "all names"} already.
      </p>
      <p className={mergeClasses(layout.text, styles.note)}>
        To check a result by hand, copy the formula, choose Formulas &gt; Name Manager &gt; New, enter{" "}
        {form.name} as the name and paste it into Refers to. Then use {form.name} like a function.
      </p>
      <NameText {...form} />
      {overrides === undefined ? null : (
        <>
          <p className={layout.text}>{OVERRIDES_SENTENCE}</p>
          <p className={layout.code}>{overrides}</p>
        </>
      )}
      {differs.length === 0 ? null : (
        <>
          <p className={layout.text}>Where it differs from the add-in’s function:</p>
          <ul className={styles.list}>
            {differs.map((difference) => (
              <li key={difference} className={layout.text}>
                {difference}
              </li>
            ))}
          </ul>
        </>
      )}
      <Link className={styles.more} href="help/index.html#native" target="_blank" rel="noopener">
        {differs.length === 0 ? "What differs" : "What else differs"} for all such formulas
      </Link>
      {needs.length === 0 ? null : <p className={layout.text}>{needsSentence(needs.length)}</p>}
      {needs.map((other) => (
        <details key={other.name}>
          <summary className={styles.opener}>
            {other.name} <span className={layout.soft}>{other.what}</span>
          </summary>
          <NameText {...other} />
        </details>
      ))}
    </>
  );
}

/** A formula in lines, with a button that copies it in one. */
function NameText({ name, text, oneLine }: { name: string; text: string; oneLine: string }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const { shown, message, copy } = useCopy<HTMLPreElement>(oneLine, "text");
  return (
    <>
      <pre
        ref={shown}
        className={mergeClasses(layout.code, styles.text)}
        tabIndex={0}
        role="region"
        aria-label={`Formula of ${name}`}
      >
        {text}
      </pre>
      <div className={styles.line}>
        <Button size="small" aria-label={`Copy the formula of ${name}`} onClick={() => void copy()}>
          Copy
        </Button>
        <span className={layout.soft} role="status">
          {message}
        </span>
      </div>
    </>
  );
}
