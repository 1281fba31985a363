import { runKeysProgram } from './keys/keys-program.ts';
import { openLocalKeys } from './keys/local-keys.ts';
import { openStackKeys } from './keys/stack-keys.ts';
import { terminal } from './terminal.ts';

/** `npm run keys -- …`; docs/operations.md says when to use which command. */
process.exitCode = await runKeysProgram(process.argv.slice(2), {
  ...terminal,
  open: ({ stack, function: functionName }) => {
    if (stack !== undefined) return openStackKeys({ stack }, process.env);
    if (functionName !== undefined) {
      return openStackKeys({ function: functionName }, process.env);
    }
    return openLocalKeys(process.env);
  },
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});
