import { addressOf, type Place, type Target, type Written } from "../../workbook/workbook";
import { Notice } from "../controls/notice";
import { Question, type Answer } from "../controls/question";
import type { Progress } from "./useInsertion";

interface Props {
  readonly progress: Progress;
  readonly confirmation: (written: Written) => readonly string[];
  readonly onAnswer: (target: Target) => void;
  readonly onClose: () => void;
}

/** What came of an insertion, in a region that screen readers follow. */
export function InsertMessage({ progress, confirmation, onAnswer, onClose }: Props) {
  return (
    <div role="status">
      {progress.kind === "done" && (
        <Notice intent="success" sentences={confirmation(progress.written)} onClose={onClose} />
      )}
      {progress.kind === "failed" && (
        <Notice intent="error" sentences={[progress.message]} onClose={onClose} />
      )}
      {progress.kind === "asks" && (
        <Question
          text={questionAbout(progress)}
          answers={[
            ...(progress.why === "occupied" ? [replacing(progress.place, onAnswer)] : []),
            { label: "Insert on a new sheet", onChoose: () => onAnswer({ kind: "newSheet" }) },
          ]}
          refusal={{ label: "Cancel", onChoose: onClose }}
        />
      )}
    </div>
  );
}

const replacing = (place: Place, onAnswer: Props["onAnswer"]): Answer => ({
  label: "Replace",
  onChoose: () => onAnswer({ kind: "replace", place }),
});

function questionAbout({ place, why }: Extract<Progress, { kind: "asks" }>): string {
  const address = addressOf(place);
  if (why === "blocked")
    return `The formula fills more cells than are free from ${address} on, to the right and down: nothing was written. Insert it on a new sheet?`;
  return place.range.includes(":")
    ? `The cells ${address} hold values. Replace them?`
    : `The cell ${address} is not empty. Replace what it holds?`;
}
