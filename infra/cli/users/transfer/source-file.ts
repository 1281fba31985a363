import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { CliError } from '../../cli-error.ts';

/** A file can't be read as what it should be. The message says where, and never quotes the file. */
export class BrokenFile extends CliError {
  constructor(line: number, problem: string, options?: ErrorOptions) {
    super(`line ${line}: ${problem}; nothing was written`, undefined, options);
  }
}

/** One value of a record is no good; the others of the file may be. */
export class FieldError extends Error {
  override readonly name = 'FieldError';
  /** As the file calls it. */
  readonly column: string;

  constructor(column: string, problem: string) {
    super(problem);
    this.column = column;
  }
}

/** A file as it is read once, from beginning to end. */
export interface SourceText extends AsyncIterable<string> {
  /** Of all bytes, once they were read: lower-case hexadecimal. */
  readonly sha256: () => string;
  /** How many bytes were read so far. */
  readonly bytesRead: () => number;
}

/**
 * Reads a file as UTF-8, a piece at a time, without the byte order mark that some systems put first.
 *
 * @throws CliError when it can't be read; BrokenFile when it is not UTF-8
 */
export function readSource(path: string): SourceText {
  const hash = createHash('sha256');
  let [bytes, line] = [0, 1];
  async function* text(): AsyncGenerator<string> {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const decoded = (chunk?: Uint8Array): string => {
      try {
        return decoder.decode(chunk, { stream: chunk !== undefined });
      } catch {
        throw new BrokenFile(line, 'from here on the file is not UTF-8: convert it first');
      }
    };
    try {
      for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
        hash.update(chunk);
        bytes += chunk.length;
        const piece = decoded(chunk);
        yield piece;
        for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) line += 1;
      }
    } catch (error) {
      if (error instanceof CliError) throw error;
      const { message } = error as Error;
      throw new CliError(`${path} can't be read: ${message}`, undefined, { cause: error });
    }
    yield decoded();
  }
  return {
    [Symbol.asyncIterator]: text,
    sha256: () => hash.copy().digest('hex'),
    bytesRead: () => bytes,
  };
}
