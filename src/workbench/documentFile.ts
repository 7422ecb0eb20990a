// The document as a file, for the part of office.js that asks for it in Office's older way: by numbers of methods, with
// arrays that must be unwrapped.

/** office.js's numbers for `getFileAsync`, `getSliceAsync` and `closeAsync`, and for a file as it is saved. */
const GET_FILE = 77;
const GET_SLICE = 80;
const CLOSE_FILE = 81;
const COMPRESSED = 5;

const DONE = 0;
const INTERNAL_ERROR = 5001;

/** As in Excel: who does not close a file cannot open a third. */
const MOST_OPEN = 2;

type Done = (result: number | { readonly toArray: () => readonly unknown[] }) => void;

const answer = (...items: readonly unknown[]) => ({ toArray: () => [DONE, ...items] });

/** Answers a call of Office's older interface: those that read the document, from what `file` gives; any other does nothing. */
export function documentCalls(file: () => Promise<Uint8Array>) {
  const open = new Map<number, Uint8Array>();
  let last = 0;
  return (method: number, parameters: unknown, done: Done = () => undefined): void => {
    const [first, offset, size] = Array.isArray(parameters) ? parameters.map(Number) : [];
    switch (method) {
      case GET_FILE:
        if (first !== COMPRESSED || open.size >= MOST_OPEN) {
          done(INTERNAL_ERROR);
          return;
        }
        file().then(
          (bytes) => {
            open.set(++last, bytes);
            done(answer(last, bytes.length));
          },
          (error: unknown) => {
            console.error(error);
            done(INTERNAL_ERROR);
          },
        );
        return;
      case GET_SLICE: {
        const slice = open.get(first ?? 0)?.subarray(offset, (offset ?? 0) + (size ?? 0));
        done(slice === undefined ? INTERNAL_ERROR : answer([...slice], slice.length));
        return;
      }
      case CLOSE_FILE:
        open.delete(first ?? 0);
        done(answer());
        return;
      default:
        done(answer());
    }
  };
}
