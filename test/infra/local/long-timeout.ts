/**
 * Gives the importing suite two minutes a test: a first start may have to build and synthesize, and
 * jest's 5 s are for tests that start no process.
 */
const { jest: runner } = import.meta as { jest?: { setTimeout(ms: number): void } };

runner?.setTimeout(120_000);
