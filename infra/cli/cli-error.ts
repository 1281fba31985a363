/** How a command ends. */
export const EXIT = {
  done: 0,
  /** Something that the command needs failed, or isn't there. */
  failed: 1,
  /** The command line makes no sense. */
  usage: 2,
  /** Nothing was changed, since it would have done harm, or nobody confirmed it. */
  refused: 3,
} as const;

/** A command can't go on. The message is one line that says what to do. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.failed, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
