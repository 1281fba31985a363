/** What has to end when the local edition ends. */
export interface Shutdown {
  /** Adds one more thing; they end in the opposite order. */
  add(stop: () => unknown): void;
  /** Ends everything once; a second call waits for the first. It never rejects. */
  run(): Promise<void>;
}

export function createShutdown(): Shutdown {
  const stops: (() => unknown)[] = [];
  let running: Promise<void> | null = null;
  const run = async (): Promise<void> => {
    for (const stop of stops.toReversed()) {
      try {
        await stop();
      } catch {
        // The others must still end.
      }
    }
  };
  return {
    add: (stop) => void stops.push(stop),
    run: () => (running ??= run()),
  };
}
