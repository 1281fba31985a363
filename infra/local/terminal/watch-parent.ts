/** How often it is looked for the parent. */
const LOOK_MILLIS = 500;

/**
 * Says when the process that started this one has ended: a child is handed on to another parent then.
 * It keeps no process alive. Windows hands nobody on, so that nothing is ever said there.
 *
 * @param parentId default: this process's parent
 * @param every calls its second argument every so many milliseconds; default: a timer
 */
export function watchParent(
  onGone: () => void,
  parentId: () => number = () => process.ppid,
  every: (ms: number, look: () => void) => () => void = everyTimer,
): void {
  const first = parentId();
  const callOff = every(LOOK_MILLIS, () => {
    if (parentId() === first) return;
    callOff();
    onGone();
  });
}

function everyTimer(ms: number, look: () => void): () => void {
  const timer = setInterval(look, ms);
  timer.unref();
  return () => clearInterval(timer);
}
