/** Calls `action` after `ms` milliseconds and gives a way to call it off. Tests bring their own. */
export type After = (ms: number, action: () => void) => () => void;

/** @returns a function that calls the timer off */
export const afterTimer: After = (ms, action) => {
  const timer = setTimeout(action, ms);
  return () => clearTimeout(timer);
};
