import { Command } from 'commander';

/** What every command takes. */
export interface CommandOptions {
  readonly json?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** Where a program's lines go. */
export interface ProgramOutput {
  /** One line of the result. */
  readonly print: (line: string) => void;
  /** One line about what is going on; it isn't part of the result. */
  readonly note: (line: string) => void;
}

/** A program with commands that work on one service. */
export interface OperatorProgram {
  readonly program: Command;
  /** A command that looks. */
  readonly command: (usage: string, description: string) => Command;
  /** A command that changes something. */
  readonly change: (usage: string, description: string) => Command;
  /** A command that takes something away, and asks first. */
  readonly ending: (usage: string, description: string) => Command;
}

const HELP = ['--help', 'what can be asked'] as const;

/**
 * What the operators' programs have in common: how a service is named, and how a command answers.
 *
 * @param name `keys`
 * @param otherTarget declares the options that name a service otherwise than by its stack
 */
export function createOperatorProgram(
  name: string,
  description: string,
  otherTarget: (command: Command) => Command,
  { print, note }: ProgramOutput,
): OperatorProgram {
  const program = new Command(name)
    .description(description)
    .exitOverride()
    .helpOption(...HELP)
    .helpCommand(false)
    .configureOutput({
      writeOut: (text) => print(text.trimEnd()),
      writeErr: (text) => note(text.trimEnd()),
    });
  const command = (usage: string, about: string): Command =>
    otherTarget(
      program
        .command(usage)
        .description(about)
        .helpOption(...HELP)
        .option('--stack <name>', 'the deployed stack'),
    )
      .option('--local', 'or the local edition, running or not')
      .option('--json', 'print JSON');
  const change = (usage: string, about: string): Command =>
    command(usage, about).option('--dry-run', 'say what would happen, and do nothing');
  const ending = (usage: string, about: string): Command =>
    change(usage, about).option('--yes', "don't ask");
  return { program, command, change, ending };
}

/** Opens a service for one action, and closes it whatever becomes of that. */
export async function withService<
  Service extends { readonly close: () => Promise<void> },
  Result = void,
>(opening: Promise<Service>, action: (service: Service) => Promise<Result>): Promise<Result> {
  const service = await opening;
  try {
    return await action(service);
  } finally {
    await service.close();
  }
}

/** For options that can be repeated. */
export const collect = (word: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  word,
];
