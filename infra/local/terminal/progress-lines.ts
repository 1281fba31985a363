/** Shows the steps of a start, each with the time it took. */
export interface ProgressLines {
  /** A step begins: on a terminal it shows at once. */
  begin(label: string): void;
  /** The step that began last is done. */
  done(ms: number): void;
  /** A line of its own. */
  note(line: string): void;
}

/** What progress is written to. */
export interface LineOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const LABEL_WIDTH = 28;
const CLEAR_LINE = '\r\u001B[2K';

/** @param output usually standard output */
export function createProgressLines(output: LineOutput): ProgressLines {
  const isTerminal = output.isTTY === true;
  let current: string | null = null;
  const finish = (text: string): void => {
    output.write(`${isTerminal && current !== null ? CLEAR_LINE : ''}${text}\n`);
    current = null;
  };
  return {
    begin(label) {
      current = label;
      if (isTerminal) output.write(`  … ${label}`);
    },
    done(ms) {
      const label = current ?? '';
      finish(`  ✓ ${label.padEnd(LABEL_WIDTH)} ${String(Math.round(ms)).padStart(6)} ms`);
    },
    note: finish,
  };
}
