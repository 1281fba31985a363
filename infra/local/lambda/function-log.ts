import {
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  statSync,
  type WriteStream,
} from 'node:fs';
import { join } from 'node:path';
import { scalarText, type Json } from '../template/template.ts';

/** One function's log file, which stands for its log group. */
export interface FunctionLog {
  readonly path: string;
  /** One line; an error goes to the terminal too, cut to its message. */
  write(line: string): void;
  close(): Promise<void>;
}

/** A log file that is larger than this at a start makes room for a new one. */
const KEPT_BYTES = 5 * 1024 * 1024;
/** The longest line that the terminal shows. */
const SHOWN_LENGTH = 300;

/**
 * Opens a function's log file, to append.
 *
 * @param onError takes one line for the terminal
 */
export function openFunctionLog(
  folder: string,
  functionName: string,
  onError: (line: string) => void,
): FunctionLog {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${functionName}.log`);
  // What is older than the last few megabytes is of no use to anybody.
  if (existsSync(path) && statSync(path).size > KEPT_BYTES) renameSync(path, `${path}.old`);
  const stream: WriteStream = createWriteStream(path, { flags: 'a' });
  stream.on('error', () => {});
  return {
    path,
    write(line) {
      if (!stream.writableEnded) stream.write(`${line}\n`);
      const problem = problemIn(line);
      if (problem !== null) onError(`${functionName}: ${problem.slice(0, SHOWN_LENGTH)} (${path})`);
    },
    close: () =>
      new Promise((resolve) => {
        stream.end(() => resolve());
      }),
  };
}

/** @returns what a line complains of, or `null` when it is an ordinary one */
function problemIn(line: string): string | null {
  if (/^(?:Uncaught )?(?:[A-Z][A-Za-z]*)?Error\b/.test(line)) return line;
  if (!line.startsWith('{')) return null;
  try {
    const { level, message, error } = JSON.parse(line) as LoggedLine;
    if (scalarText(level).toLowerCase() !== 'error') return null;
    return [scalarText(message), ...messagesOf(error)].join(': ');
  } catch {
    return null;
  }
}

interface LoggedLine {
  readonly level?: Json;
  readonly message?: Json;
  readonly error?: LoggedError;
}

interface LoggedError {
  readonly message?: Json;
  readonly cause?: LoggedError;
}

/** The error's message and its causes': the last one is what somebody can mend. */
const messagesOf = (error: LoggedError | undefined): readonly string[] =>
  error === undefined
    ? []
    : [scalarText(error.message), ...messagesOf(error.cause)].filter((text) => text !== '');
