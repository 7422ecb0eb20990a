import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { useRef, useState } from "react";
import { build } from "../../functions/build";
import type { Workbook } from "../../workbook/workbook";
import type { Desk } from "../desk/desk";
import { useLayoutStyles } from "../layout";
import { PortableDialog } from "./portableDialog";

const useStyles = makeStyles({ button: { marginBlock: tokens.spacingVerticalM } });

/** Offers a copy of the workbook for somebody without the add-in. */
export function PortableSection({ workbook, desk }: { readonly workbook: Workbook; readonly desk: Desk }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <section aria-labelledby="portable">
      <h2 id="portable" className={layout.heading}>
        Make portable
      </h2>
      <p className={layout.text}>
        A copy of the workbook for a client or anybody without Hashcell, in three steps: choose the sheets,
        what the formulas become (Excel’s own functions, or values), and the file’s name and author.
      </p>
      <div className={styles.button}>
        <Button ref={button} onClick={() => setOpen(true)}>
          Make a portable copy …
        </Button>
      </div>
      {isOpen ? (
        <PortableDialog
          workbook={workbook}
          desk={desk}
          version={build.version}
          onClose={() => {
            setOpen(false);
            button.current?.focus();
          }}
        />
      ) : null}
    </section>
  );
}
