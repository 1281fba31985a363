import { confirm, isCancel, password } from '@clack/prompts';
import { EXIT } from './cli-error.ts';
import { readPipe } from './read-pipe.ts';

const { stdin, stdout, stderr: output } = process;

// `npm run users -- list | head` has enough at some line: that ends the command, and is no failure to trace.
stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') console.error(`error: the output can't be written: ${message}`);
  process.exit(EXIT.failed);
});

/** Whether somebody sits there who can be asked. */
export const isTerminal = stdin.isTTY && output.isTTY;

/** The terminal that a command was started in: results on the one stream, all else on the other. */
export const terminal = {
  print: (line: string): void => console.log(line),
  note: (line: string): void => console.error(line),
  /** `null` where there is nobody to ask. */
  confirm: isTerminal
    ? async (message: string): Promise<boolean> => {
        const answer = await confirm({ message, initialValue: false, output });
        return !isCancel(answer) && answer;
      }
    : null,
  /**
   * Asks for a secret without showing it; `null` where there is nobody to ask. It gives `null` when the
   * operator gave up.
   */
  askSecret: isTerminal
    ? async (
        message: string,
        problemOf: (typed: string) => string | null = () => null,
      ): Promise<string | null> => {
        const validate = (typed: string | undefined) => problemOf(typed ?? '') ?? undefined;
        const answer = await password({ message, validate, output });
        return isCancel(answer) ? null : answer;
      }
    : null,
  /** What is piped in; `null` where a person would have to type it for all to see. */
  readInput: stdin.isTTY ? null : (): Promise<Uint8Array> => readPipe(stdin),
};
