import { CliError, EXIT } from './cli-error.ts';

/** Whom a command can talk to before it does something. */
export interface Asking {
  /** One line about what is going on; it isn't part of the result. */
  readonly note: (line: string) => void;
  /** Asks the operator; `null` where there is nobody to ask. */
  readonly confirm: ((question: string) => Promise<boolean>) | null;
}

/**
 * Lets the operator say yes to what a command is about to do.
 *
 * @param effects one line each
 * @throws CliError when nobody says yes
 */
export async function askFirst(
  question: string,
  effects: readonly string[],
  { yes = false }: { readonly yes?: boolean },
  { note, confirm }: Asking,
): Promise<void> {
  if (yes) return;
  if (confirm === null) {
    throw new CliError('nobody can be asked here: say --yes to confirm', EXIT.refused);
  }
  for (const effect of effects) note(effect);
  if (!(await confirm(question))) throw new CliError('nothing was changed', EXIT.refused);
}
