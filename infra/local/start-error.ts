/** The local edition can't start. The message is the one line that the person at the terminal sees. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
