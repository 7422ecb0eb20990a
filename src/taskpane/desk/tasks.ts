/** Work that is done one piece after the other; what goes wrong is told, and nothing rejects. */
export class Tasks {
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly onError: (error: unknown) => void,
    private readonly onWriting: (isWriting: boolean) => void,
  ) {}

  /** When everything asked for so far is done. */
  get done(): Promise<void> {
    return this.last;
  }

  run(task: () => Promise<void>): Promise<void> {
    this.last = this.last.then(task).catch((error: unknown) => this.onError(error));
    return this.last;
  }

  /** As `run`, for what writes into the workbook and may take a while. */
  write(task: () => Promise<void>): Promise<void> {
    return this.run(async () => {
      this.onWriting(true);
      await task().finally(() => this.onWriting(false));
    });
  }
}
